import fc from "fast-check";
import { Figures } from "./figures.ts";
import { laws } from "./laws/laws.ts";
import { play } from "./play.ts";
import type { Provider } from "./product.ts";
import { type Door, scenarios, throughDoors } from "./scenario.ts";

export interface Survey {
  readonly broken: number;
  /** By law, how many histories break it. */
  readonly byLaw: ReadonlyMap<string, number>;
  readonly figures: Figures;
}

/** Plays that many histories, whatever breaks, and counts how many break each law. */
export async function survey(
  provider: Provider,
  {
    numRuns,
    seed,
    door,
  }: { readonly numRuns: number; readonly seed: number; readonly door?: Door | undefined },
): Promise<Survey> {
  const byLaw = new Map<string, number>();
  const figures = new Figures();
  let broken = 0;
  for (const scenario of fc.sample(scenarios, { numRuns, seed })) {
    const chosen = door ? scenario.pipelines.map(() => door) : [];
    const history = await play(throughDoors(scenario, chosen), provider);
    figures.add(history);
    const names = Object.entries(laws).flatMap(([name, law]) =>
      law(history).length > 0 ? name : [],
    );
    for (const name of names) byLaw.set(name, (byLaw.get(name) ?? 0) + 1);
    if (names.length > 0) broken += 1;
  }
  return { broken, byLaw, figures };
}
