/**
 * Changes the source in one place at a time, and expects a unit test to fail. `node scripts/mutation.ts` goes through all areas,
 * `node scripts/mutation.ts domain transport` through these. `--only provider/src/domain/merge.ts` changes this file alone,
 * `--concurrency 1` runs as many processes, `--force` runs again what was found earlier.
 */
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { PartialStrykerOptions } from "@stryker-mutator/api/core";
import { Stryker } from "@stryker-mutator/core";
import * as z from "zod";
import { areas } from "./mutation/areas.ts";

const { values, positionals } = parseArgs({
  options: {
    only: { type: "string" },
    concurrency: { type: "string" },
    force: { type: "boolean", default: false },
  },
  allowPositionals: true,
});

function optionsOf(name: string) {
  const area = areas[name];
  if (area === undefined) {
    throw new Error(`No area "${name}": there are ${Object.keys(areas).join(", ")}.`);
  }
  const results = `node_modules/.cache/mutation/${name}`;
  return {
    mutate: values.only === undefined ? [...area.mutate] : [values.only],
    testRunner: "in-process",
    // Stryker's own `testFiles` would run no test of what is read while a module is loaded.
    inProcess: { testFiles: area.testFiles, mutate: area.mutate },
    warnings: false,
    plugins: [import.meta.resolve("./mutation/runner.ts")],
    coverageAnalysis: "perTest",
    ignorePatterns: ["/.stryker*", "/bench", "/examples", "/site"],
    tempDirName: `.stryker-${name}`,
    ...(values.concurrency !== undefined && { concurrency: Number(values.concurrency) }),
    // A slow machine is no endless loop.
    timeoutMS: 20_000,
    timeoutFactor: 3,
    incremental: true,
    incrementalFile: `${results}.incremental.json`,
    force: values.force,
    reporters: ["progress-append-only", "clear-text", "json", "html"],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: `${results}.json` },
    htmlReporter: { fileName: `${results}.html` },
    thresholds: { high: 95, low: 90, break: values.only === undefined ? area.least : null },
  } satisfies PartialStrykerOptions;
}

const report = z.looseObject({
  files: z.record(
    z.string(),
    z.looseObject({
      mutants: z.array(z.looseObject({ status: z.string(), static: z.boolean().optional() })),
    }),
  ),
});

/** Stryker knows no test that covers what runs while a module is loaded, so it would keep such a change as it was found, whatever tests came since. */
async function forgetSurvivors(file: string): Promise<void> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return;
  const found = report.parse(JSON.parse(text));
  for (const each of Object.values(found.files)) {
    each.mutants = each.mutants.filter(
      ({ status, static: isStatic }) => !(isStatic && status === "Survived"),
    );
  }
  await writeFile(file, JSON.stringify(found));
}

const named = positionals.length > 0 ? positionals : Object.keys(areas);
for (const options of named.map(optionsOf)) {
  await forgetSurvivors(options.incrementalFile);
  await new Stryker(options).runMutationTest();
}
