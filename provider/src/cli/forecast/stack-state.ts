import * as z from "zod";
import type { PlannedSchedule } from "../../dialer-config/figures.ts";
import { scheduleSchema } from "../../dialer-config/schedule-schema.ts";
import type { PacingType } from "../../domain/pacing/index.ts";
import { lineRoundingNames, linesCountedNames } from "../../domain/pacing/lines.ts";
import { isDialerConfigType } from "../../domain/pulumi.ts";
import { type RegulationName, regulations } from "../../domain/regulation.ts";
import { UsageError } from "../shared/exit-codes.ts";
import { readJsonInput } from "../shared/input.ts";
import type { KnownReading } from "./flags.ts";
import type { Quantities } from "./quantities.ts";
import { scheduleFiguresOf } from "./schedule.ts";

/** A `DialerConfig` as a state file has it. What is not there, or is a secret, is absent. */
export interface StackConfiguration {
  readonly urn: string;
  readonly name: string;
  readonly configId: string;
  readonly campaignId: string;
  readonly pacingType: PacingType | undefined;
  readonly regulation: RegulationName | undefined;
  /** How lines were counted when it was deployed; empty where its state is older than that. */
  readonly lineReading: KnownReading;
  /** What is planned in place of one steady hour. */
  readonly schedule: PlannedSchedule | undefined;
  readonly figures: { readonly [Name in keyof Quantities]: number | undefined };
}

/** A figure that can be forecast from: no secret's envelope, and no 0 of a campaign without agents or answers. */
const figure = z.number().positive().optional().catch(undefined);
const notNegative = z.number().nonnegative().optional().catch(undefined);
/** Without control characters, which a terminal would obey. */
const word = z
  .string()
  .transform((text) => text.replace(/\p{Cc}/gu, "\ufffd"))
  .catch("(secret)");

function isRegulation(value: unknown): boolean {
  return typeof value === "string" && Object.hasOwn(regulations, value);
}

const lineReading = z
  .object({
    linesCounted: z.enum(linesCountedNames).optional(),
    lineRounding: z.enum(lineRoundingNames).optional(),
  })
  .catch({})
  .default({});

const inputs = z.object({
  configId: word,
  campaignId: word,
  pacingType: z.enum(["predictive", "progressive", "preview"]).optional().catch(undefined),
  regulation: z.custom<RegulationName>(isRegulation).optional().catch(undefined),
  dialRate: figure,
  agentRatio: figure,
  maxQueueDepth: notNegative,
  maxAbandonmentRate: notNegative,
  forecast: lineReading,
  staffing: z
    .object({
      agents: figure,
      answerRate: figure,
      averageHandleTimeSeconds: figure,
      intervals: scheduleSchema.optional().catch(undefined),
      answerRateVariation: z.number().min(0).max(1).optional().catch(undefined),
    })
    .partial()
    .catch({})
    .default({}),
});

const outputs = z
  .object({ capacity: z.object({ activeAgents: figure }).partial().catch({}).default({}) })
  .catch({ capacity: {} })
  .default({ capacity: {} });

const resource = z.object({
  urn: word,
  type: z.string(),
  inputs: z.unknown().optional(),
  outputs: z.unknown().optional(),
  /** What a replacement left behind and is still to be deleted, in Pulumi's words and in the sandbox engine's. */
  delete: z.boolean().default(false),
  pendingDeletion: z.boolean().default(false),
});

const resources = z
  .array(resource)
  .nullish()
  .transform((list) => list ?? []);

/** What `pulumi stack export` prints, what Pulumi's file backend keeps, and what the sandbox engine keeps. */
const state = z.union([
  z
    .object({ deployment: z.object({ resources }) })
    .transform((stack) => stack.deployment.resources),
  z
    .object({ checkpoint: z.object({ latest: z.object({ resources }) }) })
    .transform((stack) => stack.checkpoint.latest.resources),
  z.object({ stack: z.string(), resources }).transform((stack) => stack.resources),
]);

/**
 * Reads the dialer configurations of a stack's state.
 *
 * @param file `-` for the standard input.
 * @throws UsageError where the file is no state, or holds no dialer configuration.
 */
export async function readStackState(file: string): Promise<readonly StackConfiguration[]> {
  const parsed = state.safeParse(await readJsonInput(file, `--from-stack: ${file}`));
  if (!parsed.success) {
    throw problem(
      `${file} is no stack's state. Give what \`pulumi stack export\` prints, or the sandbox engine's .sandbox/NAME.json`,
    );
  }
  const found = parsed.data.filter((each) => isDialerConfigType(each.type) && !isLeftBehind(each));
  if (found.length === 0) {
    throw problem(
      `${file} holds no DialerConfig among its ${parsed.data.length} resources. Give the state of a stack that was deployed`,
    );
  }
  return found.map(toConfiguration);
}

function isLeftBehind(each: z.infer<typeof resource>): boolean {
  return each.delete || each.pendingDeletion;
}

function toConfiguration(each: z.infer<typeof resource>): StackConfiguration {
  const name = each.urn.split("::").at(-1) ?? each.urn;
  const read = inputs.safeParse(each.inputs);
  if (!read.success) throw problem(`the inputs of ${name} cannot be read from the state`);
  const { configId, campaignId, pacingType, regulation, staffing, forecast, ...settings } =
    read.data;
  const { intervals, answerRateVariation } = staffing;
  const planned = intervals && scheduleFiguresOf({ intervals, answerRateVariation });
  const { values } = planned ?? {};
  const { activeAgents } = outputs.parse(each.outputs).capacity;
  return {
    urn: each.urn,
    name,
    configId,
    campaignId,
    pacingType,
    regulation,
    lineReading: forecast,
    schedule: planned?.schedule,
    figures: {
      agents: values?.agents[0] ?? staffing.agents ?? activeAgents,
      answerRate: values?.answerRate[0] ?? staffing.answerRate,
      averageHandleTimeSeconds:
        values?.averageHandleTimeSeconds[0] ?? staffing.averageHandleTimeSeconds,
      dialRate: settings.dialRate,
      agentRatio: settings.agentRatio,
      maxQueueDepth: settings.maxQueueDepth,
      maxAbandonmentRate: settings.maxAbandonmentRate,
    },
  };
}

function problem(what: string): UsageError {
  return new UsageError([`--from-stack: ${what}`]);
}
