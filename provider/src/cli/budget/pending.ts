import { type Budget, USUAL_DAYS } from "../../domain/history/budget.ts";
import { plusDays } from "../../domain/history/days.ts";
import { type CampaignHistory, dateOf } from "../../domain/history/history.ts";
import { learnSchedule } from "../../domain/history/learn.ts";
import { UsageError } from "../shared/exit-codes.ts";
import { campaignOf, type Member } from "../shared/preview/dialers.ts";
import { type Inputs, nameOf, type Preview } from "../shared/preview/preview.ts";
import type { TelemetrySource } from "../shared/preview/telemetry-source.ts";
import { forecastRest, type NoForecast, type RestForecast } from "./rest.ts";

/** What a preview that is not deployed yet changes about the budget of a campaign. */
export interface PendingChange {
  /** The configurations that change. */
  readonly names: readonly string[];
  readonly before: RestForecast | NoForecast;
  readonly after: RestForecast | NoForecast;
  /** Where the days that are left are from, for configurations whose program does not plan them. */
  readonly schedule: "telemetry" | "history" | undefined;
  /** Unchanged resources that the preview only counts: whether they dial for the campaign, nobody can see in it. */
  readonly hidden: number;
}

/** The budget of a campaign, and what a preview changes about it. */
export interface CampaignBudget {
  readonly campaignId: string;
  readonly budget: Budget;
  readonly pending?: PendingChange | undefined;
}

/** Nothing where the preview changes no configuration of the campaign, or no day is left of the period. */
export function pendingChange(
  { kept, changes, hidden }: Preview,
  history: CampaignHistory,
  budget: Budget,
  given: TelemetrySource,
): PendingChange | undefined {
  if (budget.daysLeft === 0) return undefined;
  const campaignId = campaignIn(history, [
    ...changes.flatMap(({ before, after }) => [before, after]),
    ...kept.map(({ inputs }) => inputs),
  ]);
  const side = (name: "before" | "after"): readonly Member[] =>
    changes.flatMap(({ urn, [name]: inputs }) =>
      inputs && campaignOf(inputs) === campaignId ? [{ urn, inputs }] : [],
    );
  const [before, after] = [side("before"), side("after")];
  if (before.length + after.length === 0) return undefined;
  const { telemetry, from } = schedules(lastWeeks(history, budget), campaignId, given);
  const unchanged = kept.filter(({ inputs }) => campaignOf(inputs) === campaignId);
  const forecast = (members: readonly Member[]) =>
    forecastRest([...members, ...unchanged], telemetry, budget);
  const isPlanned = [...before, ...after, ...unchanged].every(({ inputs }) =>
    Object.hasOwn(Object(inputs.staffing), "intervals"),
  );
  return {
    names: [...new Set([...before, ...after].map(({ urn }) => nameOf(urn)))],
    before: forecast(before),
    after: forecast(after),
    schedule: isPlanned ? undefined : from,
    hidden,
  };
}

/** Whose history it is: what it says, else the campaign that all of the preview's configurations dial for. */
function campaignIn({ campaignId }: CampaignHistory, all: readonly (Inputs | undefined)[]): string {
  if (campaignId !== "") return campaignId;
  const [one, another] = new Set(all.flatMap((inputs) => campaignOf(inputs) ?? []));
  if (one !== undefined && another === undefined) return one;
  throw new UsageError([
    "The history does not say of which campaign it is, and the preview is not of one alone. Give --campaign ID, or a column campaignId.",
  ]);
}

/** What the days that are left are taken to be like. */
function lastWeeks(history: CampaignHistory, { asOf }: Budget): CampaignHistory {
  const from = plusDays(asOf, 1 - USUAL_DAYS);
  const rows = history.rows.filter(({ start }) => dateOf(start) >= from && dateOf(start) <= asOf);
  return { ...history, rows };
}

/** The telemetry file's schedule of the campaign, else the one that the history itself teaches. */
function schedules(
  history: CampaignHistory,
  campaignId: string,
  given: TelemetrySource,
): { readonly telemetry: TelemetrySource; readonly from: PendingChange["schedule"] } {
  const campaigns = given.kind === "file" ? given.campaigns : {};
  if (campaigns[campaignId]?.intervals !== undefined)
    return { telemetry: given, from: "telemetry" };
  const learned = learnSchedule(history);
  if (!learned) return { telemetry: { kind: "none" }, from: undefined };
  const { intervals, answerRateVariation, to } = learned;
  const entry = { asOf: `${to}T23:59:59Z`, intervals, answerRateVariation };
  return {
    telemetry: { kind: "file", campaigns: { ...campaigns, [campaignId]: entry } },
    from: "history",
  };
}
