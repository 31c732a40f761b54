import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, test } from "node:test";
import { ConnectionError, ResponseError } from "../../../provider/src/errors/index.ts";
import { isRefusal } from "../../../provider/src/errors/internal.ts";
import { Transport } from "../../../provider/src/transport/transport.ts";
import {
  failureOf,
  loopbackTenant,
  origin,
  read,
  settingsFor,
  virtualClock,
  write,
} from "./support.ts";

const json = { "content-type": "application/json" };

describe("a connection", () => {
  test("is kept for the next requests", async (t) => {
    const { transport, connections } = await loopbackTenant(t, (_, response) => {
      response.writeHead(200, json).end("{}");
    });
    for (let i = 0; i < 20; i++) await transport.request(read);
    // undici opens a second one where a request comes in the very moment that an answer ends.
    assert.ok(connections() <= 2, `20 requests took ${connections()} connections`);
  });

  test("that is dropped before an answer is tried again three times", async (t) => {
    const { transport, calls, sleeps } = await loopbackTenant(t, (request) => {
      request.socket.destroy();
    });
    const error = await failureOf(transport.request(read));
    assert.ok(error instanceof ConnectionError);
    assert.match(error.message, /: the connection was dropped after 4 tries over 3\.5 s/);
    assert.equal(calls(), 4);
    assert.deepEqual(sleeps, [500, 1_000, 2_000]);
  });

  test("that is reset leaves open whether the tenant carried out the write", async (t) => {
    const { transport, calls } = await loopbackTenant(t, (request) => {
      request.socket.resetAndDestroy();
    });
    const error = await failureOf(transport.request(write));
    assert.ok(error instanceof ConnectionError);
    assert.match(error.message, /What was sent may have arrived, or not/);
    assert.equal(isRefusal(error), false);
    assert.equal(calls(), 4);
  });

  test("that never came about leaves nothing open, whatever the system says of it", async () => {
    const connecting = (code: string) =>
      Object.assign(new Error(code), { code, syscall: "connect" });
    const causes = [
      connecting("EHOSTUNREACH"),
      Object.assign(new AggregateError([connecting("ENETUNREACH"), connecting("ETIMEDOUT")]), {
        code: "ETIMEDOUT",
      }),
    ];
    for (const cause of causes) {
      const dispatcher = { request: () => Promise.reject(cause) };
      const { clock } = virtualClock();
      const transport = new Transport(settingsFor(origin), { warn() {}, clock, dispatcher });
      const error = await failureOf(transport.request(write));
      assert.ok(error instanceof ConnectionError);
      assert.match(error.message, /after 4 tries.*Check cxone:environmentUrl/);
      assert.equal(isRefusal(error), true);
    }
  });

  test("that is refused is tried again three times, and certainly wrote nothing", async (t) => {
    const { transport, server, sleeps } = await loopbackTenant(t, () => {});
    server.close();
    await once(server, "close");
    const error = await failureOf(transport.request(write));
    assert.ok(error instanceof ConnectionError);
    assert.match(
      error.message,
      /: the connection was refused after 4 tries .*cxone:environmentUrl/,
    );
    assert.equal(isRefusal(error), true);
    assert.equal(sleeps.length, 3);
  });
});

test("closing waits for what is being sent, and sends nothing more", async (t) => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<() => void>();
  const { url, calls } = await loopbackTenant(t, (_, response) => {
    begin(() => response.writeHead(200, json).end("{}"));
  });
  const transport = new Transport(settingsFor(url), { warn() {} });
  let isAnswered = false;
  const asked = transport.request(read).then(() => {
    isAnswered = true;
  });
  const answer = await begun;
  const closed = transport.close();
  answer();
  await closed;
  await asked;
  assert.equal(isAnswered, true);
  await assert.rejects(transport.request(read), { code: /^UND_ERR_(CLOSED|DESTROYED)$/ });
  assert.equal(calls(), 1);
});

describe("an answer", () => {
  const begun = { ...json, "content-length": "100" };

  test("that is cut short is asked for again, where that is safe", async (t) => {
    let cuts = 2;
    const { transport, calls } = await loopbackTenant(t, (_, response) => {
      if (cuts-- > 0) response.writeHead(200, begun).write('{"agent', () => response.destroy());
      else response.writeHead(200, json).end('{"agentCount":12}');
    });
    assert.deepEqual((await transport.request(read)).body, { agentCount: 12 });
    assert.equal(calls(), 3);
  });

  test("that stays cut short is a ResponseError that says so", async (t) => {
    const { transport, calls } = await loopbackTenant(t, (_, response) => {
      response.writeHead(200, json).write('{"agent', () => response.destroy());
    });
    const error = await failureOf(transport.request(read));
    assert.ok(error instanceof ResponseError);
    assert.match(error.message, /: the answer was cut short after 4 tries/);
    assert.equal(calls(), 4);
  });

  test("of 1 MiB is read, and one of a byte more is a ResponseError, at once", async (t) => {
    const filler = 1_048_576 - '{"a":""}'.length;
    let extra = 0;
    const { transport, calls } = await loopbackTenant(t, (_, response) => {
      response.writeHead(200, json);
      // In pieces: no length is given beforehand.
      response.write('{"a":"');
      response.end(`${"x".repeat(filler + extra)}"}`);
    });
    assert.equal((await transport.request(read)).status, 200);
    extra = 1;
    const error = await failureOf(transport.request(read));
    assert.ok(error instanceof ResponseError);
    assert.match(error.message, /the answer is over 1 MiB/);
    assert.equal(calls(), 2);
  });

  test("with bytes that are no text is a ResponseError, not a document with holes", async (t) => {
    const { transport } = await loopbackTenant(t, (_, response) => {
      response.writeHead(200, json).end(Buffer.from([0x22, 0xff, 0x22]));
    });
    assert.ok((await failureOf(transport.request(read))) instanceof ResponseError);
  });

  test("that redirects is not followed: the other origin hears nothing", async (t) => {
    const other = await loopbackTenant(t, (_, response) => {
      response.end();
    });
    const { transport } = await loopbackTenant(t, (_, response) => {
      response.writeHead(307, { location: `${other.url}/stolen` }).end();
    });
    const error = await failureOf(transport.request(read));
    assert.ok(error.message.includes(`a redirect to ${other.url}`));
    assert.equal(other.connections(), 0);
  });

  test("that is not HTTP is a ResponseError", async (t) => {
    const { transport } = await loopbackTenant(t, (request) => {
      request.socket.end("SSH-2.0-OpenSSH_9.9\r\n");
    });
    const error = await failureOf(transport.request(read));
    assert.ok(error instanceof ResponseError);
    assert.match(error.message, /the answer is not HTTP/);
  });

  test("that drips on and on is given up after 30 s, as a whole", {
    timeout: 10_000,
  }, async (t) => {
    const timeouts = new Map<number, AbortController>();
    t.mock.method(AbortSignal, "timeout", (milliseconds: number) => {
      const controller = new AbortController();
      timeouts.set(milliseconds, controller);
      return controller.signal;
    });
    const { transport, calls } = await loopbackTenant(t, (_, response) => {
      response.writeHead(200, begun).write("{", () => timeouts.get(30_000)?.abort());
    });
    const error = await failureOf(transport.request(write));
    assert.deepEqual([...timeouts.keys()], [15_000, 30_000]);
    assert.ok(error instanceof ConnectionError);
    assert.match(error.message, /: no whole answer within 30 s after 4 tries over 3\.5 s\. /);
    assert.equal(calls(), 4);
  });
});
