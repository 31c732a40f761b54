import { regulationFindings, regulations } from "../../domain/regulation.ts";
import { UsageError } from "../shared/usage-error.ts";
import { combinations, requireForecastable, type Values } from "./combinations.ts";
import { defaultSetting } from "./default-setting.ts";
import { defaultDialRates } from "./dial-rates.ts";
import {
  type Flags,
  type GivenValues,
  givenValues,
  type KnownReading,
  lineReadingFrom,
} from "./flags.ts";
import { allowed } from "./parse-values.ts";
import { quantities } from "./quantities.ts";
import type { Scenario } from "./scenario.ts";

const required = ["agents", "answerRate", "averageHandleTimeSeconds"] as const;

/** What the flags alone describe: every combination of their values. */
export function scenariosFromFlags(flags: Flags, lineReading: KnownReading): readonly Scenario[] {
  const { pacing = defaultSetting.pacingType, regulation = defaultSetting.regulation } = flags;
  const given = givenValues(flags);
  requireFigures(given);
  const values: Values = {
    agents: [],
    answerRate: [],
    averageHandleTimeSeconds: [],
    agentRatio: [defaultSetting.agentRatio],
    maxQueueDepth: [defaultSetting.maxQueueDepth],
    maxAbandonmentRate: [regulations[regulation].maxAbandonmentRate],
    dialRate: pacing === "predictive" ? defaultDialRates(given) : [Infinity],
    ...given,
  };
  requireLawful(regulation, values.maxAbandonmentRate);
  requireForecastable([values]);
  return combinations(values).map((row) => ({
    setting: {
      ...row,
      ...lineReadingFrom(flags, lineReading),
      pacingType: pacing,
      regulation,
    },
  }));
}

function requireFigures(given: GivenValues): void {
  const missing = required.filter((name) => given[name] === undefined);
  if (missing.length === 0) return;
  throw new UsageError([
    ...missing.map(
      (name) => `${quantities[name].flag}: missing; write ${allowed(quantities[name])}`,
    ),
  ]);
}

/** @throws UsageError where a limit is over what the regulation allows. */
export function requireLawful(
  regulation: Parameters<typeof regulationFindings>[0],
  limits: readonly number[],
): void {
  const finding = regulationFindings(regulation, { maxAbandonmentRate: Math.max(...limits) }).find(
    ({ severity }) => severity === "error",
  );
  if (finding) throw new UsageError([`${quantities.maxAbandonmentRate.flag}: ${finding.message}`]);
}
