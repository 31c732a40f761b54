import type { Demand } from "../../domain/capacity.ts";
import { type RegulationName, regulations } from "../../domain/regulation.ts";
import { UsageError } from "../shared/exit-codes.ts";
import {
  allowed,
  type Flags,
  type GivenValues,
  givenValues,
  type KnownReading,
  lineReadingFrom,
} from "./flags.ts";
import { defaultSetting, eachQuantity, type QuantityName, quantities } from "./quantities.ts";
import {
  combinations,
  requireForecastable,
  requireLawful,
  type Scenario,
  type ScheduleFigures,
  type Subject,
  scheduledNames,
  type Values,
} from "./scenario.ts";

import type { StackConfiguration } from "./stack-state.ts";

/**
 * Each configuration of a stack, with every combination of the flags' values: a flag replaces what the state says, of one
 * configuration at a time, while the others of its campaign stay as they are.
 */
export function scenariosFromStack(
  flags: Flags,
  configurations: readonly StackConfiguration[],
  lineReading: KnownReading,
  planned: ScheduleFigures | undefined,
): readonly Scenario[] {
  const given = { ...givenValues(flags), ...planned?.values };
  requireKnown(configurations, given);
  // A figure that a flag gives is of one steady hour.
  const isSteady = !planned && scheduledNames.some((name) => given[name] !== undefined);
  const plans = configurations.map((configuration) => {
    const { regulation = configuration.regulation ?? defaultSetting.regulation } = flags;
    if (given.maxAbandonmentRate) requireLawful(regulation, given.maxAbandonmentRate);
    const subject = subjectOf(configuration, configurations, given);
    const values = valuesOf(configuration, given, regulation);
    requireShareable(subject, values);
    return { configuration, subject, regulation, values };
  });
  requireForecastable(plans.map(({ values }) => values));
  return plans.flatMap(({ configuration, subject, regulation, values }) => {
    const { pacing = configuration.pacingType ?? defaultSetting.pacingType } = flags;
    return combinations(values).map((row) => ({
      subject,
      setting: {
        ...row,
        ...lineReadingFrom(flags, lineReading, configuration.lineReading),
        pacingType: pacing,
        regulation,
      },
      schedule: planned?.schedule ?? (isSteady ? undefined : configuration.schedule),
    }));
  });
}

/** The state's limit was lawful where it was deployed; under another regulation it is that one's where that is lower. */
function valuesOf(
  configuration: StackConfiguration,
  given: GivenValues,
  regulation: RegulationName,
): Values {
  const values = eachQuantity((name) => valuesOfOne(name, configuration, given) ?? []);
  const lawful = regulations[regulation].maxAbandonmentRate;
  return {
    ...values,
    maxAbandonmentRate: values.maxAbandonmentRate.map((limit) => Math.min(limit, lawful)),
  };
}

function valuesOfOne(
  name: QuantityName,
  { figures }: StackConfiguration,
  given: GivenValues,
): readonly number[] | undefined {
  const known = figures[name];
  return given[name] ?? (known === undefined ? undefined : [known]);
}

function subjectOf(
  configuration: StackConfiguration,
  all: readonly StackConfiguration[],
  given: GivenValues,
): Subject {
  const { urn, name, configId, campaignId } = configuration;
  const others = all.filter((each) => each !== configuration && each.campaignId === campaignId);
  return { urn, name, configId, campaignId, others: others.map((each) => demandOf(each, given)) };
}

/** As the state has it; only what cannot be read there is the flag's. */
function demandOf(
  { configId, pacingType, figures }: StackConfiguration,
  given: GivenValues,
): Demand {
  const figure = (name: QuantityName) => figures[name] ?? given[name]?.[0] ?? Number.NaN;
  return {
    configId,
    pacingType,
    dialRate: figure("dialRate"),
    agentRatio: figure("agentRatio"),
    agents: figure("agents"),
  };
}

function requireKnown(all: readonly StackConfiguration[], given: GivenValues): void {
  const problems = Object.values(
    eachQuantity((name) => {
      const lacking = all.filter((each) => valuesOfOne(name, each, given) === undefined);
      return lacking.length === 0 ? [] : [missing(name, lacking)];
    }),
  ).flat();
  if (problems.length > 0) throw new UsageError(problems);
}

const SHOWN_NAMES = 5;

function missing(name: QuantityName, lacking: readonly StackConfiguration[]): string {
  const names = lacking.slice(0, SHOWN_NAMES).map((each) => each.name);
  const more = lacking.length > SHOWN_NAMES ? ` and ${lacking.length - SHOWN_NAMES} more` : "";
  const { flag } = quantities[name];
  return `${flag}: the state does not have it for ${names.join(", ")}${more}; write ${allowed(quantities[name])}`;
}

/** A ratio of several configurations is their mean over the dials, which an unlimited rate has none of. */
function requireShareable({ name, campaignId, others }: Subject, { dialRate }: Values): void {
  if (others.length === 0 || !dialRate.includes(Infinity)) return;
  throw new UsageError([
    `${quantities.dialRate.flag}: ${name} shares campaign ${campaignId} with others, so its rate cannot be unlimited; ` +
      `write ${quantities.dialRate.bounds.text}, such as ${quantities.dialRate.example}`,
  ]);
}
