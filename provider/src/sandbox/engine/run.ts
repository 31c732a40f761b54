import { performance } from "node:perf_hooks";
import pLimit from "p-limit";
import { messageOf } from "../../shared/caught-error.ts";
import { deleteTargeted } from "./deployment/deletion.ts";
import { Deployment } from "./deployment/deployment.ts";
import { refreshResources } from "./deployment/refresh.ts";
import { Halt, type RunContext, refuseUnknown, Targets } from "./deployment/run-context.ts";
import type { EngineOptions, RunOptions } from "./engine.ts";
import { diffProperties } from "./model/property-path.ts";
import { Report, type ReportedStep } from "./model/report.ts";
import { makeUrn, stackType } from "./model/resource.ts";
import { type EngineResult, type Operation, SandboxError } from "./model/result.ts";
import { type Properties, showProperties } from "./model/values.ts";
import { describeEnding } from "./processes/child-process.ts";
import { alreadyReported, runProgram } from "./processes/program.ts";
import { Providers } from "./processes/providers.ts";
import { addEngineService, withoutStack } from "./protocol/engine-service.ts";
import { addMonitor } from "./protocol/monitor.ts";
import { RpcServer } from "./protocol/rpc.ts";
import { defaultStack, loadSettings, type Settings, type StackConfig } from "./settings.ts";
import { acquireLock } from "./state/lock.ts";
import { Snapshot } from "./state/snapshot.ts";
import { StateFile, StateWriter } from "./state/state-file.ts";

/** A run with what its result leaves out. */
export interface Run {
  readonly result: EngineResult;
  /** The result's steps with the whole states. */
  readonly steps: readonly ReportedStep[];
  /** Absent where it could not be read. */
  readonly config: StackConfig | undefined;
}

/** What a run knows of the stack. */
interface Stack {
  readonly config?: StackConfig;
  readonly before: Properties;
  readonly after: Properties;
}

/** One run, from the project's files to its result. An error of the user's is in the result; a defect is thrown. */
export async function run(
  operation: Operation,
  options: EngineOptions,
  runOptions: RunOptions,
): Promise<Run> {
  const startedAt = performance.now();
  const report = new Report(options.onEvent ?? (() => {}), operation !== "preview");
  const { config, before, after } = await execute(operation, options, report, runOptions).catch(
    (error: unknown): Stack => {
      if (!(error instanceof SandboxError)) throw error;
      report.fail(error.message, "");
      return { before: {}, after: {} };
    },
  );
  const result = {
    operation,
    stack: options.stack ?? defaultStack,
    ok: !report.hasFailed,
    steps: report.steps.map(({ step }) => step),
    outputs: showProperties(after),
    outputDiff: diffProperties(before, after),
    diagnostics: report.diagnostics,
    durationMs: performance.now() - startedAt,
  };
  return { result, steps: report.steps, config };
}

async function execute(
  operation: Operation,
  options: EngineOptions,
  report: Report,
  { signal, target, replace = [] }: RunOptions,
): Promise<Stack> {
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
      halt.stop();
    },
  );
  const providers = new Providers({
    settings,
    engineAddress: address,
    inputsOf: (urn) => snapshot.get(urn)?.inputs,
    onOutput: (line) => report.log("info", line, ""),
  });
  using _interruption = haltOn(signal, () => {
    report.fail(interrupted, "");
    halt.stop();
    providers.cancel();
    return providers;
  });
  const context: RunContext = {
    snapshot,
    report,
    halt,
    dryRun,
    providers,
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
    await operations[operation]({ context, settings, server, address });
  } finally {
    context.save();
    await writer.flush();
    for (const line of await providers.stop()) report.log("info", line, "");
  }
  halt.throwDefect();
  return { config: settings.config, before, after: outputs() };
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

const interrupted =
  "The run was interrupted: what was running has ended and is recorded, nothing else was started. Run it again to go on.";

/** How long an operation that runs may take to end, in milliseconds: together with what comes then, two seconds at most. */
const GRACE_MS = 1_500;

/** Halts on the signal; a provider that does not come to an end is ended. */
function haltOn(signal: AbortSignal | undefined, halt: () => Providers): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = () => {
    const providers = halt();
    timer = setTimeout(() => providers.kill(), GRACE_MS);
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

/** What a run works with. */
interface Assignment {
  readonly context: RunContext;
  readonly settings: Settings;
  readonly server: RpcServer;
  readonly address: string;
}

/**
 * Runs the program and brings what exists to what it registers; what it does not register any more is deleted, but only
 * where the program came to a good end.
 */
async function applyProgram(assignment: Assignment): Promise<void> {
  const { context, settings, server, address } = assignment;
  const { dryRun, halt, providers, report } = context;
  const { project, stack, sdk } = settings;
  const deployment = new Deployment(context);
  addMonitor(server, {
    registrar: deployment,
    packages: providers,
    dryRun,
    project: project.name,
    stack,
  });
  // While the program loads, which takes as long again.
  providers.prepare();
  const onOutput = (line: string) => report.log("info", line, "");
  const program = await runProgram(
    { ...settings, address, dryRun, script: sdk.run, onOutput },
    halt.signal,
  );
  await deployment.idle();
  if (halt.signal.aborted) return;
  if (program.code === 0) {
    for (const line of program.errors.trimEnd().split("\n")) if (line !== "") onOutput(line);
    await deployment.deleteTheRest();
  } else if (program.code === alreadyReported) {
    report.markFailed();
  } else {
    const errors = withoutStack(program.errors);
    report.fail(`The program ${describeEnding(program)}.\n${errors}`.trimEnd(), "");
  }
}
