/**
 * What `node:test` is to the test files of a mutation run: it collects their tests, so that one process runs them again for each
 * change. It knows as much of `node:test` as these files use.
 */
import { type MockTracker, mock } from "node:test";

export { mock };

type Hook = () => unknown;

/** The part of `node:test`'s context that tests use. */
interface Context {
  readonly mock: MockTracker;
  after(hook: Hook): void;
  diagnostic(message: string): void;
  skip(): void;
}

type Body = (context: Context) => unknown;

interface Options {
  readonly skip?: boolean | string;
}

export interface CollectedTest {
  /** The file, and its name below that of the groups around it. */
  readonly id: string;
  readonly file: string;
  /** Rejects where the test fails. */
  run(): Promise<void>;
}

interface Group {
  readonly names: readonly string[];
  readonly beforeEach: Hook[];
}

const collected: CollectedTest[] = [];
const atEnd: Hook[] = [];
let file = "";
let group: Group = { names: [], beforeEach: [] };

/** The tests of a file. */
export async function collect(
  path: string,
  load: () => Promise<unknown>,
): Promise<CollectedTest[]> {
  file = path;
  group = { names: [], beforeEach: [] };
  const before = collected.length;
  await load();
  return collected.slice(before);
}

/** What the files asked for when all of their tests have run. */
export async function finish(): Promise<void> {
  for (const hook of atEnd.splice(0)) await hook();
}

export function describe(name: string, body: () => void): void {
  const outer = group;
  group = { names: [...outer.names, name], beforeEach: [...outer.beforeEach] };
  body();
  group = outer;
}

export function test(name: string, body: Body): void;
export function test(name: string, options: Options, body: Body): void;
export function test(name: string, ...rest: readonly (Options | Body)[]): void {
  const body = rest.find((each) => typeof each === "function");
  const options = rest.find((each) => typeof each === "object");
  if (body === undefined || options?.skip) return;
  const { names, beforeEach } = group;
  const title = `${file} ${[...names, name].join(" > ")}`;
  const twins = collected.filter(({ id }) => id === title || id.startsWith(`${title} #`)).length;
  const id = twins === 0 ? title : `${title} #${twins + 1}`;
  collected.push({ id, file, run: () => run(body, beforeEach) });
}

export function after(hook: Hook): void {
  atEnd.push(hook);
}

export function beforeEach(hook: Hook): void {
  group.beforeEach.push(hook);
}

/** The test waits for what never comes. */
export class Endless extends Error {}

/** Longer than any test takes on a busy machine, in milliseconds. */
const longestTest = 20_000;

/** As it is before a test mocks it. */
const { setTimeout: startTimer, clearTimeout: stopTimer } = globalThis;

/** An error that no promise of the test has, as of a timer, fails it as well. */
async function run(body: Body, beforeEach: readonly Hook[]): Promise<void> {
  const { promise: stray, reject } = Promise.withResolvers<never>();
  const hooks: Hook[] = [];
  const context: Context = {
    mock,
    after: (hook) => hooks.push(hook),
    diagnostic: () => {},
    skip: () => {},
  };
  const timer = startTimer(
    () => reject(new Endless(`no end after ${longestTest} ms`)),
    longestTest,
  );
  process.on("uncaughtException", reject);
  process.on("unhandledRejection", reject);
  try {
    for (const hook of beforeEach) await hook();
    await Promise.race([stray, (async () => body(context))()]);
  } finally {
    stopTimer(timer);
    mock.reset();
    mock.timers.reset();
    for (const hook of hooks) await hook();
    process.off("uncaughtException", reject);
    process.off("unhandledRejection", reject);
  }
}
