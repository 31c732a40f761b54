import { exitCodes } from "../shared/exit-codes.ts";
import type { Verdict } from "./judge/review.ts";

const codes: Readonly<Record<Verdict, number>> = {
  "nothing-changes": exitCodes.done,
  passes: exitCodes.done,
  warns: exitCodes.done,
  blocked: exitCodes.blocked,
  "over-threshold": exitCodes.finding,
  "not-previewed": exitCodes.incomplete,
};

/** That it was not posted is said only where the verdict itself is green: a red one has a code of its own. */
export function exitCodeOf(verdict: Verdict, isPosted: boolean): number {
  return codes[verdict] || (isPosted ? exitCodes.done : exitCodes.notPosted);
}
