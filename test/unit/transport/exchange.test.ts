import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { exchange, jsonBody } from "../../../provider/src/transport/exchange.ts";
import { Failure } from "../../../provider/src/transport/failure.ts";

function body(text: string) {
  return jsonBody({ status: 200, bytes: Buffer.from(text), header: () => undefined });
}

describe("an answer's numbers", () => {
  for (const text of [
    "[1234567890123456]",
    "[1234567890123456e1]",
    "[0.12345678901234567]",
    "[-0.12345678901234567]",
    "[null]",
  ]) {
    test(`are taken as in ${text}`, () => {
      assert.deepEqual(body(text), { ok: true, value: JSON.parse(text) });
    });
  }

  for (const number of ["12345678901234567", "-12345678901234567", "1e400"]) {
    test(`are refused where they would lose digits, as ${number}`, () => {
      assert.deepEqual(body(`{"rate":${number}}`), {
        ok: false,
        reason: `the answer has a number in rate that would lose digits: ${number}`,
      });
    });
  }
});

describe("an answer's type", () => {
  const typed = (type: string) =>
    jsonBody({ status: 200, bytes: Buffer.from("{}"), header: () => type });
  for (const type of [
    "application/json",
    "Application/JSON",
    "application/json ; charset=utf-8",
    "application/vnd.nice-cxone.v2+json",
  ]) {
    test(`is JSON as ${type}`, () => {
      assert.deepEqual(typed(type), { ok: true, value: {} });
    });
  }

  for (const type of [
    "application/jsonp",
    "application/json-seq",
    "text/json",
    "x-application/json",
    "application/+json",
  ]) {
    test(`is not JSON as ${type}`, () => {
      assert.deepEqual(typed(type), {
        ok: false,
        reason: `the answer is ${type} where JSON was expected`,
      });
    });
  }
});

describe("a request that fails", () => {
  const outgoing = {
    method: "GET",
    url: new URL("https://tenant.test/api?x=1"),
    headers: {},
    timeoutMs: 1_000,
  } as const;
  const failing = (code: string) => {
    const error = Object.assign(new Error("words"), { code });
    return {
      error,
      sending: exchange({ sender: { request: () => Promise.reject(error) } }, outgoing),
    };
  };

  test("is named by its method and its address", async () => {
    await assert.rejects(failing("ECONNREFUSED").sending, (failure) => {
      assert.ok(failure instanceof Failure);
      assert.deepEqual(failure.details.request, { method: "GET", url: outgoing.url.href });
      return true;
    });
  });

  test("by a mistake of this package fails as it is", async () => {
    const { error, sending } = failing("UND_ERR_INVALID_ARG");
    await assert.rejects(sending, (failure) => failure === error);
  });
});
