import { type FaultKind, faults } from "./faults.ts";
import { type Operation, operations } from "./operations.ts";

/** How often a fault happens. */
export const repeats = { once: 1, twice: 2, "for ever": Number.POSITIVE_INFINITY } as const;

export type Repeat = keyof typeof repeats;

export const repeatNames: readonly Repeat[] = ["once", "twice", "for ever"];

/** An operation, what goes wrong with it, and how often. */
export interface Cell {
  readonly operation: Operation;
  readonly fault: FaultKind;
  readonly repeat: Repeat;
}

/** Every cell of the matrix, the impossible ones included. */
export const cells: readonly Cell[] = operations.flatMap((operation) =>
  faults.flatMap((fault) => repeatNames.map((repeat) => ({ operation, fault, repeat }))),
);

/** Why a cell can't be: the fault spoils something that the reply doesn't have. Undefined where it can. */
export function impossibility({ operation, fault }: Cell): string | undefined {
  if (fault.needs === undefined || operation.reply[fault.needs]) return undefined;
  return lacking[fault.needs];
}

const lacking = { body: "the reply has no body", etag: "the reply has no ETag to begin with" };

/** The configuration of a cell tells in its id which cell it is, and on which port its tenant listens. */
export function configIdOf({ operation, fault, repeat }: Cell, port: number | string): string {
  return [operation.name, fault.name, repeat, port].join(".").replaceAll(/[^\w.]+/g, "-");
}

export function placeOf(configId: string): {
  readonly cell: Cell | undefined;
  readonly port: number;
} {
  const port = configId.slice(configId.lastIndexOf(".") + 1);
  return { cell: cells.find((cell) => configIdOf(cell, port) === configId), port: Number(port) };
}
