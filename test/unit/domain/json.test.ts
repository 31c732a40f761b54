import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { isJsonObject, type Json, jsonEquals } from "../../../provider/src/domain/json.ts";
import { histories } from "./documents.ts";

describe("equality of JSON values", () => {
  test("is that of node:util, whatever the documents", () => {
    fc.assert(
      fc.property(histories, ({ base, live, program }) => {
        assert.equal(jsonEquals(base, live), isDeepStrictEqual(base, live));
        assert.equal(jsonEquals(live, program), isDeepStrictEqual(live, program));
        assert.ok(jsonEquals(live, structuredClone(live)));
      }),
      { numRuns: 1000 },
    );
  });

  const different: readonly (readonly [Json | undefined, Json | undefined])[] = [
    [{}, []],
    [{}, null],
    [undefined, null],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [{ 0: 1 }, [1]],
    ["1", 1],
    [{ constructor: 1 }, {}],
    [JSON.parse('{"__proto__":1}'), {}],
    [{ a: 1 }, { b: 1 }],
  ];
  for (const [left, right] of different) {
    test(`distinguishes ${JSON.stringify(left)} from ${JSON.stringify(right)}, both ways`, () => {
      assert.equal(jsonEquals(left, right), false);
      assert.equal(jsonEquals(right, left), false);
    });
  }
});

test("an object is no array and no null", () => {
  assert.deepEqual([{}, [], null, "x", undefined].map(isJsonObject), [
    true,
    false,
    false,
    false,
    false,
  ]);
});
