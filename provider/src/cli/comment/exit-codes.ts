import type { Verdict } from "./judge/review.ts";

/** 1 is a wrong argument, as of every command. */
const codes: Readonly<Record<Verdict, number>> = {
  "nothing-changes": 0,
  passes: 0,
  warns: 0,
  blocked: 2,
  "over-threshold": 3,
  "not-previewed": 4,
};

export const NOT_UNDERSTOOD = 5;
/** Only where the verdict itself is green: a red one has a code of its own. */
const NOT_POSTED = 6;

export function exitCodeOf(verdict: Verdict, isPosted: boolean): number {
  return codes[verdict] || (isPosted ? 0 : NOT_POSTED);
}
