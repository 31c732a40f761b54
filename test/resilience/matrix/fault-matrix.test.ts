import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { isWhole, sampled, sampleOf } from "../../support/extent.ts";
import { holdsSecret } from "./canaries.ts";
import { cells } from "./cell.ts";
import { operations } from "./operations.ts";
import { report, summary } from "./report.ts";
import { type MatrixResult, runMatrix } from "./run-matrix.ts";

const document = fileURLToPath(new URL("../../../docs/fault-matrix.md", import.meta.url));

/** In milliseconds, for a busy machine: the whole takes half a minute on two idle cores. */
const timeout = 600_000;

const chosen = sampled(cells, 37);

describe(`whatever goes wrong once, twice or for ever${sampleOf(chosen.length, cells.length)}`, {
  timeout,
}, () => {
  let matrix: MatrixResult;
  before(
    async () => {
      matrix = await runMatrix(chosen);
    },
    { timeout },
  );

  for (const operation of operations) {
    test(`${operation.name}: succeeds or fails clearly, and the next run finishes the work`, () => {
      const violations = matrix.cells
        .filter(({ cell }) => cell.operation === operation)
        .flatMap(({ cell, violations }) =>
          violations.map((violation) => `${cell.fault.name}, ${cell.repeat}: ${violation}`),
        );
      assert.deepEqual(violations, []);
    });
  }

  test("nothing is sent to where a redirect leads", () => {
    assert.deepEqual(matrix.elsewhere, []);
  });

  test("no process prints a secret, or where in the code it failed", () => {
    assert.deepEqual(matrix.said.filter(holdsSecret), []);
    assert.deepEqual(
      matrix.said.filter((text) => /^\s+at /m.test(text)),
      [],
    );
  });

  test("docs/fault-matrix.md says what came of it", (context) => {
    for (const line of summary(matrix.cells)) context.diagnostic(line);
    if (!isWhole) return;
    try {
      context.assert.fileSnapshot(report(matrix.cells), document, { serializers: [String] });
    } catch (cause) {
      throw new Error("docs/fault-matrix.md is out of date. `npm run matrix` writes it anew.", {
        cause,
      });
    }
  });
});
