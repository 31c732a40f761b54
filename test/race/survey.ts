import fc from "fast-check";
import type { Lifecycle } from "./engine.ts";
import { laws } from "./laws/laws.ts";
import { play } from "./play.ts";
import { scenarios } from "./scenario.ts";

export interface Survey {
  readonly histories: number;
  readonly broken: number;
  /** How many histories broke each law. */
  readonly byLaw: ReadonlyMap<string, number>;
}

/** Plays that many histories, whatever breaks, and counts how many break each law. */
export async function survey(
  lifecycle: Lifecycle,
  { numRuns, seed }: { readonly numRuns: number; readonly seed: number },
): Promise<Survey> {
  const byLaw = new Map<string, number>();
  let broken = 0;
  for (const scenario of fc.sample(scenarios, { numRuns, seed })) {
    const history = await play(scenario, lifecycle);
    const names = Object.entries(laws)
      .filter(([, law]) => law(history).length > 0)
      .map(([name]) => name);
    for (const name of names) byLaw.set(name, (byLaw.get(name) ?? 0) + 1);
    if (names.length > 0) broken += 1;
  }
  return { histories: numRuns, broken, byLaw };
}
