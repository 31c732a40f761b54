import { STATUS_CODES } from "node:http";
import { ConnectionError } from "../errors/index.ts";
import type { Explanation } from "./explanation.ts";

/** No connection to the proxy itself. `cause` is Node's or undici's error. */
export class ProxyUnreachable extends Error {
  constructor(cause: Error) {
    super("the proxy was not reached", { cause });
  }
}

/** A proxy that fails has not let the request through, so that it may be sent again. */
export function unreachableProxy({ kind, what }: Explanation): Explanation {
  return {
    kind: kind === "lost" ? "unsent" : kind,
    Reason: ConnectionError,
    what,
    advice: "Check HTTPS_PROXY, or name the tenant's host in NO_PROXY where no proxy is needed.",
  };
}

/** undici tells only in words with which status a proxy refused to connect. */
const refused = /^Proxy response \((\d{3})\) !== 200/;

const advice = new Map([
  [403, "Ask those who run the proxy to let the tenant's host through."],
  [
    407,
    "It wants a user and a password: give them in HTTPS_PROXY, as http://USER:PASSWORD@HOST:PORT, percent-encoded.",
  ],
]);

/** What a proxy means that answers, and does not connect; undefined where that is not what the error tells. */
export function refusalOfProxy(error: unknown): Explanation | undefined {
  const [, text] = (error instanceof Error && refused.exec(error.message)) || [];
  if (text === undefined) return undefined;
  const status = Number(text);
  return {
    kind: status >= 500 ? "unsent" : "final",
    Reason: ConnectionError,
    what: `no connection to the tenant (${status} ${STATUS_CODES[status] ?? "(unknown)"})`,
    advice:
      advice.get(status) ??
      "Check HTTPS_PROXY and NO_PROXY, and ask those who run the proxy what stands against it.",
  };
}
