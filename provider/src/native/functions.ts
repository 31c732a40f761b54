/** The functions of the native provider: what a program of any language asks, answered in the provider's own process. */
import * as z from "zod";
import type { Run } from "../dialer-config/run.ts";
import type { Campaign } from "../domain/campaign.ts";
import type { JsonObject } from "../domain/json.ts";
import { dialerSettingDefaults, dialerSettingNames } from "../domain/pacing/dialer-settings.ts";
import {
  forecastPacing,
  type PacingOptions,
  pacingRanges,
} from "../domain/pacing/forecast-pacing.ts";
import type { Range } from "../domain/pacing/range.ts";
import { ConfigurationError } from "../errors/index.ts";
import { Lookups } from "../lookups/lookups.ts";

const text = z.string();

/** A number among the forecast's options. The forecast itself judges it, for it may be infinite, which JSON Schema cannot say. */
function quantity(name: keyof typeof pacingRanges, meaning: string) {
  const { text, isWhole }: Range = pacingRanges[name];
  return z
    .custom<number>((value) => typeof value === "number", "must be a number")
    .meta({ type: isWhole ? "integer" : "number", description: described(name, meaning, text) });
}

function choice(name: keyof typeof dialerSettingNames, meaning: string) {
  const names = dialerSettingNames[name];
  return z
    .enum(names)
    .describe(described(name, meaning, names.map((each) => `\`${each}\``).join(", ")));
}

function described(name: string, meaning: string, allowed: string): string {
  const defaults: Readonly<Record<string, number | string>> = dialerSettingDefaults;
  const fallback = defaults[name] === undefined ? "" : ` Default: ${defaults[name]}.`;
  return `${meaning}: ${allowed}.${fallback}`;
}

/** The arguments of each function. */
export const functionArguments = {
  getCampaign: z.strictObject({
    id: text.optional().describe("The campaign's id. Give it or the name."),
    name: text.optional().describe("The campaign's name, to the letter. Give it or the id."),
  }),
  getDialerConfig: z.strictObject({
    id: text.describe("The configuration's id in the tenant."),
  }),
  listDialerConfigs: z.strictObject({}),
  forecastPacing: z.strictObject({
    pacingType: choice("pacingType", "How the dialer decides to dial"),
    agents: quantity("agents", "Agents who take the calls"),
    answerRate: quantity("answerRate", "Answered ÷ dialled"),
    averageHandleTimeSeconds: quantity(
      "averageHandleTimeSeconds",
      "Mean time that an agent spends on an answered call, wrap-up included, in seconds",
    ),
    dialRate: quantity("dialRate", "Dials started a second over the whole campaign"),
    agentRatio: quantity("agentRatio", "Ringing lines for each idle agent"),
    linesCounted: choice(
      "linesCounted",
      "Whether each idle agent has lines of their own or all share theirs",
    ).optional(),
    lineRounding: choice("lineRounding", "What becomes of a fraction of a line").optional(),
    maxQueueDepth: quantity("maxQueueDepth", "Answered calls that may wait for an agent"),
    maxAbandonmentRate: quantity(
      "maxAbandonmentRate",
      "The abandonment rate to keep, a fraction of answered calls",
    ),
    abandonSeconds: quantity(
      "abandonSeconds",
      "How long an answered call waits before it is abandoned, in seconds",
    ).optional(),
    ringSecondsAnswered: quantity(
      "ringSecondsAnswered",
      "Mean time that a line rings that will be answered, in seconds",
    ).optional(),
    ringSecondsUnanswered: quantity(
      "ringSecondsUnanswered",
      "Time that a line rings that nobody answers, in seconds",
    ).optional(),
    seed: quantity("seed", "Chooses the simulation's random numbers").optional(),
  }),
} as const;

type FunctionName = keyof typeof functionArguments;

type Arguments<Name extends FunctionName> = z.infer<(typeof functionArguments)[Name]>;

/** Answers one provider's functions, with its token and within its quota. */
export class Functions {
  readonly #run: Run;
  #lookups: Lookups | undefined;

  constructor(run: Run) {
    this.#run = run;
  }

  /** @throws ConfigurationError where there is no such function, or it does not take these arguments */
  async call(token: string, args: JsonObject): Promise<object> {
    const name = token.replace(/^cxone:(index:)?/, "");
    // For Pulumi a null is no value.
    const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
    switch (name) {
      case "getCampaign":
        return this.#campaign(parse(name, given));
      case "getDialerConfig":
        return this.#lookup.dialerConfig(parse(name, given).id);
      case "listDialerConfigs":
        parse(name, given);
        return { dialerConfigs: await this.#lookup.dialerConfigs() };
      case "forecastPacing":
        return forecast(parse(name, given));
      default:
        throw new ConfigurationError(`${token} is no function of the cxone provider.`);
    }
  }

  /** By its id it is asked for once, for check too. */
  #campaign(key: Arguments<"getCampaign">): Promise<Campaign> {
    const { id, name } = key;
    return id !== undefined && name === undefined
      ? this.#run.connections.campaign(id)
      : this.#lookup.campaign(key);
  }

  get #lookup(): Lookups {
    this.#lookups ??= new Lookups(this.#run.connections.client);
    return this.#lookups;
  }
}

function parse<Name extends FunctionName>(name: Name, args: JsonObject): Arguments<Name> {
  const { data, error } = functionArguments[name].safeParse(args);
  if (!error) return data as Arguments<Name>;
  const problems = error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join(".")}: ${message}` : message,
  );
  throw new ConfigurationError(`${name} does not take these arguments. ${problems.join("; ")}`);
}

function forecast(options: Arguments<"forecastPacing">): object {
  try {
    return forecastPacing(options as PacingOptions);
  } catch (error) {
    if (error instanceof RangeError) throw new ConfigurationError(`${error.message}.`);
    throw error;
  }
}
