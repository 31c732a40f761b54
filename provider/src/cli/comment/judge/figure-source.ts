import type { Telemetry } from "../../../dialer-config/telemetry.ts";
import type { Configuration } from "./configuration.ts";

/** The file that `cxone:telemetry` named for the preview, as far as it is known here. */
export type TelemetrySource =
  | { readonly kind: "file"; readonly campaigns: Telemetry["campaigns"] }
  | { readonly kind: "unread" }
  | { readonly kind: "none" };

/** Where the figures of a campaign come from, for the configurations that use them alike. */
export interface FigureSource {
  /** Of the configurations, in the program. */
  readonly names: readonly string[];
  readonly campaignId: string;
  /** Those that the program plans, by their names in `staffing`. */
  readonly planned: readonly string[];
  /** When the tenant said the others: a date, `live` where the preview asked it, `unknown` where nobody can tell here. */
  readonly asOf: string;
}

/** Of the configurations that will be there and whose campaign is known. A telemetry file wins over the live campaign. */
export function figureSources(
  configurations: readonly Configuration[],
  telemetry: TelemetrySource,
): readonly FigureSource[] {
  const sources = configurations.flatMap(({ name, operation, campaignId, planned }) =>
    operation === "delete" || campaignId === undefined
      ? []
      : [{ name, campaignId, planned, asOf: asOfCampaign(campaignId, telemetry) }],
  );
  const groups = Map.groupBy(sources, ({ name: _, ...source }) => JSON.stringify(source));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { name: _, ...source } = first;
    return [{ names: group.map(({ name }) => name), ...source }];
  });
}

function asOfCampaign(campaignId: string, telemetry: TelemetrySource): string {
  if (telemetry.kind === "unread") return "unknown";
  return telemetry.kind === "file" ? (telemetry.campaigns[campaignId]?.asOf ?? "live") : "live";
}
