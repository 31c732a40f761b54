import { resolve } from "node:path";
import { areas } from "./scripts/mutation/areas.ts";

// A test process starts for each change: what Node compiled once is compiled.
process.env.NODE_COMPILE_CACHE ??= resolve("node_modules/.cache/mutation/compiled");

const area = process.env.MUTATION_AREA ?? "domain";
const { mutate, testFiles, least } = areas[area];
const results = `node_modules/.cache/mutation/${area}`;

/** The changes of one area, `MUTATION_AREA`. `npm run mutation` goes through all of them. */
export default {
  mutate,
  testRunner: "tap",
  plugins: ["@stryker-mutator/tap-runner"],
  tap: {
    testFiles,
    nodeArgs: [
      "--test-reporter=tap",
      "--import=./scripts/mutation/test-process.ts",
      "--require={{hookFile}}",
      "{{testFile}}",
    ],
    forceBail: true,
  },
  coverageAnalysis: "perTest",
  ignorePatterns: ["/docs", "/bench", "/examples", "/site"],
  tempDirName: ".stryker",
  // A slow machine is no endless loop.
  timeoutMS: 30_000,
  timeoutFactor: 4,
  incremental: true,
  incrementalFile: `${results}.incremental.json`,
  reporters: ["progress-append-only", "clear-text", "json", "html"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `${results}.json` },
  htmlReporter: { fileName: `${results}.html` },
  thresholds: { high: 95, low: 90, break: least },
};
