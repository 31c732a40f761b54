/** The functions of the native provider: what a program of any language asks, answered in the provider's own process. */
import { z } from "zod";
import type { Run } from "../dialer-config/run.ts";
import type { Campaign } from "../domain/campaign.ts";
import type { JsonObject } from "../domain/json.ts";
import { forecastPacing, type PacingOptions } from "../domain/pacing/forecast-pacing.ts";
import { lineRoundingNames, linesCountedNames } from "../domain/pacing/lines.ts";
import { ConfigurationError } from "../errors/index.ts";
import { Lookups } from "../lookups/lookups.ts";

const text = z.string();
const number = z.number();

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
    pacingType: z
      .enum(["preview", "progressive", "predictive"])
      .describe("`preview`, `progressive` or `predictive`."),
    agents: z.int().describe("Agents who take the calls, 1–1,000,000."),
    answerRate: number.describe("Answered ÷ dialled, over 0 and at most 1."),
    averageHandleTimeSeconds: number.describe(
      "Mean time that an agent spends on an answered call, wrap-up included, in seconds, over 0.",
    ),
    dialRate: number.describe("Dials started a second over the whole campaign, over 0."),
    agentRatio: number.describe("Ringing lines for each idle agent, 1 or more."),
    linesCounted: z
      .enum(linesCountedNames)
      .optional()
      .describe(
        "Whether each idle agent has lines of their own (`perAgent`) or all share theirs (`pooled`). Default: `perAgent`.",
      ),
    lineRounding: z
      .enum(lineRoundingNames)
      .optional()
      .describe("What becomes of a fraction of a line: `up`, `nearest` or `down`. Default: `up`."),
    maxQueueDepth: z.int().describe("Answered calls that may wait for an agent, 0 or more."),
    maxAbandonmentRate: number.describe(
      "The abandonment rate to keep, a fraction of answered calls, 0–1.",
    ),
    abandonSeconds: number
      .optional()
      .describe("How long an answered call waits before it is abandoned, in seconds. Default: 2."),
    ringSecondsAnswered: number
      .optional()
      .describe("Mean time that a line rings that will be answered, in seconds. Default: 10."),
    ringSecondsUnanswered: number
      .optional()
      .describe("Time that a line rings that nobody answers, in seconds. Default: 20."),
    seed: z
      .int()
      .optional()
      .describe("Chooses the simulation's random numbers, 0–4,294,967,295. Default: 1981."),
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
