import type { FoundConfig } from "../tenant/snapshot.ts";
import { matches, type Named, nameOf } from "./names.ts";

/** `--assign PATTERN=CAMPAIGN`. */
export interface AssignFlag {
  readonly pattern: string;
  /** An id, or a name in the plan or in the tenant. */
  readonly campaign: string;
}

/** The flags of `adopt`. */
export interface AdoptFlags extends Selection {
  readonly assign: readonly AssignFlag[];
  readonly campaignField?: string;
  readonly package?: string;
  /** Whether the program is one of native resources. Undefined leaves that to the plan. */
  readonly native?: boolean;
  /** Where to write a file for `pulumi import` instead of the program. */
  readonly importFile?: string;
  /** Whether to print commands of `pulumi import` instead of writing the program. */
  readonly importCommands?: true;
  readonly resume?: true;
  readonly offline?: true;
  readonly force?: true;
  readonly json?: true;
}

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

/** A sentence for each pattern of the flags that no configuration of the tenant has: most are mistyped. */
export function unmatchedPatterns(
  { include, exclude, assign }: AdoptFlags,
  configs: readonly FoundConfig[],
): readonly string[] {
  const given = [
    ...include.map((pattern) => ({ pattern, flag: `--include ${pattern}` })),
    ...exclude.map((pattern) => ({ pattern, flag: `--exclude ${pattern}` })),
    ...assign.map(({ pattern, campaign }) => ({
      pattern,
      flag: `--assign ${pattern}=${campaign}`,
    })),
  ];
  const names = configs.map(nameOf);
  return given
    .filter(({ pattern }) => !names.some((named) => matches(pattern, named)))
    .map(
      ({ flag }) =>
        `${flag} matches no dialer configuration of the tenant. A pattern is a whole id or name; * stands for any text.`,
    );
}
