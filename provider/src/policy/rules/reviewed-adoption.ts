import * as z from "zod";
import { type Rule, type RuleOptions, rule } from "../rule.ts";
import { path } from "../rule-parts.ts";
import { type AdoptedField, UNKNOWN } from "../subject.ts";

export interface ReviewedAdoptionConfig extends RuleOptions {
  /**
   * Whether a program may create a configuration that the tenant does not have. A mistyped `configId` does the same.
   * @default false
   */
  readonly mayCreate?: boolean;
  /**
   * Fields of the tenant that an adoption may set to another value, with all that is under them: `["dialRate", "complianceRules"]`.
   * @default []
   */
  readonly mayReplace?: readonly string[];
  /**
   * Fields of the tenant that an adoption may leave with nothing in them, with all that is under them; `mayReplace` does not allow it.
   * @default []
   */
  readonly mayEmpty?: readonly string[];
}

/**
 * A configuration that the program takes over keeps what the tenant holds, but for what was reviewed. What the tenant does not hold
 * yet is nobody's loss, and not judged.
 */
export const reviewedAdoption: Rule<ReviewedAdoptionConfig> = rule({
  name: "reviewed-adoption",
  displayName: "Reviewed adoption",
  description:
    "A configuration that is taken over keeps what the tenant holds, but for what was reviewed.",
  enforcementLevel: "advisory",
  severity: "high",
  config: z.strictObject({
    mayCreate: z
      .boolean()
      .default(false)
      .describe("Whether a program may create a configuration that the tenant does not have."),
    mayReplace: z
      .array(path)
      .readonly()
      .default([])
      .describe("Fields that an adoption may set to another value, with all that is under them."),
    mayEmpty: z
      .array(path)
      .readonly()
      .default([])
      .describe("Fields that an adoption may leave empty, with all that is under them."),
  }),
  judge({ adoption, read }, { mayCreate, mayReplace, mayEmpty }) {
    if (adoption === undefined || adoption === UNKNOWN) return [];
    if (!adoption.exists) {
      return mayCreate
        ? []
        : [
            `The tenant has no configuration ${String(read("configId"))}, so the deployment creates it. Where it should be there, correct ` +
              'configId, and set existing: "require" to have that checked; where it is to be new, have mayCreate set in the policy pack.',
          ];
    }
    const judged = adoption.changes.filter(
      ({ from, to }) => from !== undefined && !isEmpty(from) && from !== UNKNOWN && to !== UNKNOWN,
    );
    const emptied = judged.filter(({ path, to }) => isEmpty(to) && !isNamed(path, mayEmpty));
    const replaced = judged.filter(({ path, to }) => !isEmpty(to) && !isNamed(path, mayReplace));
    return [
      ...emptied.map(
        ({ path, from }) =>
          `The adoption empties ${path}, where the tenant holds ${text(from)}. Name in the program what is to stay, leave ${path} out ` +
          "of it to keep the tenant's, or have it added to mayEmpty in the policy pack.",
      ),
      ...(replaced.length > 0
        ? [
            `The adoption replaces what the tenant holds: ${replaced.map(changeText).join(", ")}. Take over the tenant's values first ` +
              "and change them in a deployment of their own, or have the fields added to mayReplace in the policy pack.",
          ]
        : []),
    ];
  },
});

function changeText({ path, from, to }: AdoptedField): string {
  return `${path} from ${text(from)} to ${text(to)}`;
}

/** The provider's own mask is a text, and reads better without quotes. */
function text(value: unknown): string {
  return value === "[not shown]" ? value : (JSON.stringify(value) ?? "nothing");
}

/** Nothing, an empty text, an empty list, an empty object. */
function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === "";
}

/** Whether a path is one of the named, or under one. */
function isNamed(path: string, named: readonly string[]): boolean {
  return named.some(
    (each) => path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`),
  );
}
