import { ConnectionError, ResponseError } from "../errors/index.ts";
import type { FailureDetails } from "./failure.ts";

/** What a connection that failed means, and what to do about it. */
export interface Explanation extends Pick<FailureDetails, "kind" | "what" | "advice" | "code"> {
  readonly Reason: typeof ConnectionError | typeof ResponseError;
}

export const unsent = (what: string): Explanation => ({
  kind: "unsent",
  Reason: ConnectionError,
  what,
  advice: "Check cxone:environmentUrl, and that this machine reaches it.",
});
export const lost = (what: string): Explanation => ({
  kind: "lost",
  Reason: ConnectionError,
  what,
  advice: "Try again later. What was sent may have arrived, or not.",
});
const unusable = (what: string): Explanation => ({
  kind: "unclear",
  Reason: ResponseError,
  what,
  advice: "Something before the tenant may have answered: check cxone:environmentUrl.",
});
const untrusted = (what: string, advice: string): Explanation => ({
  kind: "final",
  Reason: ConnectionError,
  what,
  advice,
});

/** By the code of Node's or undici's error. */
const byCode = new Map<string, Explanation>([
  ["ECONNREFUSED", unsent("the connection was refused")],
  ["ENOTFOUND", unsent("the host's name is not known")],
  ["EAI_AGAIN", unsent("the host's name could not be looked up")],
  ["UND_ERR_CONNECT_TIMEOUT", unsent("the connection was not accepted in time")],
  ["UND_ERR_PRX_CONN", unsent("the connection was dropped before it led to the tenant")],
  ["UND_ERR_SOCKET", lost("the connection was dropped")],
  ["ECONNRESET", lost("the connection was reset")],
  ["HTTPParserError", unusable("the answer is not HTTP")],
  ["UND_ERR_HEADERS_OVERFLOW", unusable("the answer's headers are too long")],
  ["UND_ERR_RES_EXCEEDED_MAX_SIZE", unusable("the answer is over 1 MiB")],
]);

/** OpenSSL's words for a certificate, or for a peer that does not speak TLS; the first that fits. */
const tls: readonly (readonly [RegExp, (code: string) => Explanation])[] = [
  [
    /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/,
    (code) =>
      untrusted(
        `the certificate is not valid at this time (${code})`,
        "Have it renewed, and check this machine's clock.",
      ),
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    (code) =>
      untrusted(
        `the certificate is another host's (${code})`,
        "Check cxone:environmentUrl, and what stands between here and the tenant.",
      ),
  ],
  [
    /^ERR_SSL_.*ALERT/,
    (code) =>
      untrusted(
        `the other side refused the TLS connection (${code})`,
        "Where the tenant asks for a client's certificate, check cxone:clientCertificateFile and cxone:clientKeyFile.",
      ),
  ],
  [
    /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_)/,
    (code) =>
      untrusted(
        `no trusted TLS connection (${code})`,
        "Check cxone:environmentUrl. Where a company's own authority signs, name its certificate's file in cxone:caFile, or in the environment variable NODE_EXTRA_CA_CERTS.",
      ),
  ],
];

/** What an error's code says; any that is not known was lost on the way. */
export function explain(code: string): Explanation {
  const known = byCode.get(code) ?? tls.find(([pattern]) => pattern.test(code))?.[1](code);
  return { ...(known ?? lost(`the connection failed (${code})`)), code };
}

/** The answer had begun, and did not end. */
export const cutShort: Explanation = {
  ...lost("the answer was cut short"),
  Reason: ResponseError,
};
