import { isKnown } from "../judge/figure.ts";
import type { Remark } from "../judge/remarks.ts";
import type { Review } from "../judge/review.ts";
import type { ThresholdFinding } from "../judge/thresholds.ts";
import { figureText, gapTexts } from "./figure-text.ts";
import { code, listed, prose } from "./inert.ts";
import { list, type Section } from "./sections.ts";

/** What blocks, what failed, what only warns, and what nobody can say yet. */
export function findings(review: Review): readonly Section[] {
  const { blocks, failures, exceeded, warnings, unjudged, unforecast } = review;
  return [
    ...list("**Blocks the deployment**", blocks.map(remark)),
    ...list("**The preview failed**", [...failures.map(remark), ...unsaid(review)]),
    ...list("**Over a threshold**", exceeded.map(exceeding)),
    ...list("**Warns**", warnings.map(remark)),
    ...list("**Not known yet**", [
      ...unforecast.map(
        ({ name, abandonmentRate: { after } }) =>
          `${code(name)}: abandonment is ${isKnown(after) ? "" : reasons[after]}`,
      ),
      ...unjudged.map(
        ({ flag, bound, name, ...sides }) =>
          `${code(name)}: ${code(`${flag} ${bound}`)} was not judged, for ${subjects[sides.figure]} is ${gapOfSides(sides)}.`,
      ),
    ]),
  ];
}

const reasons = {
  none: "",
  missing: "",
  unknown:
    "known only once what it depends on is deployed; it is judged then, before anything is written.",
  secret: "secret.",
  unmeasured: "not forecast: the campaign tells too little.",
} as const;

function remark({ names, property, policy, text }: Remark): string {
  const subject = [...listed(names), ...(property ? [code(property)] : [])].join(", ");
  const rule = policy ? ` (policy ${code(policy)})` : "";
  return `${subject || "The stack"}${rule}: ${prose(text)}`;
}

/** A preview that was killed says nothing; that has to be said. */
function unsaid({ verdict, failures, isWhole }: Review): readonly string[] {
  if (verdict !== "not-previewed" || isWhole) return [];
  return [
    failures.length > 0
      ? "The output ends before the preview did."
      : "The preview ended without a result: the job's log says why.",
  ];
}

const subjects = {
  abandonment: "abandonment",
  occupancy: "occupancy",
  chance: "the chance of exceeding the limit",
} as const;

function exceeding({ flag, bound, name, figure, before, after }: ThresholdFinding): string {
  const from = isKnown(before) ? ` from ${figureText(before, 2)}` : "";
  return `${code(name)}: ${subjects[figure]} would be ${figureText(after, 2)}${from}, against ${code(`${flag} ${bound}`)}.`;
}

function gapOfSides({ before, after }: Pick<ThresholdFinding, "before" | "after">): string {
  const [gap = "unknown"] = [after, before].filter((figure) => !isKnown(figure));
  return isKnown(gap) ? "" : gapTexts[gap];
}
