/**
 * Changes the source in one place at a time, and expects a test to fail: `npm run mutation`, hours on two cores. Only
 * what the unit tests import as source is changed, so that no build stands between a change and its test.
 */
export default {
  testRunner: "tap",
  tap: {
    testFiles: ["test/unit/{domain,pacing,transport}/*.test.ts"],
    nodeArgs: ["--test-reporter=tap", "-r", "{{hookFile}}", "{{testFile}}"],
    forceBail: true,
  },
  plugins: ["@stryker-mutator/tap-runner"],
  mutate: ["provider/src/{domain,transport}/**/*.ts"],
  coverageAnalysis: "perTest",
  tempDirName: ".stryker",
  reporters: ["clear-text", "json", "html"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: "node_modules/.cache/mutation/mutation.json" },
  htmlReporter: { fileName: "node_modules/.cache/mutation/mutation.html" },
};
