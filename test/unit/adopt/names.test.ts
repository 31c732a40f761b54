import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { matches, Names, slug } from "../../../provider/src/cli/adopt/plan/names.ts";
import { choose } from "../../../provider/src/cli/adopt/plan/selection.ts";

describe("a name", () => {
  for (const [text, expected] of [
    ["Spring sales, first call", "spring-sales-first-call"],
    ["  Größe & Maß  ", "größe-maß"],
    ["Ｆｕｌｌ ｗｉｄｔｈ", "full-width"],
    ["2nd attempt", "2nd-attempt"],
    ["../../etc", "etc"],
    ["📞", ""],
    ["", ""],
    ["nul", "nul-"],
  ] as const) {
    test(`of ${JSON.stringify(text)} is ${JSON.stringify(expected)}`, () => {
      assert.equal(slug(text), expected);
    });
  }

  test("is given once, whatever the case, and is fit for a file", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 90 })), (texts) => {
        const names = new Names(["Taken"]);
        const given = texts.map((text) => names.take(text, "taken"));
        const distinct = new Set([...given, "taken"].map((name) => name.toLowerCase()));
        assert.equal(distinct.size, texts.length + 1);
        for (const name of given) {
          assert.match(name, /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}-]*$/u);
          assert.ok(Buffer.byteLength(name) <= 250);
        }
      }),
    );
  });

  test("that is taken gets a number, the first that is free", () => {
    const names = new Names(["sales-2"]);
    assert.deepEqual(
      [names.take("Sales"), names.take("sales!"), names.take("Sales")],
      ["sales", "sales-3", "sales-4"],
    );
  });
});

describe("a pattern", () => {
  const sales = { id: "4F1C", name: "Spring [sales] (1+1)" };
  for (const [pattern, expected] of [
    ["4F1C", true],
    ["4f1c", false],
    ["spring*", true],
    ["spring", false],
    ["*[SALES] (1+1)", true],
    ["4F1?", true],
    ["4F1??", false],
    ["*", true],
    ["", false],
  ] as const) {
    test(`${JSON.stringify(pattern)} ${expected ? "matches" : "does not match"} ${sales.name}`, () => {
      assert.equal(matches(pattern, sales), expected);
    });
  }

  test("that excludes wins over one that includes", () => {
    const selection = { include: ["*sales*"], exclude: ["4*"] };
    assert.deepEqual(choose(selection, sales), { leftOut: "--exclude 4*" });
    assert.equal(choose(selection, { id: "5", name: "Sales" }), "taken");
    assert.deepEqual(choose(selection, { id: "5" }), { leftOut: "not among --include" });
    assert.equal(choose({ include: [], exclude: ["4*"] }, { id: "5" }), "unsaid");
  });
});
