import { campaignPace } from "../../domain/campaign-pace.ts";
import {
  dialRateForecaster,
  type PacingForecast,
  type PacingOptions,
  predictPacing,
} from "../../domain/pacing/forecast-pacing.ts";
import {
  HIGHEST_DIAL_RATE,
  keyWithout,
  LOWEST_DIAL_RATE,
  type Row,
  type Scenario,
} from "./scenario.ts";

interface Assessment {
  readonly scenario: Scenario;
  readonly forecast: PacingForecast;
  readonly isOver: boolean;
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
    const forecastAt = dialRateForecaster(dialerOf(first, seed));
    return rowsOf(
      group.map((scenario) => {
        onProgress(done++);
        return assess(scenario, dialerOf(scenario, seed), forecastAt);
      }),
    );
  });
  onProgress(done);
  return rows;
}

/** @param alike those that differ in their dial rate only */
function rowsOf(alike: readonly Assessment[]): readonly Row[] {
  const highest = highestDialRate(alike);
  return alike.map(({ scenario, forecast, isOver, otherwiseCounted }) => ({
    ...scenario,
    forecast,
    isOver,
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
  const forecast = forecastAt(dialer.dialRate);
  const others = scenario.subject?.others ?? [];
  const ofOthers = others.reduce((sum, { dialRate }) => sum + dialRate, 0);
  return {
    scenario,
    forecast,
    isOver: forecast.abandonmentRate > dialer.maxAbandonmentRate,
    otherwiseCounted: otherwiseCounted(dialer),
    optimalDialRate:
      dialer.pacingType === "predictive"
        ? Number(Math.max(0, forecast.optimalDialRate - ofOthers).toFixed(2))
        : undefined,
  };
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
  const rates = (over: boolean) =>
    group.filter(({ isOver }) => isOver === over).map(({ scenario }) => scenario.setting.dialRate);
  const lowestOver = Math.min(...rates(true));
  const kept = [...searched, ...rates(false)].filter(
    (rate) => rate >= LOWEST_DIAL_RATE && rate <= HIGHEST_DIAL_RATE && rate < lowestOver,
  );
  return Math.max(0, ...kept);
}
