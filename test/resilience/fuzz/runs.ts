/** How often each property is tried: a share of what `npm run fuzz` does by night. */
export const numRuns = Number(process.env.FUZZ_RUNS ?? 300);
