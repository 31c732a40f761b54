import { campaignPace } from "../../domain/campaign-pace.ts";
import { predictPacing } from "../../domain/pacing/forecast-pacing.ts";
import {
  forecastPacing,
  type PacingForecast,
  type PacingOptions,
} from "../../domain/pacing/index.ts";
import { HIGHEST_DIAL_RATE, LOWEST_DIAL_RATE } from "./dial-rates.ts";
import { keyWithout, type Row, type Scenario } from "./scenario.ts";

interface Assessment {
  readonly scenario: Scenario;
  readonly forecast: PacingForecast;
  readonly isOver: boolean;
  readonly otherwiseCounted: number | undefined;
  /** What the forecast's search found, for this configuration alone; absent where the dial rate does not matter. */
  readonly optimalDialRate: number | undefined;
}

/**
 * Forecasts every scenario.
 *
 * @param seed chooses the simulation's random numbers; absent for the forecast's own.
 * @param onProgress hears how many are done.
 */
export function forecastRows(
  scenarios: readonly Scenario[],
  seed: number | undefined,
  onProgress: (done: number) => void,
): readonly Row[] {
  const assessments = scenarios.map((scenario, i) => {
    onProgress(i);
    return assess(scenario, seed);
  });
  onProgress(scenarios.length);
  const alike = Map.groupBy(assessments, ({ scenario }) => keyWithout(scenario, "dialRate"));
  return [...alike.values()].flatMap((group) => {
    const highest = highestDialRate(group);
    return group.map(({ scenario, forecast, isOver, otherwiseCounted }) => ({
      ...scenario,
      forecast,
      isOver,
      ...(otherwiseCounted !== undefined && { otherwiseCounted }),
      ...(highest !== undefined && { highestDialRate: highest }),
    }));
  });
}

function assess(scenario: Scenario, seed: number | undefined): Assessment {
  const { regulation, ...setting } = scenario.setting;
  const others = scenario.subject?.others ?? [];
  const configId = scenario.subject?.configId ?? "";
  const pace = others.length > 0 ? campaignPace([{ configId, ...setting }, ...others]) : {};
  const dialer = { ...setting, ...pace };
  const seeded = { ...dialer, ...(seed !== undefined && { seed }) };
  const forecast = forecastPacing(seeded);
  const ofOthers = others.reduce((sum, { dialRate }) => sum + dialRate, 0);
  return {
    scenario,
    forecast,
    isOver: forecast.abandonmentRate > setting.maxAbandonmentRate,
    otherwiseCounted: otherwiseCounted(seeded),
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
