import type { Cell } from "./cell.ts";
import type { FaultContext } from "./faults.ts";
import type { Command } from "./operations.ts";
import {
  type Judgement,
  judgeFailure,
  judgeSuccess,
  type Moment,
  violationsOfWrites,
} from "./oracle.ts";
import type { Processes } from "./processes.ts";
import { startScene } from "./scene.ts";
import { type Result, Stack } from "./stack.ts";

interface Step {
  readonly process: "next" | "last";
  readonly command: Command;
  /** Which of the operation's documents the tenant then holds. */
  readonly leaves: "new" | "settled";
}

/** What is run once the fault is over: it finishes the work, and the last finds nothing to do. */
const recoveries: Readonly<Record<Command, readonly Step[]>> = {
  up: [
    { process: "next", command: "up", leaves: "settled" },
    { process: "last", command: "up", leaves: "settled" },
  ],
  refresh: [
    { process: "next", command: "refresh", leaves: "new" },
    { process: "next", command: "up", leaves: "settled" },
    { process: "last", command: "up", leaves: "settled" },
  ],
  destroy: [{ process: "next", command: "destroy", leaves: "new" }],
};

/** Deploys what is there before, lets the fault happen to the operation, and judges what came of it and of what follows. */
export async function runCell(
  cell: Cell,
  processes: Processes,
  context: FaultContext,
): Promise<Judgement> {
  const { command, deployed } = cell.operation;
  await using scene = await startScene(cell);
  const stack = new Stack();
  const warnings = () => processes.warnings().filter((each) => each.includes(scene.configId));
  const moment = (): Moment => ({ cell, scene, stack, warnings: warnings() });
  const program = scene.program(cell.operation.program);

  if (deployed) {
    const before = await stack.run(processes.deploying, "up", scene.program(deployed));
    if ("error" in before) throw new Error(`${scene.configId} is not deployed: ${before.error}`);
  }

  scene.disturb(context);
  const met = await stack.run(processes.faulty, command, program);
  const judgement = "error" in met ? judgeFailure(moment(), met.error) : judgeSuccess(moment());
  const violations = [...judgement.violations];
  if (cell.fault.effect && scene.hits() === 0) violations.push("the fault never happened");
  scene.tenant.clearFaults();

  const edited = "error" in met ? scene.editAfterFailure() : {};
  const isFinished = command === "up" && judgement.outcome === "done";
  for (const step of recoveries[command]) {
    const result = await stack.run(processes[step.process], step.command, program);
    const expected = cell.operation[step.leaves] ?? cell.operation.new;
    const { violations: left } = judgeSuccess(moment(), expected && { ...expected, ...edited });
    const problems = [...problemsOf(result, isFinished || step.process === "last"), ...left];
    violations.push(...problems.map((each) => `then, at ${step.process} ${step.command}, ${each}`));
  }
  violations.push(...violationsOfWrites(moment()));
  return { ...judgement, violations };
}

function problemsOf(result: Result, mustBeSame: boolean): readonly string[] {
  if ("error" in result) return [`it fails: ${result.error}`];
  if (mustBeSame && result.done !== "same") return ["there is still something to do"];
  return [];
}
