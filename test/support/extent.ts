/** Whether this run proves everything (`npm run test:all`), or a sample of what is long by nature (`npm test`). */
export const isWhole = process.env.TEST_EXTENT !== "sample";

/** All of them in a whole run; otherwise every n-th from the first on, always the same ones. */
export function sampled<T>(all: readonly T[], every: number, first = 0): readonly T[] {
  return isWhole ? all : all.filter((_, i) => i % every === first);
}

/** For a test's name: ` (a sample of 12 of 48)`, or nothing in a whole run. */
export function sampleOf(chosen: number, all: number): string {
  return chosen === all ? "" : ` (a sample of ${chosen} of ${all})`;
}
