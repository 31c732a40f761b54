/** Loaded into each test process of a mutation run, before the test. */
import { writeSync } from "node:fs";
import fc from "fast-check";

// The score has to be the same in each run, and nobody reads the smallest counterexample.
fc.configureGlobal({ seed: 20_260_302, endOnFailure: true });

// A change that throws while the test file is imported ends the process before it reports a test.
process.on("exit", (code) => {
  if (code !== 0) writeSync(1, "\nnot ok 1 - the test process ended with a failure\n");
});
