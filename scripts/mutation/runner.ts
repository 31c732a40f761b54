/**
 * Runs tests in the process that has loaded them, once for each change: it takes milliseconds, where a process for each test file
 * takes seconds. And it knows which test covers a change, where the tap runner knows which file.
 */
import { globSync } from "node:fs";
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { MutantCoverage, StrykerOptions } from "@stryker-mutator/api/core";
import {
  commonTokens,
  declareFactoryPlugin,
  PluginKind,
  tokens,
} from "@stryker-mutator/api/plugin";
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import fc from "fast-check";
import { z } from "zod";
import { type CollectedTest, collect, finish } from "./tests-in-process.ts";

/** What the changed source reads and writes. */
interface Instruments {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

declare global {
  var __stryker__: Instruments | undefined;
}

globalThis.__stryker__ ??= {};
const instruments = globalThis.__stryker__;

// The score has to be the same in each run, and nobody reads the smallest counterexample.
fc.configureGlobal({ seed: 20_260_302, endOnFailure: true });

const collector = import.meta.resolve("./tests-in-process.ts");
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "node:test" && context.parentURL !== collector
      ? { url: collector, shortCircuit: true }
      : next(specifier, context),
});

class InProcessRunner implements TestRunner {
  readonly #files: readonly string[];
  readonly #tests = new Map<string, readonly CollectedTest[]>();

  constructor(patterns: readonly string[]) {
    this.#files = globSync([...patterns]).sort();
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun(): Promise<DryRunResult> {
    const mutantCoverage: MutantCoverage = { static: {}, perTest: {} };
    instruments.mutantCoverage = mutantCoverage;
    const tests = await this.#load(this.#files);
    const result = await this.#run(tests, true);
    return { ...result, mutantCoverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, mutantActivation, testFilter, hitLimit, disableBail } = options;
    const isStatic = mutantActivation === "static";
    instruments.activeMutant = isStatic ? activeMutant.id : undefined;
    instruments.hitCount = hitLimit === undefined ? undefined : 0;
    instruments.hitLimit = hitLimit;
    const wanted = testFilter && new Set(testFilter);
    let tests: readonly CollectedTest[];
    try {
      const files = this.#files.filter((file) => !testFilter?.every((id) => fileOf(id) !== file));
      tests = await this.#load(files);
    } catch (error) {
      // The files cannot even be loaded with it.
      return toMutantRunResult({
        status: DryRunStatus.Complete,
        tests: [failed("loading", 0, error)],
      });
    }
    instruments.activeMutant = activeMutant.id;
    const result = await this.#run(
      tests.filter(({ id }) => wanted?.has(id) ?? true),
      disableBail,
    );
    instruments.activeMutant = undefined;
    return toMutantRunResult(determineHitLimitReached(instruments.hitCount, hitLimit) ?? result);
  }

  async dispose(): Promise<void> {
    await finish();
  }

  async #load(files: readonly string[]): Promise<readonly CollectedTest[]> {
    for (const file of files) {
      if (this.#tests.has(file)) continue;
      const load = () => import(pathToFileURL(resolve(file)).href);
      this.#tests.set(file, await collect(file, load));
    }
    return files.flatMap((file) => this.#tests.get(file) ?? []);
  }

  async #run(tests: readonly CollectedTest[], isWhole: boolean) {
    const results: TestResult[] = [];
    for (const test of tests) {
      const begin = performance.now();
      instruments.currentTestId = test.id;
      const error = await test.run().then(
        () => undefined,
        (reason: unknown) => ({ reason }),
      );
      instruments.currentTestId = undefined;
      const timeSpentMs = performance.now() - begin;
      if (error) {
        results.push({ ...failed(test.id, timeSpentMs, error.reason), fileName: test.file });
        if (!isWhole) break;
      } else {
        const { id, file } = test;
        results.push({ id, name: id, fileName: file, timeSpentMs, status: TestStatus.Success });
      }
    }
    return { status: DryRunStatus.Complete, tests: results } as const;
  }
}

/** A test's id begins with its file. */
function fileOf(id: string): string {
  return id.slice(0, id.indexOf(" "));
}

function failed(id: string, timeSpentMs: number, error: unknown): TestResult {
  return { id, name: id, timeSpentMs, status: TestStatus.Failed, failureMessage: String(error) };
}

createRunner.inject = tokens(commonTokens.options);
function createRunner(options: StrykerOptions): TestRunner {
  const { testFiles } = z.object({ testFiles: z.array(z.string()) }).parse(options.inProcess);
  return new InProcessRunner(testFiles);
}

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, "in-process", createRunner),
];
