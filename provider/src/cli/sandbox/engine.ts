import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import type { EngineEvent, EngineResult, Operation } from "../../sandbox/engine/index.ts";
import type { Run } from "../../sandbox/engine/run.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { ProgressLine } from "../shared/terminal.ts";

interface Options {
  readonly cwd: string;
  readonly stack: string;
  readonly config: Record<string, string>;
  readonly secretConfig: Record<string, string>;
  readonly parallel?: number;
  readonly target?: readonly string[];
  readonly replace?: readonly string[];
  readonly json?: true;
  readonly showSames?: true;
}

const descriptions: Readonly<Record<Operation, string>> = {
  preview: "run the program and show what up would change",
  up: "run the program and create, update, replace and delete what it takes",
  refresh: "read every resource and take what is found into the state",
  destroy: "delete every resource of the stack",
};

const resultDescription = "print one JSON object: { ok, steps, outputs, diagnostics }";

const jsonDescriptions: Readonly<Record<Operation, string>> = {
  preview: "print one JSON object, as `pulumi preview --json` does",
  up: resultDescription,
  refresh: resultDescription,
  destroy: resultDescription,
};

/** `preview`, `up`, `refresh` and `destroy`: a Pulumi program on the sandbox engine. */
export function sandboxEngineCommands(): readonly Command[] {
  return (["preview", "up", "refresh", "destroy"] as const).map((operation) => {
    const command = new Command(operation)
      .description(descriptions[operation])
      .option("--cwd <dir>", "folder of Pulumi.yaml", ".")
      .option("--stack <name>", "stack; its state is <dir>/.sandbox/<name>.json", "dev")
      .option("--config <key=value>", "a setting of the stack; may be repeated", addSetting, {})
      .option(
        "--secret-config <key=value>",
        "the same for a secret (other users of this machine can see it while the command runs: prefer the environment)",
        addSetting,
        {},
      )
      .option(
        "--parallel <number>",
        "operations at a time (default: 4 for each processor)",
        parseCount,
      )
      .option(
        "--target <urn>",
        "the only resource to touch, as with Pulumi; may be repeated",
        addUrn,
      )
      .option("--json", jsonDescriptions[operation])
      .action(async (options: Options) => execute(operation, options));
    if (operation === "preview" || operation === "up")
      command.option("--replace <urn>", "a resource to replace; may be repeated", addUrn);
    if (operation === "preview")
      command.option("--show-sames", "with --json, print what stays as it is as well");
    return command;
  });
}

// Not written out where it is used: tsc leaves the `.ts` of an import in a function that has a `using`.
const loadEngine = () => import("../../sandbox/engine/run.ts");
const loadText = () => import("../../sandbox/engine/render/text.ts");
const loadDigest = () => import("../../sandbox/engine/render/preview-digest.ts");

async function execute(operation: Operation, options: Options): Promise<void> {
  const done = await run(operation, options);
  const { result } = done;
  process.exitCode = await exitCodeOf(result, options);
  if (options.json) console.log(await jsonReport(done, options));
  else if (hasBegun(result)) process.stdout.write((await loadText()).renderResult(result));
  else printMessages(result);
}

async function exitCodeOf(result: EngineResult, options: Options): Promise<number> {
  if (result.ok) return exitCodes.done;
  return hasBegun(result) || (await canBegin(options)) ? exitCodes.failed : exitCodes.usage;
}

/** Whether the project, the stack's name and its settings can be used at all. */
async function canBegin({ json, showSames, parallel, ...options }: Options): Promise<boolean> {
  const { SandboxError } = await import("../../sandbox/engine/model/result.ts");
  const { loadSettings } = await import("../../sandbox/engine/settings.ts");
  try {
    await loadSettings(options);
    return true;
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return false;
  }
}

async function run(operation: Operation, options: Options): Promise<Run> {
  const engine = await loadEngine();
  const { json, showSames, parallel, target = [], replace = [], ...rest } = options;
  using progress = new ProgressLine(process.stderr);
  progress.show("starting");
  using interruption = new Interruption();
  const engineOptions = {
    ...rest,
    // With the state, and not in the user's home among what belongs to real tenants.
    env: { CXONE_JOURNAL: resolve(rest.cwd, ".sandbox", "journal"), ...process.env },
    ...(parallel !== undefined && { parallel }),
    onEvent: reportSteps(progress),
  };
  return await engine.run(operation, engineOptions, {
    signal: interruption.signal,
    target,
    replace,
  });
}

/** Counts the steps that are done and those that run. */
function reportSteps(progress: ProgressLine): (event: EngineEvent) => void {
  const running = new Set<string>();
  let done = 0;
  return (event) => {
    if (event.type === "diagnostic") return;
    if (event.type === "step-started") {
      running.add(event.urn);
    } else {
      running.delete(event.urn);
      done += 1;
    }
    progress.show(`${done} done, ${running.size} running`);
  };
}

function printMessages({ diagnostics }: EngineResult): void {
  for (const { severity, message } of diagnostics) console.error(`${severity}: ${message}`);
}

/** A run that could not even begin has nothing to report but why. */
function hasBegun({ ok, steps }: EngineResult): boolean {
  return ok || steps.length > 0;
}

async function jsonReport(
  { result, steps: reported, config }: Run,
  { showSames }: Options,
): Promise<string> {
  const { operation, ok, steps, outputs, diagnostics, durationMs } = result;
  if (operation === "preview") {
    const { previewDigest } = await loadDigest();
    return previewDigest(
      { config, steps: reported, diagnostics, durationMs },
      { showSames: showSames === true },
    );
  }
  const essentials = steps.map(({ op, urn, diff, inputs }) => ({
    ...{ op, urn, diff },
    ...(op !== "same" && inputs && { inputs }),
  }));
  return JSON.stringify({ ok, steps: essentials, outputs, diagnostics }, null, 2);
}

/** The first Ctrl-C lets end what is running, the second does not wait. */
class Interruption {
  readonly #controller = new AbortController();
  readonly signal = this.#controller.signal;

  readonly #onSignal = () => {
    if (this.signal.aborted) process.exit(exitCodes.failed);
    console.error("Ending what is running. Press Ctrl-C again to stop at once.");
    this.#controller.abort();
  };

  constructor() {
    process.on("SIGINT", this.#onSignal).on("SIGTERM", this.#onSignal);
  }

  [Symbol.dispose](): void {
    process.off("SIGINT", this.#onSignal).off("SIGTERM", this.#onSignal);
  }
}

function addSetting(text: string, settings: Record<string, string>): Record<string, string> {
  const { key, value } = /^(?<key>[^=]+)=(?<value>.*)$/s.exec(text)?.groups ?? {};
  if (key === undefined || value === undefined) {
    throw new InvalidArgumentError(
      "Write it as key=value, for instance cxone:requestsPerMinute=50.",
    );
  }
  return { ...settings, [key]: value };
}

function addUrn(urn: string, urns: readonly string[] = []): readonly string[] {
  return [...urns, urn];
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new InvalidArgumentError("Give a whole number of at least 1.");
  }
  return count;
}
