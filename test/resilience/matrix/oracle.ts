import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "pulumi-cxone-dialer";
import { stateOf } from "../../../provider/src/dialer-config/codec.ts";
import { holdsSecret } from "./canaries.ts";
import type { Cell } from "./cell.ts";
import { eventsIn, pendingEventsOf, violationsOfEvents, violationsOfExports } from "./events.ts";
import type { Scene } from "./scene.ts";
import type { Stack } from "./stack.ts";

/** How a cell ended: as asked, as asked but for an event that is still to be exported, or with an error that left what is named. */
export type Outcome = "done" | "event pending" | "error, old" | "error, new";

export interface Judgement {
  readonly outcome: Outcome;
  /** What does not hold, each as a sentence's end. */
  readonly violations: readonly string[];
}

export interface Moment {
  readonly cell: Cell;
  readonly scene: Scene;
  readonly stack: Stack;
  /** Of this configuration, so far. */
  readonly warnings: readonly string[];
}

/** Of a command that succeeded: the tenant holds what the program asks, the state says so, and every write has its event. */
export function judgeSuccess(moment: Moment, expected = moment.cell.operation.new): Judgement {
  const { scene, stack, warnings } = moment;
  const kept = stack.resource ? pendingEventsOf(stack.resource.outputs) : eventsIn(warnings);
  const isTold = warnings.some((warning) => warning.includes("could not be exported"));
  return {
    outcome: kept.length > 0 ? "event pending" : "done",
    violations: [
      ...unequal("the tenant holds", scene.document(), expected),
      ...(stack.resource ? violationsOfState(moment, stack.resource.outputs) : []),
      ...violationsOfEvents(scene, kept),
      ...(kept.length > 0 && !isTold ? ["no warning tells of the event that is kept"] : []),
    ],
  };
}

function violationsOfState({ cell, scene }: Moment, outputs: JsonObject): readonly string[] {
  const { fault, operation } = cell;
  const wasHidden = fault.needs === "etag" && outputs.etag === undefined;
  return [
    ...unequal("the state's document is", stateOf(outputs).document, scene.document()),
    ...(wasHidden ? [] : unequal("the state's ETag is", outputs.etag, scene.etag())),
    ...unequal("the state says that it found", outputs.originalDocument, operation.found),
    ...(holdsSecret(JSON.stringify(outputs)) ? ["the state holds a secret"] : []),
  ];
}

/** Of a command that failed: it says why, and the tenant holds all of the old document or all of the new one. */
export function judgeFailure({ cell, scene }: Moment, error: string): Judgement {
  const { old, new: program } = cell.operation;
  const live = scene.document();
  const isOld = isDeepStrictEqual(live, old);
  const isWhole = isOld || isDeepStrictEqual(live, program);
  return {
    outcome: isOld ? "error, old" : "error, new",
    violations: [
      ...(isWhole
        ? []
        : [`the tenant holds neither the old nor the new document but ${show(live)}`]),
      ...violationsOfMessage(error, cell.fault.says),
      ...violationsOfExports(scene),
    ],
  };
}

/** In the end: each document was written once, whatever was tried again. */
export function violationsOfWrites({ cell, scene }: Moment): readonly string[] {
  const { deployed, old, new: program, settled } = cell.operation;
  const wanted = [deployed !== undefined, !isDeepStrictEqual(old, program), settled !== undefined];
  return unequal("the number of writes is", scene.writes.length, wanted.filter(Boolean).length);
}

const next = /\b(check|try|run|grant|set|lower|find out|choose|look|allow)\b/i;
const ofTheLanguage = /\n\s+at |\b(undefined|NaN|TypeError|AssertionError)\b|\[object /;

function violationsOfMessage(message: string, says: RegExp): readonly string[] {
  const checks: readonly (readonly [holds: boolean, what: string])[] = [
    [says.test(message), `does not say ${says}`],
    [next.test(message), "does not say what to do next"],
    [/^[A-Z].*\. \[CXONE_[A-Z_]+\]$/s.test(message), "is no sentence with its code"],
    [!ofTheLanguage.test(message), "speaks of the code"],
    [!holdsSecret(message), "holds a secret"],
  ];
  return checks.filter(([holds]) => !holds).map(([, what]) => `the error ${what}: ${message}`);
}

function unequal(what: string, actual: unknown, expected: unknown): readonly string[] {
  if (isDeepStrictEqual(actual, expected)) return [];
  return [`${what} ${show(actual)} and not ${show(expected)}`];
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
