import assert from "node:assert/strict";
import { test } from "node:test";
import { decimal, percent, threeDigits } from "../../../provider/src/domain/numbers.ts";

test("a fraction reads as a percentage, without the rest of a binary rounding", () => {
  const shown = [0, 0.03, 0.0275, 0.07, 0.03001].map(percent);
  assert.deepEqual(shown, ["0 %", "3 %", "2.75 %", "7 %", "3.001 %"]);
});

test("a number of a message has six significant digits at most, and no trailing zeros", () => {
  const shown = [24, 19.200000000000003, 1 / 3, 3.001, 5_000_000, 0.1].map(decimal);
  assert.deepEqual(shown, ["24", "19.2", "0.333333", "3.001", "5000000", "0.1"]);
});

test("a forecast has three significant digits", () => {
  const shown = [0.0214159, 0.98765, 1234.5, 0, 1].map(threeDigits);
  assert.deepEqual(shown, [0.0214, 0.988, 1230, 0, 1]);
});
