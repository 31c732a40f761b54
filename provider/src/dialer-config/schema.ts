import { z } from "zod";
import { type ApiRange, apiRanges, rangeText } from "../domain/api-ranges.ts";
import { isJsonObject, type JsonObject } from "../domain/json.ts";
import { type RegulationName, regulations } from "../domain/regulation.ts";
import type { Arguments } from "./state.ts";

/** One sentence for whatever is wrong with a value: what it has to be, and what it is. */
function must(expected: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) =>
      input === undefined
        ? `missing; it must be ${expected}.`
        : `must be ${expected}, but is ${shown(input)}.`,
  };
}

/** Short, on one line, and without what could rewrite a terminal. */
function shown(value: unknown): string {
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  const inert = text.replace(/[\p{Cc}\p{Cf}]/gu, "�");
  return inert.length > 60 ? `${inert.slice(0, 57)}…` : inert;
}

function within(range: ApiRange) {
  const rule = must(rangeText(range));
  const number = z.number(rule).min(range.from, rule).max(range.to, rule);
  return range.isWhole ? number.int(rule) : number;
}

function numberBetween(from: number, to: number, unit: string) {
  return within({ from, to, unit });
}

function wholeBetween(from: number, to: number, unit: string) {
  return within({ from, to, unit, isWhole: true });
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  const names = values.map((value) => `"${value}"`);
  return z.enum(values, must(`${names.slice(0, -1).join(", ")} or ${names.at(-1)}`));
}

/** One segment of a path, so that an id names what it says and nothing else. */
function id(of: string) {
  const rule = must(
    `${of}: 1 to 200 characters, without spaces, control characters, / \\ ? # or %`,
  );
  return z.string(rule).regex(/^(?!\.{1,2}$)[^\s\p{Cc}\p{Cf}\p{Cs}/\\?#%]{1,200}$/u, rule);
}

const answerRate = "answered ÷ dialled";

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

/** Lines for each agent beyond which the API advises against: its "recommended safety limit". */
const RECOMMENDED_RATIO = 3;

/** One schema a field, so that a field can be read although another is wrong or not known yet. */
export const fields = {
  configId: id("the id of a dialer configuration"),
  campaignId: id("the id of a campaign"),
  pacingType: oneOf(["predictive", "progressive", "preview"]),
  dialRate: within(apiRanges.dialRate),
  agentRatio: within(apiRanges.agentRatio),
  maxAbandonmentRate: numberBetween(0, 0.05, "a fraction of answered calls (0.03 is 3 %)"),
  maxQueueDepth: within(apiRanges.maxQueueDepth),
  answerRateThreshold: numberBetween(0, 1, answerRate),
  complianceRules: rules.default((): JsonObject => ({})),
  regulation: oneOf(Object.keys(regulations) as [RegulationName, ...RegulationName[]]).default(
    "cxone",
  ),
  agentRatioLimit: numberBetween(1, 5, "the highest agentRatio to accept").default(
    RECOMMENDED_RATIO,
  ),
  staffing: z
    .strictObject(
      {
        agents: wholeBetween(0, 1_000_000, "agents").optional(),
        answerRate: numberBetween(0, 1, answerRate).optional(),
        averageHandleTimeSeconds: numberBetween(1, 86_400, "seconds").optional(),
      },
      must("an object with agents, answerRate and averageHandleTimeSeconds, each optional"),
    )
    .optional(),
  capacityCheck: oneOf(["enforce", "warn"]).default("enforce"),
  existing: oneOf(["adopt", "refuse", "require"]).default("adopt"),
  onConflict: oneOf(["merge", "fail", "overwrite"]).default("merge"),
  onDelete: oneOf(["restore", "retain", "delete"]).default("restore"),
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
