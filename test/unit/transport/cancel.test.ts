import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConnectionError } from "../../../provider/src/errors/index.ts";
import { OperationTimeout } from "../../../provider/src/errors/internal.ts";
import { Transport } from "../../../provider/src/transport/transport.ts";
import {
  failureOf,
  grant,
  loopbackTenant,
  origin,
  read,
  settingsFor,
  settle,
  write,
} from "./support.ts";

describe("cancelling", () => {
  test("ends a request that waits for its answer, and says that a write may have been done", async (t) => {
    const abort = new AbortController();
    const { transport, calls } = await loopbackTenant(t, () => abort.abort(), {
      signal: abort.signal,
    });
    const error = await failureOf(transport.request(write));
    assert.match(error.message, /^POST .*: the operation was cancelled\. /);
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.request.mayHaveTakenEffect, true);
    assert.equal(calls(), 1);
  });

  test("ends the wait before a retry, and sends nothing more", async (t) => {
    const abort = new AbortController();
    const { promise: asleep, resolve: fallAsleep } = Promise.withResolvers<void>();
    const clock = {
      now: () => Date.now(),
      sleep: () => {
        fallAsleep();
        return new Promise<void>(() => {});
      },
    };
    const unavailable = (_: unknown, response: { writeHead(status: number): { end(): void } }) => {
      response.writeHead(503).end();
    };
    const { transport, calls } = await loopbackTenant(t, unavailable, {
      clock,
      signal: abort.signal,
    });
    const failure = failureOf(transport.request(read));
    await asleep;
    abort.abort();
    assert.match((await failure).message, /the operation was cancelled/);
    assert.equal(calls(), 1);
  });

  test("that has not happened shortens no wait", async () => {
    const over = Promise.withResolvers<void>();
    let isAsleep = false;
    const clock = {
      now: () => 0,
      sleep: () => {
        isAsleep = true;
        return over.promise;
      },
    };
    let sent = 0;
    const dispatcher = {
      request: async () => ({
        statusCode: sent++ === 0 ? 503 : 200,
        headers: {},
        body: { bytes: async () => Buffer.from(JSON.stringify(grant)) },
      }),
    };
    const { signal } = new AbortController();
    const transport = new Transport(settingsFor(origin), {
      warn() {},
      clock,
      dispatcher,
      signal,
    });
    const asked = transport.request(read);
    while (!isAsleep) await settle();
    for (let i = 0; i < 20; i++) await settle();
    assert.equal(sent, 1);
    over.resolve();
    await asked;
    assert.equal(sent, 3);
  });

  test("lets nothing go out afterwards, and says that nothing was done", async (t) => {
    const { transport, calls } = await loopbackTenant(t, () => {}, {
      signal: AbortSignal.abort(),
    });
    const error = await failureOf(transport.request(write));
    assert.match(error.message, /the operation was cancelled/);
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.request.mayHaveTakenEffect, undefined);
    assert.equal(calls(), 0);
  });
});

describe("the deadline of an operation", () => {
  test("ends its request, and no other one", async (t) => {
    const deadline = new AbortController();
    let isLate = true;
    const { transport, calls } = await loopbackTenant(
      t,
      (_, response) => {
        if (calls() === 1) return deadline.abort(new OperationTimeout(60));
        response.setHeader("content-type", "application/json");
        response.end("{}");
      },
      { deadline: () => (isLate ? deadline.signal : undefined) },
    );
    const error = await failureOf(transport.request(write));
    assert.match(error.message, /^POST .*: the operation took longer than the 60 s of its custom/);
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.request.mayHaveTakenEffect, true);
    isLate = false;
    assert.equal((await transport.request(read)).status, 200);
  });

  test("ends its wait for a token that others wait for too", async () => {
    const reached = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    let asked = 0;
    const dispatcher = {
      request: async () => {
        asked += 1;
        reached.resolve();
        await answered.promise;
        const body = { bytes: async () => Buffer.from(JSON.stringify(grant)) };
        return { statusCode: 200, headers: {}, body };
      },
    };
    const deadline = new AbortController();
    const deadlines = [deadline.signal, undefined];
    const transport = new Transport(settingsFor(origin), {
      warn() {},
      dispatcher,
      deadline: () => deadlines.shift(),
    });
    const failure = failureOf(transport.request(read));
    const other = transport.request(read);
    await reached.promise;
    deadline.abort(new OperationTimeout(2));
    assert.match((await failure).message, /longer than the 2 s/);
    answered.resolve();
    await other;
    assert.equal(asked, 2);
  });
});
