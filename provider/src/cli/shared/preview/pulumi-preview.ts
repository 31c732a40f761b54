import { stripVTControlCharacters } from "node:util";
import * as z from "zod";
import {
  type Change,
  type Inputs,
  isConfiguration,
  isStack,
  type Kept,
  type Message,
  type Operation,
  operations,
  type Preview,
  stackOf,
} from "./preview.ts";

/** A resource's state, of which its inputs and its parent are needed. */
const resourceState = z
  .object({
    inputs: z.record(z.string(), z.unknown()).optional(),
    parent: z.string().optional(),
  })
  .nullish();

const step = z.object({
  op: z.string(),
  urn: z.string(),
  oldState: resourceState,
  newState: resourceState,
});

const diagnostic = z.object({
  severity: z.string(),
  message: z.string(),
  urn: z.string().optional(),
});

/** What `pulumi preview --json` and `cxone-dialer sandbox preview --json` print. A preview that fails early leaves lists out. */
const digest = z.object({
  config: z.record(z.string(), z.unknown()).optional(),
  steps: z.array(step).nullish(),
  diagnostics: z.array(diagnostic).nullish(),
  duration: z.number(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});

/** Undefined where none of the objects is a digest. */
export function previewOfDigest(objects: readonly unknown[]): Preview | undefined {
  const found = objects.flatMap((object) => digest.safeParse(object).data ?? []).at(-1);
  if (found === undefined) return undefined;
  const steps = found.steps ?? [];
  return {
    ...planOf(
      steps.map(({ op, urn, oldState, newState }) => ({
        op,
        urn,
        before: oldState?.inputs,
        after: newState?.inputs,
        parentBefore: oldState?.parent,
      })),
      { same: found.changeSummary?.same ?? 0 },
    ),
    messages: (found.diagnostics ?? []).flatMap(messageOf),
    telemetryFile: telemetryOf(found.config),
    isWhole: true,
  };
}

function messageOf({
  severity,
  message,
  urn,
}: {
  readonly severity: string;
  readonly message: string;
  readonly urn?: string | undefined;
}): readonly Message[] {
  if (severity !== "error" && severity !== "warning") return [];
  return [{ severity, text: messageText(message), ...(urn && { urn }) }];
}

function telemetryOf(config: Readonly<Record<string, unknown>> = {}): string | undefined {
  const file = config["cxone:telemetry"];
  return typeof file === "string" ? file : undefined;
}

const metadata = z.object({
  op: z.string(),
  urn: z.string(),
  old: resourceState,
  new: resourceState,
});

/** An event of the engine, of which there is one a line; of those that are not named here nothing is needed. */
const event = z.object({
  sequence: z.number(),
  timestamp: z.number(),
  preludeEvent: z.object({ config: z.record(z.string(), z.unknown()).nullish() }).optional(),
  resourcePreEvent: z.object({ metadata }).optional(),
  diagnosticEvent: z
    .object({ severity: z.string(), message: z.string(), urn: z.string().optional() })
    .optional(),
  policyEvent: z
    .object({
      resourceUrn: z.string().optional(),
      message: z.string(),
      policyName: z.string(),
      policyPackName: z.string(),
      enforcementLevel: z.string(),
    })
    .optional(),
  summaryEvent: z.object({ resourceChanges: z.record(z.string(), z.number()) }).optional(),
});

type Event = z.infer<typeof event>;

/**
 * What `pulumi preview --json` prints under `PULUMI_ENABLE_STREAMING_JSON_PREVIEW`, and what `--event-log` writes: more than the
 * digest, for it holds what policies said, and it is of use where the preview was killed. Undefined where there is no event.
 */
export function previewOfEvents(objects: readonly unknown[]): Preview | undefined {
  const events = objects.flatMap((object) => event.safeParse(object).data ?? []);
  if (events.length === 0) return undefined;
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  const summary = events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent;
  return {
    ...planOf(
      steps.map(({ op, urn, old, new: next }) => ({
        op,
        urn,
        before: old?.inputs,
        after: next?.inputs,
        parentBefore: old?.parent,
      })),
      { same: summary?.resourceChanges.same },
    ),
    messages: events.flatMap(messagesOf),
    telemetryFile: telemetryOf(
      events.find(({ preludeEvent }) => preludeEvent)?.preludeEvent?.config ?? {},
    ),
    isWhole: summary !== undefined,
  };
}

function messagesOf({ diagnosticEvent, policyEvent }: Event): readonly Message[] {
  if (diagnosticEvent) return messageOf(diagnosticEvent);
  if (!policyEvent) return [];
  const { enforcementLevel, policyPackName, policyName, resourceUrn, message } = policyEvent;
  return [
    {
      severity: enforcementLevel === "mandatory" ? "error" : "warning",
      text: violationText(message),
      policy: `${policyPackName}/${policyName}`,
      ...(resourceUrn && { urn: resourceUrn }),
    },
  ];
}

/** Pulumi puts the rule's own description on the line before what it found. */
function violationText(message: string): string {
  const [description = "", ...found] = messageText(message).split("\n");
  return found.join("\n").trim() || description;
}

/** One step of an engine's plan. */
interface Step {
  /** In the engine's own words. */
  readonly op: string;
  readonly urn: string;
  readonly before?: Inputs | undefined;
  readonly after?: Inputs | undefined;
  /** The parent's URN before; empty where it has none. */
  readonly parentBefore?: string | undefined;
}

/** Steps that change nothing in the outside. */
const idle: ReadonlySet<string> = new Set(["same", "read", "refresh"]);
/** The halves of a replacement, which is a step of its own as well. */
const halves: ReadonlySet<string> = new Set(["create-replacement", "delete-replaced"]);

/**
 * What a plan changes and what it keeps, with the stack that it is of. The stack's own step does not count.
 *
 * @param same how many resources stay as they are by the engine's own count, the stack's own step counted where it is among the steps;
 *   undefined where every resource has its step
 */
function planOf(
  all: readonly Step[],
  { same }: { readonly same?: number | undefined },
): Pick<Preview, "stack" | "changes" | "others" | "unchanged" | "kept" | "hidden"> {
  const imported = importsIn(all);
  const steps = all.flatMap((step) => {
    if (step.op !== "import" || !isConfiguration(step.urn)) return [step];
    return imported.has(step) ? [{ ...step, op: "same" }] : [];
  });
  const [first] = steps;
  const active = steps.filter(({ op, urn }) => !idle.has(op) && !halves.has(op) && !isStack(urn));
  const others = active.filter((step) => changeOf(step) === undefined);
  const sames = steps.filter(({ op }) => op === "same");
  const shown = sames.filter(({ urn }) => !isStack(urn));
  const unchanged =
    same === undefined
      ? shown.length
      : Math.max(0, same + imported.size - (sames.length - shown.length));
  return {
    stack: first && stackOf(first.urn),
    changes: active.flatMap((step) => changeOf(step) ?? []),
    others: Object.fromEntries(
      [...Map.groupBy(others, ({ op }) => op)].map(([op, group]) => [op, group.length]),
    ),
    unchanged,
    kept: shown.filter(({ urn }) => isConfiguration(urn)).map(keptOf),
    hidden: Math.max(0, unchanged - shown.length),
  };
}

/** The configurations that are imported as they are, and stay so. Others are imported and then changed, which is a step of its own. */
function importsIn(steps: readonly Step[]): ReadonlySet<Step> {
  const changed = new Set(steps.flatMap((step) => (changeOf(step) ? [step.urn] : [])));
  return new Set(
    steps.filter(({ op, urn }) => op === "import" && isConfiguration(urn) && !changed.has(urn)),
  );
}

function changeOf({ op, urn, before, after, parentBefore }: Step): Change | undefined {
  if (!isConfiguration(urn) || !isOperation(op)) return undefined;
  return {
    urn,
    operation: op,
    ...(before && op !== "create" && { before }),
    ...(after && op !== "delete" && { after }),
    ...(parentBefore && { parentBefore }),
  };
}

function keptOf({ urn, after = {} }: Step): Kept {
  return { urn, inputs: after };
}

function isOperation(op: string): op is Operation {
  return operations.some((operation) => operation === op);
}

/** What a message says: without colours, without its severity before it, and without the stack trace after it. */
function messageText(message: string): string {
  return stripVTControlCharacters(message)
    .replace(/^(?:error|warning): /, "")
    .split("\n")
    .filter((line) => !/^\s+at /.test(line))
    .join("\n")
    .trim();
}
