/**
 * Builds and tests. `npm test` proves each promise, the big tables by a fixed sample, in about four minutes on two cores;
 * `npm run test:all` everything, with the checks of `npm run check`, in twenty.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checks } from "./check.ts";
import { type Job, type JobResult, npmScript, printResult, runJobs } from "./jobs.ts";
import { testFiles } from "./test-files.ts";

const { values } = parseArgs({
  options: {
    all: { type: "boolean", default: false },
  },
});
const extent = values.all ? "whole" : "sample";
const start = performance.now();

const { shared, alone, left } = await testFiles(extent);
const lazyPackages = join(import.meta.dirname, "..", "test", "support", "lazy-packages.cjs");
const lazily = { NODE_OPTIONS: `--require="${lazyPackages.replaceAll("\\", "/")}"` };
const env = {
  TEST_EXTENT: extent,
  // Spares the hundreds of processes of a run the compilation of what they load.
  NODE_COMPILE_CACHE: join(import.meta.dirname, "..", "node_modules", ".cache", "compiled"),
};
const jobs: readonly Job[] = [
  ...shared.map(({ name, files }) => testJob(name, "--test-isolation=none", ...files)),
  ...(extent === "whole" ? checks : []),
  ...alone.map((file) => testJob(file, file)),
];

const build = await runJobs([npmScript("build")]);
const results = build.every(({ isOk }) => isOk) ? await runJobs(jobs, report) : build;
summarize(results);
process.exitCode = results.every(({ isOk }) => isOk) ? 0 : 1;

function testJob(name: string, ...args: readonly string[]): Job {
  const command = [process.execPath, "--test", "--test-reporter=spec", ...args] as const;
  return { name, command, env: { ...env, ...(!needsWholePackages(name) && lazily) } };
}

/** In a whole run, a program's life on the engines is proven with packages as they are, and what the installed package does. */
function needsWholePackages(name: string): boolean {
  return (
    extent === "whole" &&
    /^test\/(package|end-to-end\/(scenarios\/lifecycle|fleet|native|pipelines))\b/.test(name)
  );
}

/** Besides the result what a test says of itself: which sample it took, the figures of a survey. */
function report(result: JobResult): void {
  printResult(result);
  for (const line of result.isOk ? notes(result.output) : []) console.log(`    ${line}`);
}

function notes(output: string): readonly string[] {
  return output
    .split("\n")
    .filter((line) => /^\s*ℹ (?!\w+ [\d.]+$)|\(a sample of |# SKIP/.test(line));
}

function summarize(all: readonly JobResult[]): void {
  console.log("\nSeconds by folder, in which others ran at the same time:");
  const folders = Map.groupBy(all, ({ name }) => name.split("/").slice(0, 3).join("/"));
  const sums = [...folders].map(
    ([name, of]) => [name, of.reduce((total, { seconds }) => total + seconds, 0)] as const,
  );
  for (const [name, total] of sums.toSorted(([, a], [, b]) => b - a)) {
    console.log(`${total.toFixed(0).padStart(5)}  ${name}`);
  }
  if (left.length > 0) {
    console.log(
      `Left to \`npm run test:all\`, with the whole of what was sampled:\n  ${left.join("\n  ")}`,
    );
  }
  for (const { name } of all.filter(({ isOk }) => !isOk)) console.log(`✖ ${name}`);
  console.log();
  for (const counted of ["tests", "suites", "pass", "fail", "cancelled", "skipped", "todo"]) {
    console.log(`ℹ ${counted} ${sum(all, counted)}`);
  }
  console.log(`ℹ duration_ms ${(performance.now() - start).toFixed(0)}`);
}

/** Over the closing lines of each run of node:test, such as `ℹ tests 12`. */
function sum(all: readonly JobResult[], counted: string): number {
  return all.reduce((total, { output }) => {
    const [, number = "0"] = new RegExp(`^ℹ ${counted} (\\d+)$`, "m").exec(output) ?? [];
    return total + Number(number);
  }, 0);
}
