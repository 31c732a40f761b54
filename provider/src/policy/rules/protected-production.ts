import * as z from "zod";
import { type Rule, type RuleOptions, rule } from "../rule.ts";

export interface ProtectedProductionConfig extends RuleOptions {
  /**
   * Which stacks are production: a regular expression that the stack's name has to match somewhere.
   * @default "(^|[-_.])prod(uction)?([-_.]|$)"
   */
  readonly stackPattern?: string;
  /** Whether the resource has to have the option `protect: true`. @default true */
  readonly requireProtect?: boolean;
  /** Whether `onDelete: "delete"` is a violation. @default true */
  readonly forbidDelete?: boolean;
}

/** A slip cannot delete a configuration of a production stack. */
export const protectedProduction: Rule<ProtectedProductionConfig> = rule({
  name: "protected-production",
  displayName: "Protected production",
  description: "A slip cannot delete a configuration of a production stack.",
  enforcementLevel: "mandatory",
  severity: "high",
  config: z.strictObject({
    stackPattern: z
      .string()
      .refine(isRegularExpression, "must be a regular expression")
      .default("(^|[-_.])prod(uction)?([-_.]|$)")
      .describe("A regular expression that the name of a production stack matches somewhere."),
    requireProtect: z
      .boolean()
      .default(true)
      .describe("Whether the resource has to have the option protect: true."),
    forbidDelete: z.boolean().default(true).describe('Whether onDelete: "delete" is a violation.'),
  }),
  judge({ read, stack, isProtected }, { stackPattern, requireProtect, forbidDelete }) {
    if (!new RegExp(stackPattern).test(stack)) return [];
    return [
      ...(requireProtect && !isProtected
        ? [
            `The resource is not protected, and ${stack} is a production stack. Give it the option protect: true.`,
          ]
        : []),
      ...(forbidDelete && read("onDelete") === "delete"
        ? [
            `onDelete is "delete", and ${stack} is a production stack. Set it to "restore", which puts an adopted configuration back ` +
              'as found, or "retain".',
          ]
        : []),
    ];
  },
  /** Only what is among the inputs: an option of the resource is the program's alone. */
  mend({ read, stack }, { stackPattern, forbidDelete }) {
    const isWrong =
      forbidDelete && read("onDelete") === "delete" && new RegExp(stackPattern).test(stack);
    return isWrong ? { onDelete: "restore" } : {};
  },
});

function isRegularExpression(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
