import { worstPeriod } from "../../../dialer-config/period-result.ts";
import { type CampaignPace, campaignPace } from "../../../domain/campaign-pace.ts";
import { threeDigits } from "../../../domain/numbers.ts";
import { predictPacing } from "../../../domain/pacing/forecast-pacing.ts";
import type { DialerAssumptions } from "../../../domain/pacing/lines.ts";
import {
  campaignOf,
  type Dialer,
  dialerIn,
  type Member,
  type ScheduledPeriod,
  type SteadyHour,
} from "../../shared/preview/dialers.ts";
import type { Gap } from "../../shared/preview/gaps.ts";
import { type Kept, nameOf } from "../../shared/preview/preview.ts";
import type { TelemetrySource } from "../../shared/preview/telemetry-source.ts";
import type { Configuration } from "./configuration.ts";
import type { BeforeAndAfter, Figure } from "./figure.ts";
import type { LiveChange } from "./moves.ts";

/** What the configurations of one campaign do together: they dial for the same agents. */
export interface CampaignForecast {
  readonly campaignId: string;
  /** Its configurations after the deployment, in this program. */
  readonly names: readonly string[];
  readonly abandonmentRate: BeforeAndAfter<Figure>;
  readonly abandonmentMargin: BeforeAndAfter<Figure>;
  readonly occupancy: BeforeAndAfter<Figure>;
  /** The lowest of the configurations, after the change. */
  readonly abandonmentLimit: Figure;
  /** What the preview leaves out, where the forecast is `missing` for it: unchanged configurations, or the campaign's figures. */
  readonly missing?: "configurations" | "figures";
}

/**
 * The joint forecast of each campaign of which a configuration changes and that has several in this program, as check judges it. The
 * campaign's figures are those that the program plans, else the telemetry file's: live ones are in no preview.
 */
export function campaignForecasts(
  changes: readonly LiveChange[],
  { kept, hidden }: { readonly kept: readonly Kept[]; readonly hidden: number },
  telemetry: TelemetrySource,
): readonly CampaignForecast[] {
  const side = (name: "before" | "after") =>
    Map.groupBy(
      [
        ...changes.flatMap(({ urn, [name]: inputs }): Member[] =>
          inputs ? [{ urn, inputs }] : [],
        ),
        ...kept,
      ],
      ({ inputs }) => campaignOf(inputs),
    );
  const [befores, afters] = [side("before"), side("after")];
  const changed = new Set(
    changes.flatMap(({ before, after }) => [before, after].map((each) => campaignOf(each))),
  );
  return [...afters].flatMap(([campaignId, members]) => {
    if (campaignId === undefined || !changed.has(campaignId) || members.length < 2) return [];
    const forecast = (of: readonly Member[]): Joint =>
      hidden > 0 ? "configurations" : jointForecast(of.map((each) => dialerIn(each, telemetry)));
    const [before, after] = [forecast(befores.get(campaignId) ?? []), forecast(members)];
    const missing = [after, before].find((each) => each === "configurations" || each === "figures");
    const both = (name: keyof Exclude<Joint, string>) => ({
      before: figureOf(before, name),
      after: figureOf(after, name),
    });
    return [
      {
        campaignId,
        names: members.map(({ urn }) => nameOf(urn)),
        abandonmentRate: both("abandonmentRate"),
        abandonmentMargin: both("abandonmentMargin"),
        occupancy: both("occupancy"),
        abandonmentLimit: figureOf(after, "limit"),
        ...(missing !== undefined && { missing }),
      },
    ];
  });
}

type Joint =
  | Gap
  | "configurations"
  | "figures"
  | {
      readonly abandonmentRate: number;
      readonly abandonmentMargin: number;
      readonly occupancy: number;
      readonly limit: number;
    };

function figureOf(joint: Joint, name: keyof Exclude<Joint, string>): Figure {
  if (typeof joint === "object") return threeDigits(joint[name]);
  return joint === "configurations" || joint === "figures" ? "missing" : joint;
}

/**
 * Check judges each configuration by its own figures and limits with the pace of all; the forecast is that of the one that is
 * furthest over its limit, or nearest to it.
 */
function jointForecast(dialers: readonly (Dialer | Exclude<Joint, object>)[]): Joint {
  if (dialers.length === 0) return "none";
  const gap = dialers.find((each) => typeof each === "string");
  if (gap !== undefined) return gap;
  const known = dialers.filter((each) => typeof each === "object");
  const pace = campaignPace(known.map(({ demand }) => demand));
  // A program has one reading for all of its configurations.
  const lineReading = known.find((each) => each.lineReading)?.lineReading;
  const distinct = new Map(known.map(({ campaign }) => [JSON.stringify(campaign), campaign]));
  const [worst] = [...distinct.values()]
    .map((campaign) => forecastOf(campaign, { ...pace, ...lineReading }))
    .toSorted((a, b) => b.abandonmentRate - b.limit - (a.abandonmentRate - a.limit));
  return worst ?? "none";
}

function forecastOf(
  campaign: SteadyHour | ScheduledPeriod,
  pace: CampaignPace & Partial<DialerAssumptions>,
): Exclude<Joint, string> {
  if (!("schedule" in campaign)) {
    const options = { ...campaign, ...pace };
    return { ...predictPacing(options), limit: campaign.maxAbandonmentRate };
  }
  const { schedule, ...period } = campaign;
  const { answerRateVariation, days } = schedule;
  return { ...worstPeriod({ ...pace, ...period, answerRateVariation }, days), limit: period.limit };
}

/** Where the figures of a campaign come from, for the configurations that use them alike. */
export interface FigureSource {
  /** Of the configurations, in the program. */
  readonly names: readonly string[];
  readonly campaignId: string;
  /** Those that the program plans, by their names in `staffing`. */
  readonly planned: readonly string[];
  /** When the tenant said the others: a date, `live` where the preview asked it, `unknown` where the preview does not say. */
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
