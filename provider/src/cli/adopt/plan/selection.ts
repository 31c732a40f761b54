import { matches, type Named } from "./patterns.ts";

/** What `--include` and `--exclude` say. */
export interface Selection {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** `taken` and `leftOut` where the flags have a word on it, `leftOut` with the reason; `unsaid` elsewhere. */
export type Choice = "taken" | "unsaid" | { readonly leftOut: string };

/** An exclusion wins over an inclusion; where there are inclusions, what is not among them is left out. */
export function choose({ include, exclude }: Selection, named: Named): Choice {
  const excluding = exclude.find((pattern) => matches(pattern, named));
  if (excluding !== undefined) return { leftOut: `--exclude ${excluding}` };
  if (include.length === 0) return "unsaid";
  if (include.some((pattern) => matches(pattern, named))) return "taken";
  return { leftOut: "not among --include" };
}
