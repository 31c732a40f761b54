import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { quoting } from "../../../provider/src/transport/quote.ts";

const quote = quoting(["hush hush", "top/secret"]);

describe("what a message repeats of the tenant", () => {
  test("is as it was, where it is harmless", () => {
    assert.equal(quote("dialRate must be at most 10"), "dialRate must be at most 10");
  });

  test("is on one line, without characters that rewrite a terminal", () => {
    assert.equal(quote("a\r\nb\u001b[31m\u0000\u202ec\td\n"), "a b[31mc d");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.doesNotMatch(quote(text), /[\p{Cc}\p{Cf}\u2028\u2029]/u);
      }),
    );
  });

  test("is at most 200 characters", () => {
    assert.equal(quote("x".repeat(200)), "x".repeat(200));
    assert.equal(quote("x".repeat(201)), `${"x".repeat(199)}…`);
  });

  test("holds no secret, however it is wrapped or written", () => {
    for (const echo of [
      "hush hush",
      "top/secret",
      "top%2Fsecret",
      "top%2fsecret",
      "TOP/secret",
      "hush+hush",
      "hush%20hush",
      Buffer.from("top/secret").toString("base64"),
      Buffer.from("hush hush").toString("base64url"),
      "hush\u0000 hush",
      "hush \n hush",
    ]) {
      const text = quote(`you sent ${echo}!`);
      assert.equal(text, "you sent [secret]!");
    }
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        assert.ok(!quote(`${before}top/secret${after}`).includes("top/secret"));
      }),
    );
  });

  test("is whole where there is no secret", () => {
    assert.equal(quoting([])("a $^ b"), "a $^ b");
    assert.equal(quoting([""])("a"), "a");
  });

  test("holds no secret whose characters mean something in a pattern", () => {
    for (const secret of ["a.b*c", "(x|y)", "[z]", "^$", "\\d+", "{2}", "/", "?-#"]) {
      assert.equal(quoting([secret])(`<${secret}>`), "<[secret]>");
      assert.equal(quoting([secret])("ab"), "ab");
    }
  });

  test("holds no secret as JSON writes it", () => {
    assert.equal(quoting(['a"b\\c'])('{"secret": "a\\"b\\\\c"}'), '{"secret": "[secret]"}');
  });

  test("holds no rest of a secret that has another in it", () => {
    assert.equal(quoting(["abc", "abcdef"])("abcdef"), "[secret]");
  });

  test("holds no first part of a secret where it is cut", () => {
    assert.doesNotMatch(quote(`${"x".repeat(195)}top/secret`), /top/);
  });
});
