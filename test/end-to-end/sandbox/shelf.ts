import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  watch,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type EngineOptions,
  type EngineResult,
  type Operation,
  type RunOptions,
  SandboxEngine,
} from "pulumi-cxone-dialer/sandbox";
import { compileCache } from "../../support/process-environment.ts";

const fixture = join(import.meta.dirname, "fixtures", "shelf");
/** Stays where it is, so that each run finds it compiled. */
const item = pathToFileURL(join(fixture, "item.ts")).href;
const packages = join(import.meta.dirname, "..", "..", "..", "node_modules");

/**
 * A project of its own, with a shelf (a folder) for its items. A program is the text between the imports and the end of
 * the file: `new Item("a", { label: "first" })`.
 */
export class Shelf implements AsyncDisposable {
  readonly cwd: string;
  readonly #shelf: string;
  readonly #options: Partial<EngineOptions>;
  readonly #runs: Promise<EngineResult>[] = [];

  private constructor(cwd: string, options: Partial<EngineOptions>) {
    this.cwd = cwd;
    this.#shelf = join(cwd, "shelf");
    this.#options = options;
  }

  static async make(options: Partial<EngineOptions> = {}): Promise<Shelf> {
    const cwd = await mkdtemp(join(tmpdir(), "shelf-"));
    for (const name of ["Pulumi.yaml", "package.json"]) {
      await copyFile(join(fixture, name), join(cwd, name));
    }
    await symlink(packages, join(cwd, "node_modules"), "junction");
    const shelf = new Shelf(cwd, options);
    await mkdir(shelf.#shelf);
    return shelf;
  }

  /** What a run's processes need to find the shelf. */
  get environment() {
    return { SHELF: this.#shelf, NODE_COMPILE_CACHE: compileCache };
  }

  async program(text: string): Promise<void> {
    const imports = `import { secret } from "@pulumi/pulumi/output.js";\nimport { Box, Item } from ${JSON.stringify(item)};\n`;
    await writeFile(join(this.cwd, "index.js"), `${imports}${text}\n`);
  }

  async preview(program?: string, options?: RunOptions): Promise<EngineResult> {
    return this.#run("preview", program, options);
  }

  async up(program?: string, options?: RunOptions): Promise<EngineResult> {
    return this.#run("up", program, options);
  }

  async refresh(options?: RunOptions): Promise<EngineResult> {
    return this.#run("refresh", undefined, options);
  }

  async destroy(options?: RunOptions): Promise<EngineResult> {
    return this.#run("destroy", undefined, options);
  }

  async #run(operation: Operation, program?: string, options?: RunOptions): Promise<EngineResult> {
    if (program !== undefined) await this.program(program);
    await rm(join(this.#shelf, "calls"), { force: true });
    const { env, ...rest } = this.#options;
    const engine = new SandboxEngine({
      cwd: this.cwd,
      env: { ...this.environment, ...env },
      ...rest,
    });
    const run = engine[operation](options);
    this.#runs.push(run);
    return run;
  }

  /** The name over its whole life that an item has in the state. */
  urn(name: string): string {
    return `urn:pulumi:dev::shelf::pulumi-nodejs:dynamic/shelf:Item::${name}`;
  }

  /** What the providers were asked to do in the last run, in that order: `create a`. */
  async calls(...verbs: readonly string[]): Promise<readonly string[]> {
    const text = await readFile(join(this.#shelf, "calls"), "utf8").catch(() => "");
    const calls = text.split("\n").filter((call) => call !== "");
    return calls.filter(
      (call) => verbs.length === 0 || verbs.some((verb) => call.startsWith(verb)),
    );
  }

  /** Ends when a provider has been asked for this. */
  async called(call: string): Promise<void> {
    const watching = new AbortController();
    const changes = watch(this.#shelf, { signal: watching.signal })[Symbol.asyncIterator]();
    // The watcher starts at the first `next`: what happens after that is not missed, and what happened before is there.
    let change = changes.next();
    while ((await this.calls(call)).length === 0) {
      await change;
      change = changes.next();
    }
    change.catch(() => {});
    watching.abort();
  }

  /** The names of the items on the shelf. */
  async items(): Promise<readonly string[]> {
    const files = await readdir(this.#shelf);
    return files
      .filter((file) => file.endsWith(".json"))
      .map((file) => file.slice(0, -5))
      .sort();
  }

  /** Somebody puts another item there, past the program. */
  async put(id: string, item: object): Promise<void> {
    await writeFile(join(this.#shelf, `${id}.json`), JSON.stringify(item));
  }

  async take(id: string): Promise<void> {
    await rm(join(this.#shelf, `${id}.json`));
  }

  /** Lets go on what `trouble: "create waits"` holds up. */
  async letGo(): Promise<void> {
    await writeFile(join(this.#shelf, "go"), "");
  }

  async stateText(): Promise<string> {
    return readFile(join(this.cwd, ".sandbox", "dev.json"), "utf8");
  }

  /** Also where a test fails while a run is held up. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.letGo();
    await Promise.allSettled(this.#runs);
    await rm(this.cwd, { recursive: true });
  }
}

/** What was done, and to what: `create a`. The stack and what stays the same are left out. */
export function doneBy({ steps }: EngineResult): readonly string[] {
  return steps
    .filter(({ op, urn }) => op !== "same" && !urn.includes("pulumi:pulumi:Stack"))
    .map(({ op, urn }) => `${op} ${nameOf(urn)}`);
}

export function changesOf({ steps }: EngineResult, name: string) {
  return steps.find(({ urn }) => nameOf(urn) === name)?.diff;
}

/** Errors and warnings, as `error: text`. */
export function complaintsOf({ diagnostics }: EngineResult): readonly string[] {
  return diagnostics
    .filter(({ severity }) => severity !== "info")
    .map(({ severity, message }) => `${severity}: ${message}`);
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}
