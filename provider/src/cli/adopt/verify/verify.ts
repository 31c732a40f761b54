import { join, resolve } from "node:path";
import type { CxoneClient } from "../../../client/client.ts";
import { environment, resolveLineReading } from "../../../dialer-config/line-reading.ts";
import { redactedValue } from "../../../dialer-config/redacted-value.ts";
import { settingNames } from "../../../dialer-config/schema.ts";
import type { Campaign } from "../../../domain/campaign.ts";
import { error, type Finding } from "../../../domain/finding.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { managedChanges } from "../../../domain/merge.ts";
import type { LineReading } from "../../../domain/pacing/lines.ts";
import { NotFoundError, PermissionError, ResponseError } from "../../../errors/index.ts";
import { UsageError } from "../../shared/exit-codes.ts";
import type { Terminal } from "../../shared/terminal.ts";
import { readIfThere } from "../atomic-file.ts";
import { assertTenant, openFolder } from "../folder.ts";
import { type Judgement, judge, otherDemands } from "../judge.ts";
import { CampaignIndex, namedCampaign } from "../plan/campaign-of.ts";
import { exitCodes } from "../report.ts";
import { connect, StatusLine } from "../tenant/connect.ts";
import { type ProgramConfig, programConfigs } from "./program-configs.ts";

/** How a program stands to its tenant. */
export interface Verification {
  readonly tenant: string;
  /** Configurations of the program that the tenant has. */
  readonly toAdopt: number;
  /** Configurations that a deployment would write. */
  readonly writes: number;
  /** Configurations of the tenant that the plan leaves out. */
  readonly leftOut: number;
  readonly differences: readonly Difference[];
}

/**
 * Compares what the program of a folder says with what the tenant holds; only reads.
 *
 * @param path the folder of the plan
 * @param programPath the program's, where it is another
 */
export async function verify(
  path: string,
  terminal: Terminal,
  programPath?: string,
): Promise<Verification> {
  const lineReading = resolveLineReading(environment(terminal.env));
  const folder = await openFolder(path);
  const plan = folder.plan?.plan;
  if (plan === undefined) {
    throw new UsageError([
      `${folder.path} holds no plan.yaml, so nothing is adopted here yet. Run cxone-dialer adopt ${path} first.`,
    ]);
  }
  const program = resolve(programPath ?? path);
  if (!(await isProgram(program))) {
    throw new UsageError([
      `${program} holds no program: neither a package.json nor an index.ts. Name its folder: cxone-dialer adopt verify ${path} --program FOLDER`,
    ]);
  }
  await using tenant = connect(terminal);
  const { environmentUrl, requestsPerMinute } = tenant.settings;
  assertTenant(folder, environmentUrl, [plan.tenant]);
  const configs = await programConfigs(program, terminal.env);

  using status = new StatusLine(terminal.stderr, requestsPerMinute);
  status.show(configs.length + 2);
  const campaigns = await tenant.client.campaigns.list();
  status.show(configs.length + 1);
  const listed = await tenant.client.dialerConfigs.list();

  const differences: Difference[] = [
    ...repetitions(configs),
    ...refusals(configs, campaigns, lineReading),
  ];
  const index = new CampaignIndex(campaigns, plan.campaigns);
  let toAdopt = 0;
  for (const [position, config] of configs.entries()) {
    status.show(configs.length - position);
    const found = await read(tenant.client, config);
    if ("kind" in found) {
      differences.push(found);
      continue;
    }
    toAdopt += 1;
    differences.push(...changedFields(config, found.document));
    const named = namedCampaign(
      { id: config.id, document: found.document },
      { assignments: [], field: plan.campaignField },
      index,
    );
    if ("campaign" in named) differences.push(...movement(config, named.campaign));
  }

  const known = new Set(configs.map(({ id }) => id));
  const planned = new Map(Object.entries(plan.dialerConfigs));
  const others = listed.filter(({ id }) => !known.has(id));
  const leftOut = others.filter(({ id }) => planned.get(id)?.include === false);
  for (const { id, name = "" } of others) {
    if (planned.get(id)?.include === false) continue;
    differences.push({ kind: "new", id, name, message: "in the tenant, and not in the program" });
  }
  const written = differences.filter(({ kind }) => kind === "changed" || kind === "gone");
  return {
    tenant: environmentUrl,
    toAdopt,
    writes: new Set(written.map(({ id }) => id)).size,
    leftOut: leftOut.length,
    differences,
  };
}

async function isProgram(folder: string): Promise<boolean> {
  const files = ["package.json", "index.ts"].map((name) => readIfThere(join(folder, name)));
  return (await Promise.all(files)).some((text) => text !== undefined);
}

/** The document, or why there is none. */
async function read(
  client: CxoneClient,
  { id, name }: ProgramConfig,
): Promise<{ readonly document: JsonObject } | Difference> {
  try {
    return await client.dialerConfigs.read(id);
  } catch (error) {
    if (error instanceof NotFoundError) {
      const message = "the tenant has it no more; a deployment would make it anew";
      return { kind: "gone", id, name, message };
    }
    if (error instanceof PermissionError || error instanceof ResponseError) {
      return { kind: "unread", id, name, message: error.message };
    }
    throw error;
  }
}

/**
 * How program and tenant differ:
 * - `changed`: a field of the document; a deployment would write it
 * - `gone`: the tenant has the configuration no more; a deployment would make it
 * - `moved`: the document names another campaign than the program
 * - `refused`: a deployment would be refused today
 * - `twice`: two resources of the program have it
 * - `unread`: the tenant does not show it
 * - `new`: the tenant has it, and neither program nor plan do
 */
type DifferenceKind = "changed" | "gone" | "moved" | "refused" | "twice" | "unread" | "new";

/** One thing in which program and tenant differ. */
interface Difference {
  readonly kind: DifferenceKind;
  /** The configuration's id. */
  readonly id: string;
  /** The resource's name, or the tenant's where there is no resource. */
  readonly name?: string;
  /** The argument that it is about: `complianceRules.ringSeconds`. */
  readonly field?: string;
  readonly message: string;
}

/** The fields that a deployment would write, as the program has them and as the tenant does. */
function changedFields(
  { name, id, arguments: given }: ProgramConfig,
  document: JsonObject,
): readonly Difference[] {
  const program: JsonObject = { complianceRules: {}, ...pick(given, settingNames) };
  return managedChanges(program, document, program).map(({ path, from, to }) => ({
    kind: "changed",
    id,
    name,
    field: path,
    message: `the program says ${redactedValue(path, to)}, the tenant holds ${redactedValue(path, from)}`,
  }));
}

/** Two resources that manage one configuration undo each other's work. */
function repetitions(program: readonly ProgramConfig[]): readonly Difference[] {
  return [...Map.groupBy(program, ({ id }) => id)]
    .filter(([id, members]) => id !== "" && members.length > 1)
    .map(([id, members]) => ({
      kind: "twice",
      id,
      message: `the program has it ${members.length} times: ${members.map(({ name }) => name).join(", ")}`,
    }));
}

/** What the provider's check would refuse today, with the tenant's campaigns as they are. */
function refusals(
  program: readonly ProgramConfig[],
  campaigns: readonly Campaign[],
  lineReading: LineReading,
): readonly Difference[] {
  const judged = program.map((config) => ({
    config,
    judgement: judgementOf(config, campaigns, lineReading),
  }));
  const byCampaign = Map.groupBy(judged, ({ config }) => config.arguments.campaignId);
  return judged.flatMap(({ config, judgement }) => {
    const { id, name, arguments: given } = config;
    const members = byCampaign.get(given.campaignId) ?? [];
    // A deployment checks them in no certain order, and the last one meets them all.
    const others = otherDemands(
      judgement,
      members.map((member) => member.judgement),
    );
    const findings = [
      ...missingCampaign(given, campaigns),
      ...judgement.arguments,
      ...(given.capacityCheck === "warn" ? [] : judgement.capacity(others)),
      ...judgement.forecast(others),
    ];
    return findings.map(
      ({ property, message }): Difference => ({
        kind: "refused",
        id,
        name,
        field: property,
        message,
      }),
    );
  });
}

function judgementOf(
  { arguments: given }: ProgramConfig,
  campaigns: readonly Campaign[],
  lineReading: LineReading,
): Judgement {
  const campaign = campaigns.find(({ id }) => id === given.campaignId);
  return judge({ arguments: given, campaign }, lineReading);
}

function missingCampaign({ campaignId }: JsonObject, campaigns: readonly Campaign[]): Finding[] {
  if (campaigns.some(({ id }) => id === campaignId)) return [];
  return [error("campaignId", `The tenant has no campaign ${JSON.stringify(campaignId)}.`)];
}

/** Where the document itself names its campaign, and it is another. */
function movement(
  { id, name, arguments: given }: ProgramConfig,
  campaign: Campaign,
): readonly Difference[] {
  if (given.campaignId === campaign.id) return [];
  const field = "campaignId";
  const message = `the program says ${JSON.stringify(given.campaignId)}, the tenant's document names ${campaign.id}`;
  return [{ kind: "moved", id, name, field, message }];
}

function pick(given: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
}

/** Differences that a person is shown; `--json` has them all. */
const SHOWN = 50;

export function exitCodeOf({ differences }: Verification): number {
  if (differences.some(({ kind }) => kind === "unread")) return exitCodes.failed;
  return differences.length > 0 ? exitCodes.open : 0;
}

/** What a person reads. */
export function textReport({ toAdopt, writes, leftOut, differences }: Verification): string {
  const plan = leftOut > 0 ? ` The plan leaves out ${leftOut}.` : "";
  const lines = differences.slice(0, SHOWN).map(({ kind, id, name, field, message }) => {
    const who = name ? `${name} (${id})` : id;
    return `${kind.padEnd(7)}  ${who}: ${field ? `${field}: ` : ""}${message}`;
  });
  const rest = differences.length - lines.length;
  return [
    `${toAdopt} to adopt, ${writes} ${writes === 1 ? "write" : "writes"}.${plan}`,
    ...lines,
    ...(rest > 0 ? [`… and ${rest} more differences; --json shows them all.`] : []),
  ].join("\n");
}

/** What a pipeline reads. */
export function jsonReport(verification: Verification): string {
  return JSON.stringify({ version: 1, ...verification }, null, 2);
}
