import type { AdoptFlags } from "../flags.ts";
import type { FoundConfig } from "../tenant/snapshot.ts";
import { nameOf } from "./campaign-of.ts";
import { matches } from "./patterns.ts";

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
