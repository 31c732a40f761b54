import assert from "node:assert/strict";
import { once } from "node:events";
import { createSecureServer } from "node:http2";
import { after, describe, test } from "node:test";
import { ConfigurationError, ConnectionError } from "../../../provider/src/errors/index.ts";
import { resolveSettings } from "../../../provider/src/transport/settings.ts";
import { authority, files } from "../../support/certificates.ts";
import { startConnectProxy } from "../../support/connect-proxy.ts";
import { startTlsFront } from "../../support/tls-front.ts";
import { secureTenant, transportFor } from "./secure-tenant.ts";
import { failureOf, grant, portOf, read, secret } from "./support.ts";

const own = await authority();
const other = await authority("another authority");
const identity = await own.issue();
const stranger = await other.issue();
const folder = await files({
  "ca.pem": own.certificate,
  "both.pem": `Both of them:\n${other.certificate}\n${own.certificate}`,
  "half.pem": `${own.certificate}\n-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----`,
  "client.pem": identity.certificate,
  "client.key": identity.key,
  "stranger.pem": stranger.certificate,
  "stranger.key": stranger.key,
  "notes.txt": "the password is hunter2",
  "locked.key":
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nhunter2\n-----END ENCRYPTED PRIVATE KEY-----",
});
const { file } = folder;
after(() => folder[Symbol.asyncDispose]());

const trusting = { CXONE_CA_FILE: file("ca.pem") };

describe("a tenant's certificate", () => {
  test("of an unknown authority is refused at once, and the error names the setting for one of one's own", async (t) => {
    const { url, requests } = await secureTenant(t, { identity });
    const error = await failureOf(transportFor(t, url).request(read));
    assert.ok(error instanceof ConnectionError);
    assert.match(error.message, /no trusted TLS connection \(UNABLE_TO_\w+\)\. .*cxone:caFile/);
    assert.deepEqual(requests, []);
  });

  for (const name of ["ca.pem", "both.pem"] as const) {
    test(`of an authority in cxone:caFile is accepted: ${name}`, async (t) => {
      const { url } = await secureTenant(t, { identity });
      const transport = transportFor(t, url, { CXONE_CA_FILE: file(name) });
      assert.equal((await transport.request(read)).status, 200);
    });
  }

  test("of another authority than the one in cxone:caFile is refused", async (t) => {
    const { url, requests } = await secureTenant(t, { identity: stranger });
    const error = await failureOf(transportFor(t, url, trusting).request(read));
    assert.match(error.message, /no trusted TLS connection/);
    assert.deepEqual(requests, []);
  });

  test("of another host is refused", async (t) => {
    const { url, requests } = await secureTenant(t, {
      identity: await own.issue({ host: "elsewhere.test" }),
    });
    const error = await failureOf(transportFor(t, url, trusting).request(read));
    assert.ok(error instanceof ConnectionError);
    assert.match(error.message, /the certificate is another host's.*cxone:environmentUrl/);
    assert.deepEqual(requests, []);
  });

  test("that has expired is refused", async (t) => {
    const { url, requests } = await secureTenant(t, {
      identity: await own.issue({ until: new Date(Date.now() - 60_000) }),
    });
    const error = await failureOf(transportFor(t, url, trusting).request(read));
    assert.match(
      error.message,
      /not valid at this time \(CERT_HAS_EXPIRED\).*this machine's clock/,
    );
    assert.deepEqual(requests, []);
  });

  test("is checked although NODE_TLS_REJECT_UNAUTHORIZED says that it need not be", async (t) => {
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    t.after(() => {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    });
    const { url, requests } = await secureTenant(t, { identity });
    const error = await failureOf(transportFor(t, url).request(read));
    assert.match(error.message, /no trusted TLS connection/);
    assert.deepEqual(requests, []);
  });
});

test("a tenant that speaks HTTP/2 as well is spoken to in HTTP/1.1, directly and through a proxy", async (t) => {
  const { certificate: cert, key } = identity;
  const versions: string[] = [];
  const server = createSecureServer({ cert, key, allowHTTP1: true }, (request, response) => {
    versions.push(request.httpVersion);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url === "/oauth/token" ? grant : {}));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const port = portOf(server.address());
  await using proxy = await startConnectProxy(port);
  await using front = await startTlsFront(Number(proxy.host.split(":")[1]), {
    cert,
    key,
    ALPNProtocols: ["h2", "http/1.1"],
  });
  for (const [url, env] of [
    [`https://127.0.0.1:${port}`, {}],
    ["https://tenant.test", { HTTPS_PROXY: `https://localhost:${front.port}` }],
  ] as const) {
    const transport = transportFor(t, url, { ...trusting, ...env });
    assert.equal((await transport.request(read)).status, 200);
  }
  assert.deepEqual(versions, ["1.1", "1.1", "1.1", "1.1"]);
});

describe("a tenant that asks for a client's certificate", () => {
  const server = { requestCert: true, ca: own.certificate };

  test("gets the one that the settings name", async (t) => {
    const { url } = await secureTenant(t, { identity, server });
    const transport = transportFor(t, url, {
      ...trusting,
      CXONE_CLIENT_CERTIFICATE_FILE: file("client.pem"),
      CXONE_CLIENT_KEY_FILE: file("client.key"),
    });
    assert.equal((await transport.request(read)).status, 200);
  });

  const unknown = {
    CXONE_CLIENT_CERTIFICATE_FILE: file("stranger.pem"),
    CXONE_CLIENT_KEY_FILE: file("stranger.key"),
  };
  for (const [what, env, version, message] of [
    ["none", {}, "TLSv1.2", /cxone:clientCertificateFile and cxone:clientKeyFile/],
    // This server hangs up without a word.
    ["none", {}, "TLSv1.3", /the connection was dropped/],
    ["one of an unknown authority", unknown, "TLSv1.2", /the connection was (dropped|reset)/],
    ["one of an unknown authority", unknown, "TLSv1.3", /the connection was (dropped|reset)/],
  ] as const) {
    test(`and gets ${what} is given no request (${version})`, async (t) => {
      const { url, requests } = await secureTenant(t, {
        identity,
        server: { ...server, maxVersion: version },
      });
      const error = await failureOf(transportFor(t, url, { ...trusting, ...env }).request(read));
      assert.ok(error instanceof ConnectionError);
      assert.match(error.message, message);
      assert.deepEqual(requests, []);
    });
  }
});

describe("the files of TLS settings", () => {
  const base = {
    CXONE_ENVIRONMENT_URL: "https://us1-cxone.com",
    CXONE_CLIENT_ID: "client",
    CXONE_CLIENT_SECRET: secret,
  };
  const missing = file("ca.pem").replace("ca.pem", "missing.pem");

  for (const [name, env, problem] of [
    [
      "that are not there",
      { CXONE_CA_FILE: missing },
      `cxone:caFile names ${missing}, which cannot be read (ENOENT)`,
    ],
    [
      "that hold no certificate",
      { CXONE_CA_FILE: file("notes.txt") },
      "which is no certificate in PEM form (-----BEGIN CERTIFICATE-----)",
    ],
    [
      "that hold a certificate and a broken one",
      { CXONE_CA_FILE: file("half.pem") },
      "which is no certificate in PEM form",
    ],
    [
      "that hold a key where a certificate belongs",
      {
        CXONE_CLIENT_CERTIFICATE_FILE: file("client.key"),
        CXONE_CLIENT_KEY_FILE: file("client.key"),
      },
      `cxone:clientCertificateFile names ${file("client.key")}, which is no certificate`,
    ],
    [
      "that hold a certificate where a key belongs",
      {
        CXONE_CLIENT_CERTIFICATE_FILE: file("client.pem"),
        CXONE_CLIENT_KEY_FILE: file("client.pem"),
      },
      `cxone:clientKeyFile names ${file("client.pem")}, which is no private key in PEM form (-----BEGIN PRIVATE KEY-----)`,
    ],
    [
      "with a locked key",
      {
        CXONE_CLIENT_CERTIFICATE_FILE: file("client.pem"),
        CXONE_CLIENT_KEY_FILE: file("locked.key"),
      },
      "which is locked with a passphrase, and must be a private key in PEM form (-----BEGIN PRIVATE KEY-----) without one",
    ],
    [
      "with a key of another certificate",
      {
        CXONE_CLIENT_CERTIFICATE_FILE: file("client.pem"),
        CXONE_CLIENT_KEY_FILE: file("stranger.key"),
      },
      "cxone:clientKeyFile is not the key of the certificate in cxone:clientCertificateFile",
    ],
    [
      "with a certificate and no key",
      { CXONE_CLIENT_CERTIFICATE_FILE: file("client.pem") },
      "cxone:clientKeyFile is missing, and cxone:clientCertificateFile is given",
    ],
    [
      "with a key and no certificate",
      { CXONE_CLIENT_KEY_FILE: file("client.key") },
      "cxone:clientCertificateFile is missing, and cxone:clientKeyFile is given",
    ],
  ] as const) {
    test(`${name} are refused before any request, and nothing of them is repeated`, () => {
      assert.throws(
        () => resolveSettings(() => undefined, { ...base, ...env }),
        (error) => {
          assert.ok(error instanceof ConfigurationError);
          assert.ok(error.message.includes(problem), error.message);
          assert.match(error.message, /CXONE_(CA|CLIENT_CERTIFICATE|CLIENT_KEY)_FILE/);
          assert.doesNotMatch(error.message, /hunter2/);
          for (const line of identity.key.split("\n").slice(1, -2)) {
            assert.ok(!error.message.includes(line));
          }
          return true;
        },
      );
    });
  }

  test("may be named by the stack's configuration as well", () => {
    const config: Record<string, string> = { caFile: file("ca.pem") };
    assert.equal(resolveSettings((key) => config[key], base).trusted, own.certificate);
  });
});
