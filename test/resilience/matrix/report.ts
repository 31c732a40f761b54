import { type Cell, cells, impossibility, repeatNames } from "./cell.ts";
import { type FaultFamily, type FaultKind, faultFamilies, faults } from "./faults.ts";
import { type Operation, operations } from "./operations.ts";
import type { Outcome } from "./oracle.ts";
import type { CellResult } from "./run-matrix.ts";

const symbols: Readonly<Record<Outcome, string>> = {
  done: "✓",
  "event pending": "◷",
  "error, old": "○",
  "error, new": "●",
};
const impossible = "·";
const violated = "✗";

const legend: readonly (readonly [symbol: string, meaning: string])[] = [
  [
    symbols.done,
    "succeeds: the tenant holds what the program asks, the state says so, and every write has its audit event",
  ],
  [
    symbols["event pending"],
    "succeeds with a warning: an audit event is still to be exported, and is kept until it is",
  ],
  [symbols["error, old"], "fails clearly; the tenant holds what it held before, all of it"],
  [
    symbols["error, new"],
    "fails clearly; the tenant holds what was asked, all of it, though its answer was no use",
  ],
  [impossible, "can't be"],
  [violated, "breaks a promise"],
];

/** What came of every cell, for a person to read. It differs from run to run only where the outcomes do. */
export function report(results: readonly CellResult[]): string {
  const { possible, total, counts } = figuresOf(results);
  return `${[
    "# Fault matrix",
    "Every request that the provider makes, and everything that can go wrong with it: once, twice, and for ever. Each cell is run " +
      "over the SDK's own provider process against a sandbox tenant. Then the fault is over, and the next run has to finish the work: " +
      "the tenant holds what the program asks, the state says the same, each write that took effect has one audit event and no " +
      "more, and the run after that finds nothing to do. No error holds a secret or a stack, each says what happened and what to " +
      "do next, and nothing is ever sent where a redirect leads.",
    "A cell has a tenant, a program and a provider of its own, the provider anew for each command; waits are cut fifty-fold " +
      "and time-outs ten-fold.",
    `This file is written by \`npm run matrix\`; a test runs the matrix and fails where the file does not say what came of it.`,
    `${total} cells: ${operations.length} operations × ${faults.length} faults × ${repeatNames.length}. ` +
      `${total - possible} can't be, and ${possible} are run:`,
    list(counts.map(([what, count]) => `${count} ${what}`)),
    "Each entry is three cells: once, twice, for ever.",
    table(
      ["", "meaning"],
      legend.map(([symbol, meaning]) => [symbol, meaning]),
    ),
    ...faultFamilies.flatMap((family) => familyReport(family, results)),
    "## What can't be",
    list(impossibilities()),
  ].join("\n\n")}\n`;
}

/** The figures in a few lines. */
export function summary(results: readonly CellResult[]): readonly string[] {
  const { possible, total, counts } = figuresOf(results);
  return [
    `${total} cells, of which ${total - possible} can't be`,
    ...counts.map(([what, count]) => `${count} ${what}`),
  ];
}

function figuresOf(results: readonly CellResult[]) {
  const count = (holds: (result: CellResult) => boolean) => String(results.filter(holds).length);
  const held = ({ violations }: CellResult) => violations.length === 0;
  const of = (outcome: Outcome) => count((each) => held(each) && each.outcome === outcome);
  return {
    total: cells.length,
    possible: results.length,
    counts: [
      ["succeed", of("done")],
      ["succeed with an audit event still to be exported", of("event pending")],
      ["fail clearly, the tenant as it was", of("error, old")],
      ["fail clearly, the tenant as it was asked to be", of("error, new")],
      ["break a promise", count((each) => !held(each))],
    ] as const,
  };
}

function familyReport({ title, faults }: FaultFamily, results: readonly CellResult[]): string[] {
  const rows = operations.map((operation) => [
    operation.name,
    ...faults.map((fault) => symbolsOf(operation, fault, results)),
  ]);
  return [`## ${title}`, table(["", ...faults.map(({ name }) => name)], rows)];
}

function symbolsOf(operation: Operation, fault: FaultKind, results: readonly CellResult[]): string {
  const isHere = (cell: Cell) => cell.operation === operation && cell.fault === fault;
  const here = results.filter(({ cell }) => isHere(cell));
  if (here.length === 0) return impossible;
  return here
    .map(({ outcome, violations }) => (violations.length > 0 ? violated : symbols[outcome]))
    .join(" ");
}

function impossibilities(): readonly string[] {
  const impossible = cells.flatMap((cell) => {
    const reason = impossibility(cell);
    return reason === undefined ? [] : [{ what: `${cell.fault.name}: ${reason}`, cell }];
  });
  return [...Map.groupBy(impossible, ({ what }) => what)].map(([what, found]) => {
    const names = new Set(found.map(({ cell }) => cell.operation.name));
    return `${what} (${[...names].join("; ")})`;
  });
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (values: readonly string[]) => `| ${values.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
