import { worstPeriod } from "../../dialer-config/period-result.ts";
import { campaignPace } from "../../domain/campaign-pace.ts";
import {
  dialRateForecaster,
  type PacingForecast,
  type PacingOptions,
  predictPacing,
} from "../../domain/pacing/forecast-pacing.ts";
import { regulations } from "../../domain/regulation.ts";
import {
  HIGHEST_DIAL_RATE,
  keyWithout,
  LOWEST_DIAL_RATE,
  type Row,
  type Scenario,
} from "./scenario.ts";

interface Assessment {
  readonly scenario: Scenario;
  readonly whole: Row["whole"];
  readonly isOver: boolean;
  /** Whether it keeps the limit, over a period with a chance of 95 %. */
  readonly passes: boolean;
  readonly otherwiseCounted: number | undefined;
  /** What the forecast's search found, for this configuration alone; absent where the dial rate does not matter. */
  readonly optimalDialRate: number | undefined;
}

/**
 * Forecasts every scenario. Those that differ in their dial rate only come one after the other.
 *
 * @param seed chooses the simulation's random numbers; absent for the forecast's own.
 * @param onProgress hears how many are done.
 */
export function forecastRows(
  scenarios: readonly Scenario[],
  seed: number | undefined,
  onProgress: (done: number) => void,
): readonly Row[] {
  let done = 0;
  const alike = Map.groupBy(scenarios, (scenario) => keyWithout(scenario, "dialRate"));
  const rows = [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const forecastAt = first.schedule ? undefined : dialRateForecaster(dialerOf(first, seed));
    return rowsOf(
      group.map((scenario) => {
        onProgress(done++);
        const dialer = dialerOf(scenario, seed);
        return forecastAt ? assess(scenario, dialer, forecastAt) : assessPeriod(scenario, dialer);
      }),
    );
  });
  onProgress(done);
  return rows;
}

/** @param alike those that differ in their dial rate only */
function rowsOf(alike: readonly Assessment[]): readonly Row[] {
  const highest = highestDialRate(alike);
  return alike.map(({ scenario, whole, isOver, passes, otherwiseCounted }) => ({
    ...scenario,
    forecast: commonOf(whole),
    whole,
    isOver,
    passes,
    ...(otherwiseCounted !== undefined && { otherwiseCounted }),
    ...(highest !== undefined && { highestDialRate: highest }),
  }));
}

/** The dialer of the campaign: with what the others of it dial. */
function dialerOf({ setting, subject }: Scenario, seed: number | undefined): PacingOptions {
  const { regulation, ...dialer } = setting;
  const { configId = "", others = [] } = subject ?? {};
  const pace = others.length > 0 ? campaignPace([{ configId, ...dialer }, ...others]) : {};
  return { ...dialer, ...pace, ...(seed !== undefined && { seed }) };
}

function assess(
  scenario: Scenario,
  dialer: PacingOptions,
  forecastAt: (dialRate: number) => PacingForecast,
): Assessment {
  const hour = forecastAt(dialer.dialRate);
  const isOver = hour.abandonmentRate > dialer.maxAbandonmentRate;
  return {
    scenario,
    whole: { hour },
    isOver,
    passes: !isOver,
    otherwiseCounted: otherwiseCounted(dialer),
    optimalDialRate: ownRate(scenario, dialer, hour.optimalDialRate),
  };
}

/** A chance of ending a period over the limit that is warned of. */
const HIGHEST_CHANCE = 0.05;

function assessPeriod(scenario: Scenario, dialer: PacingOptions): Assessment {
  const { schedule, setting } = scenario;
  const { agents: _, answerRate: __, averageHandleTimeSeconds: ___, ...settings } = dialer;
  const { maxAbandonmentRate: limit, ...pace } = settings;
  const { periodDays: days } = regulations[setting.regulation];
  const { answerRateVariation = 0, days: kinds = [] } = schedule ?? {};
  const period = worstPeriod({ ...pace, limit, days, answerRateVariation }, kinds);
  return {
    scenario,
    whole: { period },
    isOver: period.abandonmentRate > limit,
    passes: period.chanceOverLimit <= HIGHEST_CHANCE,
    otherwiseCounted: undefined,
    optimalDialRate: ownRate(scenario, dialer, period.optimalDialRate),
  };
}

function commonOf({ hour, period }: Row["whole"]): Row["forecast"] {
  if (hour) return hour;
  const model = period.abandonmentMargin === 0 ? "exact" : "simulated";
  const { abandonmentRate, abandonmentMargin, occupancy } = period;
  return { model, abandonmentRate, abandonmentMargin, occupancy };
}

/** Of what all configurations of the campaign may dial together, what is left to this one. */
function ownRate(
  { subject }: Scenario,
  { pacingType }: PacingOptions,
  ofAll: number,
): number | undefined {
  if (pacingType !== "predictive") return undefined;
  const ofOthers = (subject?.others ?? []).reduce((sum, { dialRate }) => sum + dialRate, 0);
  return Number(Math.max(0, ofAll - ofOthers).toFixed(2));
}

function otherwiseCounted(dialer: PacingOptions): number | undefined {
  if (dialer.pacingType !== "predictive" || dialer.agentRatio === Infinity) return undefined;
  const linesCounted = dialer.linesCounted === "pooled" ? "perAgent" : "pooled";
  return predictPacing({ ...dialer, linesCounted }, { over: dialer.maxAbandonmentRate })
    .abandonmentRate;
}

/**
 * The highest dial rate that is known to keep the limit, among what the searches found and the rows themselves, and under
 * every one that is known not to: so that the table never contradicts it. A simulated search ends within the margin.
 */
function highestDialRate(group: readonly Assessment[]): number | undefined {
  const searched = group.flatMap(({ optimalDialRate }) => optimalDialRate ?? []);
  if (searched.length === 0) return undefined;
  const rates = (keeps: boolean) =>
    group.filter(({ passes }) => passes === keeps).map(({ scenario }) => scenario.setting.dialRate);
  const lowestOver = Math.min(...rates(false));
  const kept = [...searched, ...rates(true)].filter(
    (rate) => rate >= LOWEST_DIAL_RATE && rate <= HIGHEST_DIAL_RATE && rate < lowestOver,
  );
  return Math.max(0, ...kept);
}
