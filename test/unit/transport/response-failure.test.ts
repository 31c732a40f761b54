import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  AuthenticationError,
  InvalidRequestError,
  NotFoundError,
  PermissionError,
  PreconditionFailedError,
  RateLimitedError,
  ResponseError,
  UnavailableError,
} from "../../../provider/src/errors/index.ts";
import type { FailureKind } from "../../../provider/src/transport/failure.ts";
import { failureFromStatus } from "../../../provider/src/transport/response-failure.ts";
import { answer, context } from "./canned-answer.ts";

function failure(...parts: Parameters<typeof answer>) {
  return failureFromStatus(answer(...parts), context);
}

const changed =
  "It is not as it was last seen, so this try wrote nothing: refresh, and look at what changed.";
const later = "Try again later, or look at the tenant's status page.";
const limited =
  "Somebody else may use up this client's limit: lower cxone:requestsPerMinute or cxone:requestsPerSecond, or run it later.";
const notTheApi =
  "This is not how the API answers: check cxone:environmentUrl, and what stands between here and the tenant.";

describe("an answer that says no says what it means and what to do:", () => {
  const cases: readonly (readonly [string, FailureKind, unknown, string])[] = [
    ["400 Bad Request", "final", ResponseError, "Check the values that were sent."],
    [
      "401 Unauthorized",
      "unauthorized",
      AuthenticationError,
      "The token was new. Check that cxone:clientId and cxone:clientSecret are of this tenant, and that the client is active.",
    ],
    [
      "403 Forbidden",
      "final",
      PermissionError,
      "The call needs the scope outbound.read: grant it to the client.",
    ],
    [
      "404 Not Found",
      "final",
      NotFoundError,
      "Nothing is there: check the id, and that cxone:environmentUrl is the tenant that has it.",
    ],
    ["408 Request Timeout", "unavailable", UnavailableError, later],
    ["409 Conflict", "final", PreconditionFailedError, changed],
    ["412 Precondition Failed", "final", PreconditionFailedError, changed],
    ["429 Too Many Requests", "rateLimited", RateLimitedError, limited],
    ["500 Internal Server Error", "unavailable", UnavailableError, later],
    ["502 Bad Gateway", "unavailable", UnavailableError, later],
    ["503 Service Unavailable", "unavailable", UnavailableError, later],
    ["504 Gateway Timeout", "unavailable", UnavailableError, later],
    ["418 I'm a Teapot", "final", ResponseError, notTheApi],
    ["499 (unknown)", "final", ResponseError, notTheApi],
    ["501 Not Implemented", "unclear", ResponseError, notTheApi],
    ["100 Continue", "unclear", ResponseError, notTheApi],
  ];
  for (const [line, kind, ErrorClass, advice] of cases) {
    test(line, () => {
      const { details } = failure(Number.parseInt(line, 10));
      assert.deepEqual(
        [details.kind, details.ErrorClass, details.what, details.advice],
        [kind, ErrorClass, line, advice],
      );
    });
  }

  test("404 of a gateway, which says nothing of the tenant", () => {
    const { details } = failure(404, "<html>", { "content-type": "text/html" });
    assert.deepEqual(
      [details.kind, details.ErrorClass, details.advice],
      ["final", ResponseError, notTheApi],
    );
  });

  test("its request id and the tenant's words are quoted", () => {
    const { message } = failure(404, { message: "no" }, { "x-request-id": "r-7" }).toPublicError();
    assert.equal(
      message,
      'GET https://tenant.test/api: 404 Not Found, saying "<no>" (request id <r-7>). Nothing is there: check the id, and that ' +
        "cxone:environmentUrl is the tenant that has it.",
    );
  });

  test("a pause of up to five minutes is kept, and a longer one is named", () => {
    const after = (status: number, seconds: number) =>
      failure(status, "", { "retry-after": String(seconds) }).details;
    assert.deepEqual([after(429, 300).retryAfterMs, after(429, 300).advice], [300_000, limited]);
    for (const status of [429, 503]) {
      assert.equal(
        after(status, 301).advice,
        "The tenant asks to wait 301 s, and over 300 s is not waited: run it again then.",
      );
    }
  });

  test("a pause until a date is by the tenant's own clock, and by this one where it has none", () => {
    const until = "Thu, 01 Jan 2026 00:01:00 GMT";
    const date = "Thu, 01 Jan 2026 00:00:50 GMT";
    assert.equal(failure(503, "", { "retry-after": until, date }).details.retryAfterMs, 10_000);
    assert.equal(failure(503, "", { "retry-after": until }).details.retryAfterMs, 60_000);
  });
});

describe("an answer of 400", () => {
  const field = (i: number) => ({ field: `f${i}`, message: `m${i}` });

  test("names each field that was refused, and keeps its code", () => {
    const errors = [{ ...field(1), code: "RANGE" }, field(2)];
    const { details } = failure(400, { message: "no", errors });
    assert.equal(details.advice, "Refused were <f1>: <m1>; <f2>: <m2>.");
    assert.deepEqual(details.fields, [
      { field: "<f1>", message: "<m1>", code: "<RANGE>" },
      { field: "<f2>", message: "<m2>" },
    ]);
    assert.equal(details.said, "<no>");
    assert.ok(failure(400, { errors }).toPublicError() instanceof InvalidRequestError);
  });

  test("names twenty fields at most, and keeps them all", () => {
    const errors = Array.from({ length: 21 }, (_, i) => field(i));
    const { fields, advice } = failure(400, { errors }).details;
    assert.equal(fields?.length, 21);
    assert.match(advice, /; <f19>: <m19>\.$/);
  });

  test("with fields in another form names none", () => {
    for (const body of [{ errors: [{ field: 1 }] }, { errors: "no" }, "no", [1], null]) {
      assert.deepEqual(failure(400, body).details.fields, []);
    }
    const { details } = failure(400, { message: 7, errors: [{ ...field(1), code: 7 }] });
    assert.deepEqual(
      [details.said, details.fields],
      [undefined, [{ field: "<f1>", message: "<m1>" }]],
    );
  });
});

describe("a redirect", () => {
  const what = (status: number, location?: string) => {
    const { details } = failure(status, "", location === undefined ? {} : { location });
    assert.deepEqual(
      [details.kind, details.ErrorClass, details.advice],
      [
        "unclear",
        ResponseError,
        "It is not followed, so that the token stays with the tenant: check cxone:environmentUrl.",
      ],
    );
    return details.what;
  };

  test("names the other origin only", () => {
    assert.equal(
      what(302, "https://other.test/secret?token"),
      "302 Found, a redirect to <https://other.test>",
    );
    assert.equal(what(300, "/there"), "300 Multiple Choices, a redirect to <https://tenant.test>");
    assert.equal(what(399), "399 (unknown), a redirect to <https://tenant.test>");
  });

  test("to no address says so", () => {
    assert.equal(
      what(301, "http://"),
      "301 Moved Permanently, a redirect to an address that is none",
    );
  });
});
