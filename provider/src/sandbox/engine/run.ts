import { performance } from "node:perf_hooks";
import pLimit from "p-limit";
import { deleteTargeted } from "./deletion.ts";
import { addEngineService } from "./engine-service.ts";
import { Halt } from "./halt.ts";
import { acquireLock } from "./lock.ts";
import type { EngineOptions, RunOptions } from "./options.ts";
import { type Assignment, applyProgram } from "./program.ts";
import { diffProperties } from "./property-diff.ts";
import { Provider } from "./provider.ts";
import { ProviderProcess } from "./provider-process.ts";
import { refreshResources } from "./refresh.ts";
import { Report } from "./report.ts";
import type { EngineResult, Operation } from "./result.ts";
import { RpcServer } from "./rpc.ts";
import type { RunContext } from "./run-context.ts";
import { messageOf, SandboxError } from "./sandbox-error.ts";
import { defaultStack, loadSettings, type Settings } from "./settings.ts";
import { Snapshot } from "./snapshot.ts";
import { StateFile } from "./state-file.ts";
import { StateWriter } from "./state-writer.ts";
import { refuseUnknown, Targets } from "./targets.ts";
import { makeUrn, stackType } from "./urn.ts";
import { type Properties, showProperties } from "./values.ts";

interface Outputs {
  readonly before: Properties;
  readonly after: Properties;
}

/** One run, from the project's files to its result. A mistake of the user's is in the result; a defect is thrown. */
export async function run(
  operation: Operation,
  options: EngineOptions,
  runOptions: RunOptions,
): Promise<EngineResult> {
  const startedAt = performance.now();
  const report = new Report(options.onEvent ?? (() => {}), operation !== "preview");
  const outputs = await execute(operation, options, report, runOptions).catch((error: unknown) => {
    if (!(error instanceof SandboxError)) throw error;
    report.fail(error.message, "");
    return { before: {}, after: {} };
  });
  return {
    operation,
    stack: options.stack ?? defaultStack,
    ok: !report.hasFailed,
    steps: report.steps,
    outputs: showProperties(outputs.after),
    outputDiff: diffProperties(outputs.before, outputs.after),
    diagnostics: report.diagnostics,
    durationMs: performance.now() - startedAt,
  };
}

async function execute(
  operation: Operation,
  options: EngineOptions,
  report: Report,
  { signal, target, replace = [] }: RunOptions,
): Promise<Outputs> {
  const settings = await loadSettings(options);
  const { project, stack, statePath } = settings;
  const dryRun = operation === "preview";
  await using _lock = dryRun ? undefined : await acquireLock(`${statePath}.lock`);
  const file = new StateFile(statePath, { project: project.name, stack });
  const snapshot = new Snapshot(await file.load());
  const targets = new Targets(target);
  const isInState = (urn: string) => snapshot.all().some((state) => state.urn === urn);
  refuseUnknown(replace, isInState);
  // What a program registers can be a target as well: where one runs, they are looked for at its end.
  if (!runsProgram[operation]) targets.assertKnown(isInState);
  using server = new RpcServer();
  const address = await server.listen();
  addEngineService(server, report);
  const halt = new Halt();
  const writer = new StateWriter(
    () => file.write(snapshot.all()),
    (error) => {
      report.fail(`The state ${statePath} could not be written: ${messageOf(error)}`, "");
      halt.pull();
    },
  );
  const providerProcess = new ProviderProcess(providerOptions(settings, address, report));
  using _interruption = haltOn(signal, () => {
    report.fail(interrupted, "");
    halt.pull();
    return providerProcess;
  });
  const context: RunContext = {
    snapshot,
    report,
    halt,
    dryRun,
    provider: new Provider(providerProcess),
    targets,
    replace,
    limit: pLimit(settings.parallel),
    save: dryRun ? () => {} : () => writer.touch(),
    saved: () => writer.flush(),
  };
  const stackUrn = makeUrn({
    stack,
    project: project.name,
    parent: "",
    type: stackType,
    name: `${project.name}-${stack}`,
  });
  const outputs = () => snapshot.get(stackUrn)?.outputs ?? {};
  const before = outputs();
  try {
    await operations[operation]({ context, settings, server, address, providerProcess });
  } finally {
    context.save();
    await writer.flush();
    for (const line of await providerProcess.stop()) report.tell("info", line, "");
  }
  halt.throwDefect();
  return { before, after: outputs() };
}

const runsProgram: Readonly<Record<Operation, boolean>> = {
  preview: true,
  up: true,
  refresh: false,
  destroy: false,
};

const operations: Readonly<Record<Operation, (assignment: Assignment) => Promise<void>>> = {
  preview: applyProgram,
  up: applyProgram,
  refresh: ({ context }) => refreshResources(context),
  destroy: ({ context }) => deleteTargeted(context, context.snapshot.all()),
};

function providerOptions(
  { project, config, env, sdk }: Settings,
  engineAddress: string,
  report: Report,
) {
  return {
    cwd: project.directory,
    config: config.values,
    env: { ...env, PULUMI_NODEJS_PROJECT: project.name },
    engineAddress,
    script: sdk.dynamicProvider,
    onOutput: (line: string) => report.tell("info", line, ""),
  };
}

const interrupted =
  "The run was interrupted: what was running has ended and is recorded, nothing else was started. Run it again to go on.";

/** How long an operation that runs may take to end, in milliseconds: together with what comes then, two seconds at most. */
const GRACE_MS = 1_500;

/** Halts on the signal; a provider that does not come to an end is ended. */
function haltOn(signal: AbortSignal | undefined, halt: () => ProviderProcess): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = () => {
    const provider = halt();
    timer = setTimeout(() => provider.kill(), GRACE_MS);
  };
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort);
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}
