import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as z from "zod";
import { ResponseError } from "../../../provider/src/errors/index.ts";
import { parseBody, readReply } from "../../../provider/src/transport/reply.ts";
import { answer, context } from "./canned-answer.ts";

describe("an answer that says yes", () => {
  test("is read with its entity tag, as it is", () => {
    assert.deepEqual(readReply(answer(200, { a: 1 }, { etag: 'W/"3"' }), context), {
      status: 200,
      body: { a: 1 },
      etag: 'W/"3"',
      request: context.request,
    });
  });

  test("has a status from 200 to 299", () => {
    assert.deepEqual(
      [200, 299].map((status) => readReply(answer(status), context).body),
      [undefined, undefined],
    );
    for (const status of [199, 300]) assert.throws(() => readReply(answer(status), context));
  });

  test("and is not JSON is not the tenant's", () => {
    assert.throws(
      () => readReply(answer(200, "<html>"), context),
      ({ details }) => {
        assert.deepEqual(
          [details.kind, details.ErrorClass, details.what, details.advice],
          [
            "unclear",
            ResponseError,
            "200 OK, but <the answer is not JSON, or was cut short>",
            "Something before the tenant may have answered in its place: check cxone:environmentUrl.",
          ],
        );
        return true;
      },
    );
  });
});

describe("the body of an answer", () => {
  const reply = (body: unknown) => ({
    status: 200,
    body,
    etag: undefined,
    request: context.request,
  });
  const campaign = z.object({ id: z.string(), agents: z.object({ count: z.number() }) });

  test("is what the API promises", () => {
    const body = { id: "91ab", agents: { count: 12 } };
    assert.deepEqual(parseBody(campaign, reply(body)), body);
  });

  test("that is something else is named by its fields, and its values stay out of it", () => {
    assert.throws(
      () => parseBody(campaign, reply({ id: 7, agents: { count: "s3cret" } })),
      (error) => {
        assert.ok(error instanceof ResponseError);
        assert.equal(
          error.message,
          "GET https://tenant.test/api: 200, but the answer is not as the API describes it (id: Invalid input: expected string, " +
            "received number; agents: count: Invalid input: expected number, received string). Check cxone:environmentUrl, and " +
            "whether a newer release of this package knows the tenant's API.",
        );
        assert.ok(error.request.mayHaveTakenEffect);
        return true;
      },
    );
  });

  test("is complained of twenty times at most", () => {
    const numbers = z.array(z.number());
    assert.throws(
      () => parseBody(numbers, reply(Array(21).fill("x"))),
      ({ message }) => message.includes("19: Invalid") && !message.includes("20: Invalid"),
    );
  });

  test("whose schema itself fails, fails as it does", () => {
    const broken = z.unknown().transform(() => {
      throw new TypeError("of the schema");
    });
    assert.throws(() => parseBody(broken, reply({})), new TypeError("of the schema"));
  });
});
