import type { Telemetry } from "../../../dialer-config/telemetry.ts";
import type { Configuration } from "./configuration.ts";

/** The file that `cxone:telemetry` named for the preview, as far as it is known here. */
export type TelemetrySource =
  | { readonly kind: "file"; readonly campaigns: Telemetry["campaigns"] }
  | { readonly kind: "unread" }
  | { readonly kind: "none" };

/** Where the figures of a configuration's campaign come from. */
export interface FigureSource {
  readonly name: string;
  readonly campaignId: string;
  /** Those that the program plans. */
  readonly planned: readonly string[];
  /** When the tenant said the others; `live` where the preview asked it, absent where nobody can tell here. */
  readonly asOf?: string | undefined;
}

/** One for each configuration that will be there and whose campaign is known; a telemetry file wins over the live campaign. */
export function figureSources(
  configurations: readonly Configuration[],
  telemetry: TelemetrySource,
): readonly FigureSource[] {
  return configurations.flatMap(({ name, operation, campaignId, planned }) => {
    if (operation === "delete" || campaignId === undefined) return [];
    return [{ name, campaignId, planned, asOf: asOfCampaign(campaignId, telemetry) }];
  });
}

function asOfCampaign(campaignId: string, telemetry: TelemetrySource): string | undefined {
  if (telemetry.kind === "unread") return undefined;
  return telemetry.kind === "file" ? (telemetry.campaigns[campaignId]?.asOf ?? "live") : "live";
}
