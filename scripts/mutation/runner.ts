/**
 * Runs tests in the process that has loaded them, once for each change: it takes milliseconds, where a process for each test file
 * takes seconds. And it knows which test covers a change, where the tap runner knows which file.
 */
import { globSync } from "node:fs";
import { registerHooks } from "node:module";
import { basename, resolve } from "node:path";
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
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import fc from "fast-check";
import { z } from "zod";
import { type CollectedTest, collect, Endless, finish } from "./tests-in-process.ts";

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
/** The package is its source here, and so are its providers: there are no changes in `dist`. */
const sources = new Map([
  ["pulumi-cxone-dialer", "provider/src/index.ts"],
  ["pulumi-cxone-dialer/provider", "provider/src/provider.ts"],
  ["pulumi-cxone-dialer/sandbox", "provider/src/sandbox/index.ts"],
  ["../support/provider-process.ts", "scripts/mutation/provider-in-process.ts"],
  ["../../support/provider-process.ts", "scripts/mutation/provider-in-process.ts"],
]);
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "node:test" && context.parentURL !== collector) {
      return { url: collector, shortCircuit: true };
    }
    const source = sources.get(specifier);
    if (source === undefined) return next(specifier, context);
    // The changed files are a copy of the repository, in the current folder.
    return { url: urlOf(source), shortCircuit: true };
  },
});

const endless = "the test has no end";

class InProcessRunner implements TestRunner {
  readonly #files: readonly string[];
  readonly #changed: readonly string[];
  readonly #tests = new Map<string, readonly CollectedTest[]>();

  constructor({ testFiles, mutate }: { testFiles: readonly string[]; mutate: readonly string[] }) {
    this.#files = globSync([...testFiles]).sort();
    this.#changed = globSync([...mutate]).sort();
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  async dryRun(): Promise<DryRunResult> {
    const mutantCoverage: MutantCoverage = { static: {}, perTest: {} };
    instruments.mutantCoverage = mutantCoverage;
    const tests: TestResult[] = [];
    for (const file of this.#files) await this.#load(file);
    for (const file of this.#files) tests.push(...(await run(await this.#load(file), true)));
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, mutantActivation, testFilter, hitLimit, disableBail } = options;
    const wanted = testFilter && new Set(testFilter);
    const ownTests = `/${basename(activeMutant.fileName, ".ts")}.test.ts`;
    const files = this.#files
      .filter((file) => testFilter?.some((id) => fileOf(id) === file) ?? true)
      .toSorted((one, other) => Number(other.endsWith(ownTests)) - Number(one.endsWith(ownTests)));
    instruments.activeMutant = undefined;
    instruments.hitCount = hitLimit === undefined ? undefined : 0;
    instruments.hitLimit = hitLimit;
    // What runs while a module is loaded has to be changed by then; all else must not.
    if (mutantActivation === "runtime") for (const file of files) await this.#load(file);
    instruments.activeMutant = activeMutant.id;
    const tests: TestResult[] = [];
    for (const file of files) {
      const results: readonly TestResult[] = await this.#load(file).then(
        (all) =>
          run(
            all.filter(({ id }) => wanted?.has(id) ?? true),
            disableBail,
          ),
        (error: unknown) => [failed(file, 0, error)],
      );
      tests.push(...results);
      if (!disableBail && results.at(-1)?.status === TestStatus.Failed) break;
    }
    instruments.activeMutant = undefined;
    if (tests.some(isEndless)) return { status: MutantRunStatus.Timeout };
    const result = { status: DryRunStatus.Complete, tests } as const;
    return toMutantRunResult(determineHitLimitReached(instruments.hitCount, hitLimit) ?? result);
  }

  async dispose(): Promise<void> {
    await finish();
  }

  async #load(file: string): Promise<readonly CollectedTest[]> {
    const known = this.#tests.get(file);
    if (known) return known;
    const tests = await collect(file, async () => {
      await load(file);
      // What is loaded only when it is needed would be loaded by one test, and be as it was for all changes after it.
      for (const each of this.#changed) await load(each);
    });
    this.#tests.set(file, tests);
    return tests;
  }
}

function load(file: string): Promise<unknown> {
  return import(urlOf(file));
}

function urlOf(file: string): string {
  return pathToFileURL(resolve(file)).href;
}

/** Runs tests, up to the first that fails if need be. */
async function run(tests: readonly CollectedTest[], isWhole: boolean): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for (const { id, file, run } of tests) {
    const begin = performance.now();
    instruments.currentTestId = id;
    const error = await run().then(
      () => undefined,
      (reason: unknown) => ({ reason }),
    );
    instruments.currentTestId = undefined;
    const timeSpentMs = performance.now() - begin;
    results.push(
      error
        ? { ...failed(id, timeSpentMs, error.reason), fileName: file }
        : { id, name: id, fileName: file, timeSpentMs, status: TestStatus.Success },
    );
    if (error && !isWhole) break;
  }
  return results;
}

function isEndless(result: TestResult): boolean {
  return result.status === TestStatus.Failed && result.failureMessage === endless;
}

/** A test's id begins with its file. */
function fileOf(id: string): string {
  return id.slice(0, id.indexOf(" "));
}

function failed(id: string, timeSpentMs: number, error: unknown): TestResult {
  const failureMessage = error instanceof Endless ? endless : String(error);
  return { id, name: id, timeSpentMs, status: TestStatus.Failed, failureMessage };
}

createRunner.inject = tokens(commonTokens.options);
function createRunner(options: StrykerOptions): TestRunner {
  const patterns = z.array(z.string());
  return new InProcessRunner(
    z.object({ testFiles: patterns, mutate: patterns }).parse(options.inProcess),
  );
}

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, "in-process", createRunner),
];
