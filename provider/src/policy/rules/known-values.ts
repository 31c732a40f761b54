import * as z from "zod";
import { type Rule, type RuleOptions, rule } from "../rule.ts";
import { path } from "../rule-parts.ts";

export interface KnownValuesConfig extends RuleOptions {
  /**
   * Paths that may stay open, with all that is under them: `["forecast"]`.
   * @default []
   */
  readonly ignore?: readonly string[];
}

/**
 * Says what a preview does not know yet: the other rules say nothing of it, and judge it when it is deployed. `"mandatory"` holds
 * programs to previews that know everything.
 */
export const knownValues: Rule<KnownValuesConfig> = rule({
  name: "known-values",
  displayName: "Known values",
  description: "The preview knows everything that the rules judge.",
  enforcementLevel: "advisory",
  severity: "low",
  config: z.strictObject({
    ignore: z
      .array(path)
      .readonly()
      .default([])
      .describe("Paths that may stay open, with all that is under them."),
  }),
  judge({ unknownPaths }, { ignore }) {
    const open = unknownPaths.filter(
      (path) => !ignore.some((each) => path === each || path.startsWith(`${each}.`)),
    );
    if (open.length === 0) return [];
    return [
      `Not known before the deployment, and not judged until then: ${open.join(", ")}. Name values in the program, in staffing or ` +
        "in a telemetry file to have them judged in the preview.",
    ];
  },
});
