import * as z from "zod";
import {
  type ArgumentRange,
  argumentChoices,
  argumentRanges,
  choiceText,
  rangeText,
} from "../domain/arguments.ts";
import { isJsonObject, type JsonObject } from "../domain/json.ts";
import { type RegulationName, regulations } from "../domain/regulation.ts";
import { scheduleSchema } from "./schedule-schema.ts";
import type { Arguments, Staffing } from "./state.ts";

/** One sentence for whatever is wrong with a value: what it has to be, and what it is. */
function must(expected: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) =>
      input === undefined
        ? `missing; it must be ${expected}.`
        : `must be ${expected}, but is ${redactedValue(input)}.`,
  };
}

/** Short, on one line, and without what could rewrite a terminal. */
function redactedValue(value: unknown): string {
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  const inert = text.replace(/[\p{Cc}\p{Cf}]/gu, "�");
  return inert.length > 60 ? `${inert.slice(0, 57)}…` : inert;
}

function within(range: ArgumentRange) {
  const rule = must(rangeText(range));
  const number = z.number(rule).min(range.from, rule).max(range.to, rule);
  return range.isWhole ? number.int(rule) : number;
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, must(choiceText(values)));
}

/** One segment of a path, so that an id names what it says and nothing else. */
function id(of: string) {
  const rule = must(
    `${of}: 1 to 200 characters, without spaces, control characters, / \\ ? # or %`,
  );
  return z.string(rule).regex(/^(?!\.{1,2}$)[^\s\p{Cc}\p{Cf}\p{Cs}/\\?#%]{1,200}$/u, rule);
}

/** The longest `complianceRules`, in bytes of JSON: the whole document has to be read back, and an answer is read up to 1 MiB. */
const LONGEST_RULES = 256 * 1024;

/** What it is instead is not shown, for it may be a secret. */
const rules = z
  .custom<JsonObject>(isJsonObject, "must be an object of JSON values.")
  .refine((value) => bytesOf(value) <= LONGEST_RULES, {
    error: ({ input }) =>
      `must be at most ${LONGEST_RULES / 1024} KiB of JSON, but is ${Math.ceil(bytesOf(input) / 1024)} KiB.`,
  });

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** What a day of intervals says already, or what says nothing without one. */
function planProblems({
  intervals,
  answerRateVariation,
  ...figures
}: Staffing): readonly (readonly [keyof Staffing, string])[] {
  if (intervals === undefined) {
    if (answerRateVariation === undefined) return [];
    return [
      [
        "answerRateVariation",
        "says how days differ, but staffing.intervals says no day. Give both, or leave it out.",
      ],
    ];
  }
  return (["agents", "answerRate", "averageHandleTimeSeconds"] as const)
    .filter((name) => figures[name] !== undefined)
    .map((name) => [
      name,
      "is for one steady hour, and staffing.intervals plans it for each interval. Leave one of them out.",
    ]);
}

/** Lines for each agent beyond which the API advises against: its "recommended safety limit". */
const RECOMMENDED_RATIO = 3;

/** One schema a field, so that a field can be read although another is wrong or not known yet. */
export const fields = {
  configId: id("the id of a dialer configuration"),
  campaignId: id("the id of a campaign"),
  pacingType: oneOf(argumentChoices.pacingType),
  dialRate: within(argumentRanges.dialRate),
  agentRatio: within(argumentRanges.agentRatio),
  maxAbandonmentRate: within(argumentRanges.maxAbandonmentRate),
  maxQueueDepth: within(argumentRanges.maxQueueDepth),
  answerRateThreshold: within(argumentRanges.answerRateThreshold),
  complianceRules: rules.default((): JsonObject => ({})),
  regulation: oneOf(Object.keys(regulations) as [RegulationName, ...RegulationName[]]).default(
    "cxone",
  ),
  agentRatioLimit: within(argumentRanges.agentRatioLimit).default(RECOMMENDED_RATIO),
  staffing: z
    .strictObject(
      {
        agents: within(argumentRanges["staffing.agents"]).optional(),
        answerRate: within(argumentRanges["staffing.answerRate"]).optional(),
        averageHandleTimeSeconds: within(
          argumentRanges["staffing.averageHandleTimeSeconds"],
        ).optional(),
        intervals: scheduleSchema.optional(),
        answerRateVariation: within(argumentRanges["staffing.answerRateVariation"]).optional(),
      },
      must("an object with agents, answerRate and averageHandleTimeSeconds, or with intervals"),
    )
    .superRefine((staffing, context) => {
      for (const [name, message] of planProblems(staffing)) {
        context.addIssue({ code: "custom", path: [name], message });
      }
    })
    .optional(),
  capacityCheck: oneOf(argumentChoices.capacityCheck).default("enforce"),
  existing: oneOf(argumentChoices.existing).default("adopt"),
  onConflict: oneOf(argumentChoices.onConflict).default("merge"),
  onDelete: oneOf(argumentChoices.onDelete).default("restore"),
} as const;

export const argumentsSchema = z.strictObject(fields) satisfies z.ZodType<Arguments>;

const partialSchema = argumentsSchema.partial();

/** The default of each argument that has one. */
export function defaults(): Readonly<Record<string, unknown>> {
  return partialSchema.parse({});
}

/** The settings that the tenant's document holds; the rest of the arguments is the provider's own. */
export const settingNames = [
  "pacingType",
  "dialRate",
  "agentRatio",
  "maxAbandonmentRate",
  "maxQueueDepth",
  "answerRateThreshold",
  "complianceRules",
] as const satisfies readonly (keyof Arguments)[];
