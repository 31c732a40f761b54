import type { JsonObject } from "../../../domain/json.ts";
import { NATIVE_DIALER_CONFIG_TYPE } from "../../../domain/pulumi.ts";
import { CampaignIndex } from "../plan/campaign-of.ts";
import type { Plan } from "../plan/plan.ts";
import type { Snapshot } from "../tenant/snapshot.ts";
import { includedConfigs } from "./program.ts";

/** A resource that `pulumi import` is to take into a state. */
export interface ResourceImport {
  readonly type: string;
  readonly name: string;
  /** `CONFIG/CAMPAIGN`: the plan may name a campaign that the document does not. */
  readonly id: string;
  /** What the plan adds. An import knows only what the tenant holds, so a person writes these into the program. */
  readonly arguments: JsonObject;
}

/** The configurations that the plan includes, by name. */
export function importsOf(
  { campaigns, dialerConfigs }: Pick<Snapshot, "campaigns" | "dialerConfigs">,
  plan: Plan,
): readonly ResourceImport[] {
  const index = new CampaignIndex(campaigns, plan.campaigns);
  return includedConfigs(dialerConfigs, plan, index)
    .map(({ id, campaign, entry }) => ({
      type: NATIVE_DIALER_CONFIG_TYPE,
      name: entry.name,
      id: `${id}/${campaign.id}`,
      arguments: entry.arguments ?? {},
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** For `pulumi import --file`. */
export function importFile(imports: readonly ResourceImport[]): string {
  const resources = imports.map(({ type, name, id }) => ({ type, name, id }));
  return `${JSON.stringify({ resources }, null, 2)}\n`;
}

/** For a POSIX shell, a line each. */
export function importCommands(imports: readonly ResourceImport[]): string {
  return imports
    .map(({ type, name, id }) => ["pulumi import", type, quoted(name), quoted(id)].join(" "))
    .join("\n");
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) && !text.startsWith("-")
    ? text
    : `'${text.replaceAll("'", "'\\''")}'`;
}
