import { describeEnding } from "./child-process.ts";
import { Deployment } from "./deployment.ts";
import { addMonitor } from "./monitor.ts";
import { withoutStack } from "./program-output.ts";
import { alreadyReported, runProgram } from "./program-process.ts";
import type { ProviderProcess } from "./provider-process.ts";
import type { RpcServer } from "./rpc.ts";
import type { RunContext } from "./run-context.ts";
import type { Settings } from "./settings.ts";

/** What a run works with. */
export interface Assignment {
  readonly context: RunContext;
  readonly settings: Settings;
  readonly server: RpcServer;
  readonly address: string;
  readonly providerProcess: ProviderProcess;
}

/**
 * Runs the program and brings what exists to what it registers; what it does not register any more is deleted, but only
 * where the program came to a good end.
 */
export async function applyProgram(assignment: Assignment): Promise<void> {
  const { context, settings, server, address, providerProcess } = assignment;
  const { dryRun, halt, report } = context;
  const { project, stack, sdk } = settings;
  const deployment = new Deployment(context);
  addMonitor(server, { deployment, dryRun, project: project.name, stack });
  // While the program loads, which takes as long again.
  providerProcess.prepare();
  const onOutput = (line: string) => report.tell("info", line, "");
  const program = await runProgram(
    { ...settings, address, dryRun, script: sdk.run, onOutput },
    halt,
  );
  await deployment.idle();
  if (halt.isPulled) return;
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
