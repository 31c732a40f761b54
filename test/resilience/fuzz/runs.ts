import { isWhole } from "../../support/extent.ts";

/** How often each property is tried: a share of what `npm run fuzz` does by night. */
export const numRuns = Number(process.env.FUZZ_RUNS ?? (isWhole ? 300 : 100));

/** The same where each try writes and reads a file. */
export const numRunsOfFiles = Math.ceil(numRuns / 5);
