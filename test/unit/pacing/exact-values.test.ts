import assert from "node:assert/strict";
import { test } from "node:test";
import { erlangA, erlangB, erlangC, mmnD } from "../../../provider/src/domain/pacing/index.ts";
import { readTable } from "./read-json.ts";

type Row = Readonly<Record<string, number>>;

/** The promise is 1e−10; what is computed is a hundred times better, and a change that loses it should show. */
const WORST_ERROR = 1e-12;

const input = (row: Row) => {
  const { agents = 0, erlangs = 0, handleTimeSeconds = 0, patienceSeconds = 0 } = row;
  return { agents, erlangs, handleTimeSeconds, patienceSeconds };
};
const formulas: Readonly<Record<string, (row: Row) => object>> = {
  erlangB: (row) => erlangB(input(row)),
  erlangC: (row) => erlangC(input(row)),
  erlangA: (row) => erlangA(input(row)),
  mmnD: (row) => mmnD(input(row)),
};

for (const [file, source] of [
  ["reference.json", "published tables"],
  ["points.json", "sums over states with 70 digits"],
] as const) {
  for (const [name, rows] of Object.entries(readTable<Row>(file))) {
    test(`${name} agrees with ${source} at ${rows.length} points`, () => {
      for (const row of rows) {
        const result = formulas[name]?.(row) ?? {};
        for (const [field, value] of Object.entries(result)) {
          const expected = row[field] ?? Number.NaN;
          const error = Math.abs(value / expected - 1);
          assert.ok(error <= WORST_ERROR, `${field} of ${JSON.stringify(row)} is ${value}`);
        }
        const outputs = Object.keys(row).filter((field) => !(field in input(row)));
        assert.deepEqual(Object.keys(result).sort(), outputs.sort());
      }
    });
  }
}
