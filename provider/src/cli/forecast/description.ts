import { phraseOf } from "./figures.ts";
import { type QuantityName, quantityNames } from "./quantities.ts";
import type { Row } from "./scenario.ts";

/** One thing that a row is described by. */
interface Fact {
  readonly of: (row: Row) => unknown;
  /** In a sentence; empty where a row has none. */
  readonly text: (row: Row) => string;
}

const facts: readonly Fact[] = [
  { of: ({ subject }) => subject?.urn, text: ({ subject }) => subject?.name ?? "" },
  { of: ({ setting }) => setting.pacingType, text: ({ setting }) => setting.pacingType },
  ...quantityNames.map(
    (name): Fact => ({
      of: ({ setting }) => setting[name],
      text: ({ setting }) => phraseOf(name, setting[name]),
    }),
  ),
  {
    of: ({ setting }) => setting.regulation,
    text: ({ setting }) => `regulation ${setting.regulation}`,
  },
];

/** The quantities that take more than one value in these rows. */
export function varyingQuantities(rows: readonly Row[]): readonly QuantityName[] {
  return quantityNames.filter((name) => varies(rows, ({ setting }) => setting[name]));
}

export function varyingFacts(rows: readonly Row[]): readonly Fact[] {
  return facts.filter(({ of }) => varies(rows, of));
}

export function varies(rows: readonly Row[], of: (row: Row) => unknown): boolean {
  return new Set(rows.map(of)).size > 1;
}

/** What all of these rows have in common: "first-call, predictive, 12 agents, 30 % answered, … limit 3 % (us)". */
export function description(rows: readonly Row[]): string {
  return written(
    rows,
    facts.filter(({ of }) => !varies(rows, of)),
  );
}

/** What these rows have in common, and others among all do not: "12 agents, ratio 2". */
export function distinction(rows: readonly Row[], all: readonly Row[]): string {
  return written(
    rows,
    varyingFacts(all).filter(({ of }) => !varies(rows, of)),
  );
}

function written([row]: readonly Row[], of: readonly Fact[]): string {
  if (row === undefined) return "";
  return of
    .map(({ text }) => text(row))
    .filter(Boolean)
    .join(", ");
}
