import * as z from "zod";
import { percent } from "../../domain/numbers.ts";
import { regulations } from "../../domain/regulation.ts";
import { type Rule, type RuleOptions, rule } from "../rule.ts";
import { between, isOver, required, telemarketingSalesRule } from "../rule-parts.ts";
import { UNKNOWN } from "../subject.ts";

export interface ForecastAbandonmentConfig extends RuleOptions {
  /**
   * The highest share of answered calls that may be forecast to be abandoned, 0–1. Source of the default: 16 CFR
   * 310.4(b)(4)(i), which measures it over 30 days, while the forecast is for one steady hour.
   * @default 0.03
   */
  readonly maxAbandonmentRate?: number;
  /**
   * `"add"` judges the upper end of the forecast's 95 % interval, `"ignore"` its middle.
   * @default "add"
   */
  readonly margin?: "add" | "ignore";
  /**
   * Whether a configuration without a forecast is a violation: a missing forecast is not a rate of 0.
   * @default true
   */
  readonly required?: boolean;
}

/**
 * The abandonment that the provider forecasts for the configuration by itself stays within a limit. All configurations of a
 * campaign together are judged by the provider's own check.
 */
export const forecastAbandonment: Rule<ForecastAbandonmentConfig> = rule({
  name: "forecast-abandonment",
  displayName: "Forecast abandonment",
  description: "Few enough of the answered calls are forecast to be abandoned.",
  enforcementLevel: "mandatory",
  severity: "critical",
  law: telemarketingSalesRule(
    "310.4(b)(4)(i)",
    "Abandonment of no more than 3 percent of all calls answered by a person, over 30 days of a campaign.",
  ),
  config: z.strictObject({
    maxAbandonmentRate: between(0, 1)
      .default(regulations.us.maxAbandonmentRate)
      .describe("The highest share of answered calls that may be forecast to be abandoned."),
    margin: z
      .enum(["add", "ignore"])
      .default("add")
      .describe("Whether the upper end of the forecast's 95 % interval is judged, or its middle."),
    required: required(true),
  }),
  judge({ read }, { maxAbandonmentRate, margin, required }) {
    const rate = read("forecast.abandonmentRate");
    const halfWidth = read("forecast.abandonmentMargin");
    if (rate === UNKNOWN || halfWidth === UNKNOWN) return [];
    if (typeof rate !== "number") {
      return required
        ? [
            "Abandonment is not forecast, and a forecast that is missing is not a rate of 0. Plan staffing.agents, " +
              "staffing.answerRate and staffing.averageHandleTimeSeconds, or name a telemetry file in cxone:telemetry.",
          ]
        : [];
    }
    const added = margin === "add" && typeof halfWidth === "number" ? halfWidth : 0;
    if (!isOver(rate + added, maxAbandonmentRate)) return [];
    const interval = added > 0 ? `, up to ${percent(rate + added)} with its margin` : "";
    return [
      `${percent(rate)} of answered calls are forecast to be abandoned${interval}, over the limit of ` +
        `${percent(maxAbandonmentRate)}. Lower dialRate or agentRatio, or plan more agents in staffing.agents.`,
    ];
  },
});
