import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseValues } from "../../../provider/src/cli/forecast/flags.ts";
import { quantities } from "../../../provider/src/cli/forecast/quantities.ts";
import { decimalText } from "../../../provider/src/cli/shared/figures.ts";

test("every value of a range is the decimal that a person would write, from the first to the last", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 0, max: 999 }),
      fc.integer({ min: 0, max: 4 }),
      (from, step, steps, decimals) => {
        const written = (whole: number) => (whole / 10 ** decimals).toFixed(decimals);
        const expected = Array.from({ length: steps + 1 }, (_, i) => written(from + i * step));
        const text = `${expected[0]}:${expected.at(-1)}:${written(step)}`;
        assert.deepEqual(parseValues(quantities.dialRate, text), expected.map(Number));
      },
    ),
  );
});

test("a figure is written as Intl writes it, ties and thousands included", () => {
  const figures = [0, 0.005, 0.015, 1.005, 2.5, 999.995, 1_000, 12_345.678, 1_234_567.891];
  for (const figure of figures) {
    for (const decimals of [0, 1, 2, 6]) {
      const fraction = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
      const expected = figure.toLocaleString("en-US", fraction);
      assert.equal(decimalText(figure, decimals), expected);
    }
  }
});
