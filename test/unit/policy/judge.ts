import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import type { JsonObject } from "pulumi-cxone-dialer";

/** What the engine says of a resource besides its inputs. */
export interface Surroundings {
  readonly type?: string;
  readonly stack?: string;
  readonly protect?: boolean;
  /** What `--policy-pack-config` or Pulumi Cloud says of the rule. */
  readonly config?: JsonObject;
}

/** Checked inputs that no rule has anything to say of. */
export const goodInputs = {
  configId: "config-1",
  campaignId: "campaign-1",
  pacingType: "predictive",
  dialRate: 1.2,
  agentRatio: 1.6,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
  complianceRules: {
    ringSeconds: 18,
    messageSeconds: 2,
    callingHours: { start: "09:00", end: "19:30" },
    doNotCall: ["national", "internal"],
  },
  regulation: "us",
  agentRatioLimit: 3,
  capacityCheck: "enforce",
  existing: "adopt",
  onConflict: "merge",
  onDelete: "restore",
  deployed: { dialRate: 1.2, agentRatio: 1.6 },
  adoption: { exists: true, changes: { agentRatio: { to: 1.6 } } },
  forecast: {
    abandonmentRate: 0.01,
    abandonmentMargin: 0.001,
    occupancy: 0.8,
    waitProbability: 0.02,
    answeredPerHour: 165,
    idleSecondsBetweenCalls: 54,
    optimalDialRate: 2,
    recommendedQueueDepth: 3,
    model: "simulated",
  },
} as const satisfies JsonObject;

/** {@link goodInputs} with other values at dotted paths; `undefined` takes one out. */
export function inputsWith(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const inputs: Record<string, unknown> = structuredClone<JsonObject>(goodInputs);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop() ?? path;
    const parent = keys.reduce<object>((at, key) => Object(Reflect.get(at, key)), inputs);
    if (value === undefined) Reflect.deleteProperty(parent, last);
    else Reflect.set(parent, last, structuredClone(value));
  }
  return inputs;
}

/** What the rule says of a resource, as the engine asks it. */
export async function violationsOf(
  policy: ResourceValidationPolicy,
  inputs: Record<string, unknown>,
  surroundings: Surroundings = {},
): Promise<readonly string[]> {
  const messages: string[] = [];
  const args = argsOf(inputs, surroundings);
  for (const validate of [policy.validateResource ?? []].flat()) {
    await validate(args, (message) => messages.push(message));
  }
  return messages;
}

/** The inputs as the rule leaves them; `undefined` where it leaves them alone. */
export async function mendedBy(
  policy: ResourceValidationPolicy,
  inputs: Record<string, unknown>,
  surroundings: Surroundings = {},
): Promise<Record<string, unknown> | undefined> {
  const mended = await policy.remediateResource?.(argsOf(structuredClone(inputs), surroundings));
  return mended ?? undefined;
}

export class NotApplicable extends Error {}

/** What the engine hands to a rule. */
export function argsOf(
  props: Record<string, unknown>,
  { type, stack = "dev", protect = false, config = {} }: Surroundings = {},
): ResourceValidationArgs {
  const token = type ?? "pulumi-nodejs:dynamic/cxone:DialerConfig";
  return {
    type: token,
    props,
    name: "first-call",
    urn: `urn:pulumi:${stack}::call-centre::${token}::first-call`,
    opts: {
      protect,
      ignoreChanges: [],
      aliases: [],
      additionalSecretOutputs: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    },
    stackTags: new Map(),
    isType: () => false,
    asType: () => undefined,
    getConfig: <T extends object>(): T => JSON.parse(JSON.stringify(config)),
    notApplicable(reason) {
      throw new NotApplicable(reason);
    },
  };
}
