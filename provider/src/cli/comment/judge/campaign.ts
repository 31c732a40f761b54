import * as z from "zod";
import { type PlannedSchedule, scheduleFigures } from "../../../dialer-config/figures.ts";
import { worstPeriod } from "../../../dialer-config/period-result.ts";
import { fields } from "../../../dialer-config/schema.ts";
import type { Telemetry } from "../../../dialer-config/telemetry.ts";
import { type CampaignPace, campaignPace } from "../../../domain/campaign-pace.ts";
import type { Demand } from "../../../domain/capacity.ts";
import { threeDigits } from "../../../domain/numbers.ts";
import { type PacingOptions, predictPacing } from "../../../domain/pacing/forecast-pacing.ts";
import type { LineReading } from "../../../domain/pacing/lines.ts";
import { abandonmentLimit, regulations } from "../../../domain/regulation.ts";
import { type Inputs, type Kept, nameOf } from "../read/preview.ts";
import type { Configuration } from "./configuration.ts";
import { type BeforeAndAfter, type Figure, type Gap, gapOf, lineReadingOf } from "./figure.ts";
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

/** A configuration on one side of the deployment. */
interface Member {
  readonly urn: string;
  readonly inputs: Inputs;
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

function campaignOf(inputs: Inputs | undefined): string | undefined {
  const id = inputs?.campaignId;
  return typeof id === "string" && gapOf(id) === undefined ? id : undefined;
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

/** One configuration as the campaign's dialer: its own limits and figures, and its own part of the pace. */
interface Dialer {
  readonly demand: Demand;
  /** Absent where its own forecast counts no lines: it dials one for each idle agent. */
  readonly lineReading: LineReading | undefined;
  readonly campaign: SteadyHour | ScheduledPeriod;
}

/** What a forecast takes beside the pace. */
type SteadyHour = Omit<PacingOptions, "pacingType" | "dialRate" | "agentRatio">;

interface ScheduledPeriod {
  readonly schedule: PlannedSchedule;
  readonly days: number;
  readonly maxQueueDepth: number;
  readonly limit: number;
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
  pace: CampaignPace & Partial<LineReading>,
): Exclude<Joint, string> {
  if (!("schedule" in campaign)) {
    const options = { ...campaign, ...pace };
    return { ...predictPacing(options), limit: campaign.maxAbandonmentRate };
  }
  const { schedule, ...period } = campaign;
  const { answerRateVariation, days } = schedule;
  return { ...worstPeriod({ ...pace, ...period, answerRateVariation }, days), limit: period.limit };
}

const needed = z.object({
  configId: fields.configId,
  dialRate: fields.dialRate,
  agentRatio: fields.agentRatio,
  pacingType: fields.pacingType,
  maxQueueDepth: fields.maxQueueDepth,
  maxAbandonmentRate: fields.maxAbandonmentRate,
  regulation: fields.regulation,
  staffing: fields.staffing,
});

function dialerIn({ inputs }: Member, telemetry: TelemetrySource): Dialer | Exclude<Joint, object> {
  const staffing = Object(inputs.staffing);
  const values = [
    ...Object.keys(needed.shape).map((name) => inputs[name]),
    ...Object.values(staffing),
  ];
  const gaps = values.map(gapOf);
  const gap = (["secret", "unknown"] as const).find((each) => gaps.includes(each));
  if (gap) return gap;
  const { data } = needed.safeParse(inputs);
  if (data === undefined) return "missing";
  const filed = telemetry.kind === "file" ? telemetry.campaigns[campaignOf(inputs) ?? ""] : {};
  const maxAbandonmentRate = abandonmentLimit(data.regulation, data.maxAbandonmentRate);
  const planned = defined(data.staffing);
  const scheduled =
    scheduleFigures(data.staffing) ??
    (Object.keys(planned).length === 0 ? scheduleFigures(filed) : undefined);
  if (scheduled && typeof scheduled.figures.agents === "number") {
    return {
      demand: { ...data, agents: scheduled.figures.agents },
      lineReading: lineReadingOf(inputs.forecast),
      campaign: {
        schedule: scheduled.schedule,
        days: regulations[data.regulation].periodDays,
        maxQueueDepth: data.maxQueueDepth,
        limit: maxAbandonmentRate,
      },
    };
  }
  const { agents, answerRate, averageHandleTimeSeconds } = { ...filed, ...planned };
  if (agents === undefined || answerRate === undefined || averageHandleTimeSeconds === undefined) {
    return "figures";
  }
  if (agents === 0 || answerRate === 0) return "unmeasured";
  return {
    demand: { ...data, agents },
    lineReading: lineReadingOf(inputs.forecast),
    campaign: {
      agents,
      answerRate,
      averageHandleTimeSeconds,
      maxQueueDepth: data.maxQueueDepth,
      maxAbandonmentRate,
    },
  };
}

function defined(staffing: z.output<typeof fields.staffing>) {
  const { agents, answerRate, averageHandleTimeSeconds } = staffing ?? {};
  return {
    ...(agents !== undefined && { agents }),
    ...(answerRate !== undefined && { answerRate }),
    ...(averageHandleTimeSeconds !== undefined && { averageHandleTimeSeconds }),
  };
}

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
