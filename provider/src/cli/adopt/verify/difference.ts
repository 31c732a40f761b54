import { settingNames } from "../../../dialer-config/schema.ts";
import { shown } from "../../../dialer-config/shown.ts";
import type { Campaign } from "../../../domain/campaign.ts";
import { error, type Finding } from "../../../domain/finding.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { managedChanges } from "../../../domain/merge.ts";
import type { LineReading } from "../../../domain/pacing/lines.ts";
import { type Judgement, judge, otherDemands } from "../judge.ts";
import type { ProgramConfig } from "./program-configs.ts";

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
export interface Difference {
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
export function changedFields(
  { name, id, arguments: given }: ProgramConfig,
  document: JsonObject,
): readonly Difference[] {
  const program: JsonObject = { complianceRules: {}, ...pick(given, settingNames) };
  return managedChanges(program, document, program).map(({ path, from, to }) => ({
    kind: "changed",
    id,
    name,
    field: path,
    message: `the program says ${shown(path, to)}, the tenant holds ${shown(path, from)}`,
  }));
}

/** Two resources that manage one configuration undo each other's work. */
export function repetitions(program: readonly ProgramConfig[]): readonly Difference[] {
  return [...Map.groupBy(program, ({ id }) => id)]
    .filter(([id, members]) => id !== "" && members.length > 1)
    .map(([id, members]) => ({
      kind: "twice",
      id,
      message: `the program has it ${members.length} times: ${members.map(({ name }) => name).join(", ")}`,
    }));
}

/** What the provider's check would refuse today, with the tenant's campaigns as they are. */
export function refusals(
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
export function movement(
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
