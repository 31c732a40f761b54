import assert from "node:assert/strict";
import { after, describe, type TestContext, test } from "node:test";
import { inspect } from "node:util";
import { ConfigurationError, ConnectionError } from "../../../provider/src/errors/index.ts";
import { authority, files } from "../../support/certificates.ts";
import { answering, type Refusal, startConnectProxy } from "../../support/connect-proxy.ts";
import { startTlsFront } from "../../support/tls-front.ts";
import { secureTenant, transportFor } from "./secure-tenant.ts";
import { failureOf, read } from "./support.ts";

const own = await authority();
const identity = await own.issue();
const folder = await files({ "ca.pem": own.certificate });
after(() => folder[Symbol.asyncDispose]());

/** A name that no resolver knows: who reaches it, does so through the proxy. */
const url = "https://tenant.test";
const password = "p@ss/w:rd";
const user = `somebody:${encodeURIComponent(password)}`;
const html = "<html><h1>Access denied</h1></html>";

/** A tenant behind a proxy, and how to get there. */
async function behindProxy(t: TestContext, refuses?: Refusal) {
  const { port, requests } = await secureTenant(t, { identity });
  const proxy = await startConnectProxy(port, refuses);
  t.after(() => proxy[Symbol.asyncDispose]());
  const env = { CXONE_CA_FILE: folder.file("ca.pem"), HTTPS_PROXY: `http://${user}@${proxy.host}` };
  return { proxy, env, requests };
}

function assertSilent(error: Error): void {
  const text = inspect(error, { depth: 9, showHidden: true });
  const basic = Buffer.from(`somebody:${password}`).toString("base64");
  for (const hidden of [password, encodeURIComponent(password), basic]) {
    assert.ok(!text.includes(hidden), text);
  }
}

describe("a proxy of the environment", () => {
  for (const variable of ["HTTPS_PROXY", "https_proxy"]) {
    test(`leads to the tenant, with its user and password: ${variable}`, async (t) => {
      const { proxy, env, requests } = await behindProxy(t);
      const { HTTPS_PROXY, ...others } = env;
      const transport = transportFor(t, url, { ...others, [variable]: HTTPS_PROXY });
      assert.equal((await transport.request(read)).status, 200);
      assert.deepEqual(requests, ["POST /oauth/token", `GET ${read.path}`]);
      assert.deepEqual(proxy.asked[0], {
        target: "tenant.test:443",
        credentials: `somebody:${password}`,
      });
    });
  }

  test("may be named without http://", async (t) => {
    const { proxy, env } = await behindProxy(t);
    const transport = transportFor(t, url, { ...env, HTTPS_PROXY: proxy.host });
    assert.equal((await transport.request(read)).status, 200);
    assert.equal(proxy.asked[0]?.credentials, undefined);
  });

  test("may speak TLS itself, and must then show a certificate that is trusted", async (t) => {
    const { proxy, env } = await behindProxy(t);
    const inner = Number(proxy.host.split(":")[1]);
    const { certificate: cert, key } = identity;
    await using front = await startTlsFront(inner, { cert, key });
    const { port } = front;
    const HTTPS_PROXY = `https://${user}@localhost:${port}`;
    const transport = transportFor(t, url, { ...env, HTTPS_PROXY });
    assert.equal((await transport.request(read)).status, 200);
    const error = await failureOf(transportFor(t, url, { HTTPS_PROXY }).request(read));
    assert.match(
      error.message,
      new RegExp(`no trusted TLS connection .*, at the proxy localhost:${port}\\. `),
    );
    assertSilent(error);
  });

  test("sees nothing of what is said to the tenant, whose certificate is checked", async (t) => {
    const { env, requests } = await behindProxy(t);
    const { CXONE_CA_FILE, ...others } = env;
    const error = await failureOf(transportFor(t, url, others).request(read));
    assert.match(error.message, /no trusted TLS connection .*, through the proxy 127\.0\.0\.1:/);
    assertSilent(error);
    assert.deepEqual(requests, []);
  });

  for (const exceptions of ["tenant.test", ".test", "elsewhere.test,TENANT.TEST:443", "*"]) {
    test(`is not used for a host that NO_PROXY names: ${exceptions}`, async (t) => {
      const { proxy, env } = await behindProxy(t);
      const transport = transportFor(t, url, { ...env, NO_PROXY: exceptions });
      const error = await failureOf(transport.request(read));
      // Nobody else knows the way, and the message speaks of no proxy.
      assert.match(error.message, /the host's name .*Check cxone:environmentUrl/);
      assert.doesNotMatch(error.message, /proxy/);
      assert.deepEqual(proxy.asked, []);
    });
  }

  for (const exceptions of ["elsewhere.test", "nant.test", "tenant.test:8443", ""]) {
    test(`is used for a host that NO_PROXY does not name: ${exceptions}`, async (t) => {
      const { env } = await behindProxy(t);
      const transport = transportFor(t, url, { ...env, NO_PROXY: exceptions });
      assert.equal((await transport.request(read)).status, 200);
    });
  }

  test("is never used for a tenant on this machine", async (t) => {
    const { proxy, env } = await behindProxy(t);
    const { url: local } = await secureTenant(t, { identity });
    for (const address of [local, local.replace("127.0.0.1", "localhost")]) {
      assert.equal((await transportFor(t, address, env).request(read)).status, 200);
    }
    assert.deepEqual(proxy.asked, []);
  });

  test("is not used where it is for plain HTTP only", async (t) => {
    const { proxy, env } = await behindProxy(t);
    const HTTP_PROXY = `http://${proxy.host}`;
    // undici would read it from there.
    const before = process.env.HTTP_PROXY;
    process.env.HTTP_PROXY = HTTP_PROXY;
    t.after(() => {
      if (before === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = before;
    });
    const { HTTPS_PROXY, ...others } = env;
    await failureOf(transportFor(t, url, { ...others, HTTP_PROXY }).request(read));
    assert.deepEqual(proxy.asked, []);
    process.env.HTTP_PROXY = "none that there is";
    assert.equal((await transportFor(t, url, env).request(read)).status, 200);
  });
});

describe("a proxy that does not lead to the tenant", () => {
  for (const [status, tries, advice] of [
    ["407 Proxy Authentication Required", 1, /wants a user and a password.*HTTPS_PROXY/],
    ["403 Forbidden", 1, /let the tenant's host through/],
    ["502 Bad Gateway", 4, /those who run the proxy/],
    ["200 OK", 1, /cxone:caFile/],
  ] as const) {
    test(`and answers ${status} with a page of its own is named, without its password`, async (t) => {
      const { proxy, env, requests } = await behindProxy(t, answering(status, html));
      const error = await failureOf(transportFor(t, url, env).request(read));
      assert.ok(error instanceof ConnectionError);
      assert.ok(error.message.includes(`, through the proxy ${proxy.host}`), error.message);
      if (!status.startsWith("200"))
        assert.ok(error.message.includes(`(${status})`), error.message);
      assert.match(error.message, advice);
      assert.doesNotMatch(error.message, /html/);
      assertSilent(error);
      assert.equal(proxy.asked.length, tries);
      assert.deepEqual(requests, []);
    });
  }

  test("and is not there is named, and asked four times", async (t) => {
    const { proxy, env } = await behindProxy(t);
    await proxy[Symbol.asyncDispose]();
    const error = await failureOf(transportFor(t, url, env).request(read));
    assert.ok(error instanceof ConnectionError);
    assert.ok(
      error.message.includes(
        `: the connection was refused, at the proxy ${proxy.host} after 4 tries`,
      ),
      error.message,
    );
    assert.match(error.message, /Check HTTPS_PROXY, or name the tenant's host in NO_PROXY/);
    assertSilent(error);
  });

  for (const [what, answer] of [
    ["hangs up", undefined],
    ["is none", "SSH-2.0-OpenSSH_9.9\r\n"],
  ] as const) {
    test(`and ${what} is named`, async (t) => {
      const { proxy, env } = await behindProxy(t, (socket) => {
        socket.end(answer);
        return true;
      });
      const error = await failureOf(transportFor(t, url, env).request(read));
      assert.ok(error.message.includes(`through the proxy ${proxy.host}`), error.message);
      assertSilent(error);
    });
  }

  for (const wrong of [
    "ftp://somebody:hunter2@proxy.test",
    "http://",
    "socks5://somebody:hunter2@p",
  ]) {
    test(`because it can be none is refused before any request: ${wrong.split(":")[0]}`, (t) => {
      assert.throws(
        () => transportFor(t, url, { HTTPS_PROXY: wrong }),
        (error) => {
          assert.ok(error instanceof ConfigurationError);
          assert.match(error.message, /HTTPS_PROXY names no proxy .*http:\/\/proxy\.example:3128/);
          assert.doesNotMatch(error.message, /hunter2/);
          return true;
        },
      );
    });
  }
});
