import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConnectionError, ResponseError } from "../../../provider/src/errors/index.ts";
import { OperationTimeout } from "../../../provider/src/errors/internal.ts";
import {
  cancellation,
  connectionFailure,
  isOurMistake,
  ProxyUnreachable,
  timeoutFailure,
} from "../../../provider/src/transport/connection-failure.ts";
import type { Failure, FailureKind } from "../../../provider/src/transport/failure.ts";

const request = { method: "GET", url: "https://tenant.test/api" };
const direct = { request, answered: false, proxy: undefined };
const proxied = { ...direct, proxy: "proxy.test:3128" };

function failing(code: string, more: object = {}): Error {
  return Object.assign(new Error("its words may hold bytes of the answer"), { code, ...more });
}

function named(name: string, code?: string): Error {
  return Object.assign(new Error("words"), { name }, code === undefined ? {} : { code });
}

/** The kind, the class, and the sentences after the request. */
function parts({ details }: Failure): readonly unknown[] {
  return [details.kind, details.ErrorClass, details.what, details.advice];
}

const unsent = "Check cxone:environmentUrl, and that this machine reaches it.";
const lost = "Try again later. What was sent may have arrived, or not.";
const unusable = "Something before the tenant may have answered: check cxone:environmentUrl.";
const authority =
  "Check cxone:environmentUrl. Where a company's own authority signs, name its certificate's file in cxone:caFile, or in the " +
  "environment variable NODE_EXTRA_CA_CERTS.";
const proxyFails =
  "Check HTTPS_PROXY, or name the tenant's host in NO_PROXY where no proxy is needed.";

/** What a code means that says that the other side's certificate was not trusted. */
function untrusted(code: string) {
  const what = `no trusted TLS connection (${code})`;
  return [failing(code), "final", ConnectionError, what, authority] as const;
}

describe("a connection that failed says what it means and what to do:", () => {
  const cases: readonly (readonly [unknown, FailureKind, unknown, string, string])[] = [
    [failing("ECONNREFUSED"), "unsent", ConnectionError, "the connection was refused", unsent],
    [failing("ENOTFOUND"), "unsent", ConnectionError, "the host's name is not known", unsent],
    [
      failing("EAI_AGAIN"),
      "unsent",
      ConnectionError,
      "the host's name could not be looked up",
      unsent,
    ],
    [
      failing("UND_ERR_CONNECT_TIMEOUT"),
      "unsent",
      ConnectionError,
      "the connection was not accepted in time",
      unsent,
    ],
    [
      failing("UND_ERR_PRX_CONN"),
      "unsent",
      ConnectionError,
      "the connection was dropped before it led to the tenant",
      unsent,
    ],
    [failing("UND_ERR_SOCKET"), "lost", ConnectionError, "the connection was dropped", lost],
    [failing("ECONNRESET"), "lost", ConnectionError, "the connection was reset", lost],
    [
      named("HTTPParserError", "HPE_INVALID_CONSTANT"),
      "unclear",
      ResponseError,
      "the answer is not HTTP",
      unusable,
    ],
    [
      failing("UND_ERR_HEADERS_OVERFLOW"),
      "unclear",
      ResponseError,
      "the answer's headers are too long",
      unusable,
    ],
    [
      failing("UND_ERR_RES_EXCEEDED_MAX_SIZE"),
      "unclear",
      ResponseError,
      "the answer is over 1 MiB",
      unusable,
    ],
    [
      failing("CERT_HAS_EXPIRED"),
      "final",
      ConnectionError,
      "the certificate is not valid at this time (CERT_HAS_EXPIRED)",
      "Have it renewed, and check this machine's clock.",
    ],
    [
      failing("CERT_NOT_YET_VALID"),
      "final",
      ConnectionError,
      "the certificate is not valid at this time (CERT_NOT_YET_VALID)",
      "Have it renewed, and check this machine's clock.",
    ],
    [
      failing("ERR_TLS_CERT_ALTNAME_INVALID"),
      "final",
      ConnectionError,
      "the certificate is another host's (ERR_TLS_CERT_ALTNAME_INVALID)",
      "Check cxone:environmentUrl, and what stands between here and the tenant.",
    ],
    [
      failing("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"),
      "final",
      ConnectionError,
      "the other side refused the TLS connection (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)",
      "Where the tenant asks for a client's certificate, check cxone:clientCertificateFile and cxone:clientKeyFile.",
    ],
    ...[
      "CERT_REVOKED",
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "ERR_TLS_HANDSHAKE_TIMEOUT",
      "ERR_SSL_WRONG_VERSION_NUMBER",
    ].map(untrusted),
    [failing("EPIPE"), "lost", ConnectionError, "the connection failed (EPIPE)", lost],
    // Patterns of a code hold for the whole of it.
    ...["MY_CERT_HAS_EXPIRED", "MY_ERR_TLS_CERT_ALTNAME_INVALID", "MY_ERR_SSL_V3_ALERT"].map(
      (code) =>
        [failing(code), "lost", ConnectionError, `the connection failed (${code})`, lost] as const,
    ),
    ...["CERT_HAS_EXPIRED_SOON", "ERR_TLS_CERT_ALTNAME_INVALID_FORMAT"].map(untrusted),
    [named("TypeError"), "lost", ConnectionError, "the connection failed (TypeError)", lost],
    ["no error", "lost", ConnectionError, "the connection failed (UNKNOWN)", lost],
    [
      failing("ENETUNREACH", { syscall: "connect" }),
      "unsent",
      ConnectionError,
      "the connection failed (ENETUNREACH)",
      unsent,
    ],
    [
      failing("ETIMEDOUT", { syscall: "read" }),
      "lost",
      ConnectionError,
      "the connection failed (ETIMEDOUT)",
      lost,
    ],
    [
      Object.assign(
        new AggregateError([
          failing("EHOSTUNREACH", { syscall: "connect" }),
          failing("ENETUNREACH", { syscall: "connect" }),
        ]),
        { code: "EHOSTUNREACH" },
      ),
      "unsent",
      ConnectionError,
      "the connection failed (EHOSTUNREACH)",
      unsent,
    ],
    [
      Object.assign(
        new AggregateError([failing("EHOSTUNREACH", { syscall: "connect" }), undefined]),
        { code: "EHOSTUNREACH" },
      ),
      "lost",
      ConnectionError,
      "the connection failed (EHOSTUNREACH)",
      lost,
    ],
  ];
  for (const [cause, ...expected] of cases) {
    test(`${expected[0]}, ${expected[2]}`, () => {
      assert.deepEqual(parts(connectionFailure(cause, direct)), expected);
    });
  }

  test("what is final stays so, though there never was a connection", () => {
    const cause = failing("CERT_HAS_EXPIRED", { syscall: "connect" });
    assert.equal(connectionFailure(cause, direct).details.kind, "final");
  });

  test("its code is kept, and its words are not", () => {
    const { details } = connectionFailure(failing("EPIPE"), direct);
    assert.equal(details.code, "EPIPE");
    assert.ok(!JSON.stringify(details).includes("bytes of the answer"));
  });

  test("an answer that had begun was cut short, unless it could not be used", () => {
    const answered = { ...direct, answered: true };
    assert.deepEqual(parts(connectionFailure(failing("ECONNRESET"), answered)), [
      "lost",
      ResponseError,
      "the answer was cut short",
      lost,
    ]);
    const tooLong = connectionFailure(failing("UND_ERR_RES_EXCEEDED_MAX_SIZE"), answered);
    assert.equal(tooLong.details.what, "the answer is over 1 MiB");
  });
});

describe("behind a proxy, a failure names its host:", () => {
  test("the connection through it", () => {
    const { details } = connectionFailure(failing("ECONNRESET"), proxied);
    assert.equal(details.what, "the connection was reset, through the proxy proxy.test:3128");
  });

  test("the proxy itself was not reached, so that nothing was sent", () => {
    const unreachable = (code: string) =>
      parts(connectionFailure(new ProxyUnreachable(failing(code)), proxied));
    const at = "at the proxy proxy.test:3128";
    assert.deepEqual(unreachable("ECONNRESET"), [
      "unsent",
      ConnectionError,
      `the connection was reset, ${at}`,
      proxyFails,
    ]);
    assert.deepEqual(unreachable("CERT_HAS_EXPIRED"), [
      "final",
      ConnectionError,
      `the certificate is not valid at this time (CERT_HAS_EXPIRED), ${at}`,
      proxyFails,
    ]);
  });

  const refusals: readonly (readonly [number, FailureKind, string, string])[] = [
    [
      403,
      "final",
      "403 Forbidden",
      "Ask those who run the proxy to let the tenant's host through.",
    ],
    [
      407,
      "final",
      "407 Proxy Authentication Required",
      "It wants a user and a password: give them in HTTPS_PROXY, as http://USER:PASSWORD@HOST:PORT, percent-encoded.",
    ],
    ...(
      [
        [499, "final", "499 (unknown)"],
        [500, "unsent", "500 Internal Server Error"],
        [502, "unsent", "502 Bad Gateway"],
      ] as const
    ).map(
      ([status, kind, line]) =>
        [
          status,
          kind,
          line,
          "Check HTTPS_PROXY and NO_PROXY, and ask those who run the proxy what stands against it.",
        ] as const,
    ),
  ];
  for (const [status, kind, line, advice] of refusals) {
    test(`it answers ${status} and does not connect`, () => {
      const cause = new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`);
      assert.deepEqual(parts(connectionFailure(cause, proxied)), [
        kind,
        ConnectionError,
        `no connection to the tenant (${line}), through the proxy proxy.test:3128`,
        advice,
      ]);
    });
  }

  test("its words count from their beginning only", () => {
    const cause = new Error("no Proxy response (403) !== 200");
    assert.match(
      connectionFailure(cause, proxied).details.what,
      /^the connection failed \(Error\)/,
    );
  });
});

test("a request that took too long says how long, and may have been done", () => {
  assert.deepEqual(parts(timeoutFailure(15_000, proxied)), [
    "lost",
    ConnectionError,
    "no whole answer within 15 s, through the proxy proxy.test:3128",
    lost,
  ]);
  assert.equal(timeoutFailure(1, direct).details.code, "timeout");
});

test("a cancelled operation says to run it again", () => {
  assert.deepEqual(parts(cancellation(request)), [
    "final",
    ConnectionError,
    "the operation was cancelled",
    "Run it again: it goes on from what was done.",
  ]);
});

test("an operation that took too long says how long it might take, and which option gives it more", () => {
  assert.deepEqual(parts(cancellation(request, new OperationTimeout(90))), [
    "final",
    ConnectionError,
    "the operation took longer than the 90 s of its customTimeouts",
    "Give it more time, or run it again: it goes on from what was done.",
  ]);
});

test("a header that cannot be sent and a closed transport are no fault of a connection", () => {
  const codes = ["UND_ERR_INVALID_ARG", "UND_ERR_CLOSED", "UND_ERR_DESTROYED", "ECONNRESET"];
  assert.deepEqual(
    codes.map((code) => isOurMistake(failing(code))),
    [true, true, true, false],
  );
  assert.equal(isOurMistake(undefined), false);
});
