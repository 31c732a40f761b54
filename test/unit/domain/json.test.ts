import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import {
  isJsonObject,
  type Json,
  jsonEquals,
  obstacleIn,
  parseJson,
} from "../../../provider/src/domain/json.ts";
import { ENVELOPE } from "../../../provider/src/domain/pulumi.ts";
import { documents, histories } from "./documents.ts";

describe("equality of JSON values", () => {
  test("is that of node:util, whatever the documents", () => {
    fc.assert(
      fc.property(histories, ({ base, live, program }) => {
        assert.equal(jsonEquals(base, live), isDeepStrictEqual(base, live));
        assert.equal(jsonEquals(live, program), isDeepStrictEqual(live, program));
        assert.ok(jsonEquals(live, structuredClone(live)));
      }),
      { numRuns: 300 },
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

test("a text that is not JSON has no value", () => {
  assert.deepEqual(parseJson('{"a":[1]}'), { a: [1] });
  assert.equal(parseJson("{a:1}"), undefined);
});

describe("what JSON or Pulumi's state would drop, change or fail on", () => {
  class Shelf {}
  const notPlain =
    'is no plain object: a Date, a Map, an instance of a class and what stands under a key "__proto__" are not carried';
  const notCarried = "is a key that is not carried";
  const cases: readonly (readonly [string, unknown, readonly string[], string])[] = [
    [
      "half a character",
      { a: ["x", "\ud800"] },
      ["a", "1"],
      "holds half a character (a lone surrogate)",
    ],
    ["no number", { a: Number.NaN }, ["a"], "is NaN, for which JSON has no form"],
    ["an infinite number", [-Infinity], ["0"], "is -Infinity, for which JSON has no form"],
    ["a function", { a: () => 1 }, ["a"], "is a function, for which JSON has no form"],
    ["a symbol", { a: Symbol("x") }, ["a"], "is a symbol, for which JSON has no form"],
    ["a bigint", 1n, [], "is a bigint, for which JSON has no form"],
    ["a Date", { a: new Date(0) }, ["a"], notPlain],
    ["a Map", { a: new Map() }, ["a"], notPlain],
    ["an instance of a class", { a: { b: new Shelf() } }, ["a", "b"], notPlain],
    [
      "a key that sets the prototype",
      { a: JSON.parse('{"__proto__":1}') },
      ["a", "__proto__"],
      notCarried,
    ],
    ["the key of a secret's envelope", { [ENVELOPE]: 1 }, [ENVELOPE], notCarried],
    ["a key with half a character", { "\udc00": 1 }, ["\udc00"], notCarried],
  ];
  for (const [name, value, path, problem] of cases) {
    test(`${name} is named with its place`, () => {
      assert.deepEqual(obstacleIn(value), { path, problem });
    });
  }

  test("is not in an object without a prototype, in what is undefined, or in a key that others inherit", () => {
    const bare: unknown = Object.assign(Object.create(null), { constructor: 1, a: undefined });
    assert.equal(obstacleIn([bare, undefined, null, true, "", 0]), undefined);
  });

  test("is not in what is not known yet", () => {
    const later = new Date(0);
    assert.equal(obstacleIn({ later }, { isOpaque: (value) => value === later }), undefined);
  });

  test("is a reserved text, wherever it stands", () => {
    assert.deepEqual(obstacleIn({ a: ["free", "taken"] }, { reserved: "taken" }), {
      path: ["a", "1"],
      problem: "is a text of Pulumi's own",
    });
  });

  test("is nesting deeper than 100 levels, or deeper than is asked for", () => {
    const nested = (levels: number): unknown =>
      Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 1);
    assert.equal(obstacleIn(nested(100)), undefined);
    assert.deepEqual(obstacleIn(nested(101)), {
      path: [],
      problem:
        "is nested deeper than 100 levels: at most 100 objects and arrays may stand in one another",
    });
    assert.equal(obstacleIn(nested(2), { deepest: 2 }), undefined);
    assert.deepEqual(obstacleIn(nested(3), { deepest: 2 }), {
      path: [],
      problem:
        "is nested deeper than 2 levels: at most 2 objects and arrays may stand in one another",
    });
  });

  test("is in a document exactly where a key of it sets the prototype", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const setsPrototype = JSON.stringify(document).includes('"__proto__":');
        assert.equal(obstacleIn(document) !== undefined, setsPrototype);
      }),
    );
  });
});
