import type { FaultEffect, FaultTiming } from "pulumi-cxone-dialer/sandbox";

/** The requests that a fault happens to. */
export interface Match {
  readonly method: string;
  readonly path: RegExp;
}

export interface FaultContext {
  /** Another origin than the tenant's. */
  readonly elsewhere: string;
}

export interface FaultKind {
  readonly name: string;
  /** What it needs of the reply that it spoils. */
  readonly needs?: "body" | "etag";
  /** What an error that it causes says of it. */
  readonly says: RegExp;
  /** What the tenant does; absent where the connection is refused before the tenant knows. */
  readonly effect?: (context: FaultContext) => FaultEffect & Pick<FaultTiming, "delayMs">;
}

function status(status: number, says: RegExp): FaultKind {
  return { name: String(status), says, effect: () => ({ status }) };
}

const page = "<!doctype html><title>502</title><h1>502 Bad Gateway</h1>";

const changed = /changed in the tenant|not as it was last seen|not how a token endpoint answers/;

/** Faults of one kind, for the report. */
export interface FaultFamily {
  readonly title: string;
  readonly faults: readonly FaultKind[];
}

/** Everything that goes wrong on the way to the tenant, at it, and on the way back. */
export const faultFamilies: readonly FaultFamily[] = [
  {
    title: "The connection fails",
    faults: [
      { name: "refused", says: /the connection was refused/ },
      {
        name: "reset before effect",
        says: /the connection was (dropped|reset)/,
        effect: () => ({ drop: "before" }),
      },
      {
        name: "reset after effect",
        says: /the connection was (dropped|reset)/,
        effect: () => ({ drop: "after" }),
      },
      {
        name: "time-out",
        says: /no whole answer within (15|30) s/,
        effect: () => ({ delayMs: 3_600_000 }),
      },
      {
        name: "slow drip",
        needs: "body",
        says: /no whole answer within (15|30) s/,
        effect: () => ({ drip: 200 }),
      },
      {
        name: "cut body",
        needs: "body",
        says: /the answer was cut short/,
        effect: () => ({ cutBody: true }),
      },
    ],
  },
  {
    title: "The tenant wants it later, or cannot answer",
    faults: [
      status(408, /408 Request Timeout/),
      status(429, /429 Too Many Requests/),
      {
        name: "429, seconds",
        says: /429 Too Many Requests/,
        effect: () => ({ status: 429, headers: { "retry-after": "2" } }),
      },
      {
        name: "429, date",
        says: /429 Too Many Requests/,
        effect: () => ({
          status: 429,
          headers: { "retry-after": new Date(Date.now() + 3_000).toUTCString() },
        }),
      },
      status(500, /500 Internal Server Error/),
      status(502, /502 Bad Gateway/),
      status(503, /503 Service Unavailable/),
      status(504, /504 Gateway Timeout/),
      {
        name: "504 after effect",
        says: /504 Gateway Timeout/,
        effect: () => ({ status: 504, takesEffect: true }),
      },
    ],
  },
  {
    title: "Something in between answers, or alters the answer",
    faults: [
      {
        name: "HTML error page",
        says: /502 Bad Gateway/,
        effect: () => ({ status: 502, headers: { "content-type": "text/html" }, body: page }),
      },
      {
        name: "HTML sign-in page",
        says: /text\/html/,
        effect: () => ({ nonJson: true }),
      },
      {
        name: "wrong content type",
        needs: "body",
        says: /text\/plain|not how the API answers/,
        effect: () => ({ contentType: "text/plain" }),
      },
      {
        name: "10 MiB body",
        needs: "body",
        says: /the answer is over 1 MiB/,
        effect: () => ({ padBody: 10 * 1_048_576 }),
      },
      {
        name: "redirect elsewhere",
        says: /307 Temporary Redirect, a redirect to http/,
        effect: ({ elsewhere }) => ({ redirect: `${elsewhere}/login` }),
      },
      {
        name: "no ETag",
        needs: "etag",
        says: /without a strong ETag/,
        effect: () => ({ etag: "none" }),
      },
      {
        name: "weak ETag",
        needs: "etag",
        says: /without a strong ETag/,
        effect: () => ({ etag: "weak" }),
      },
    ],
  },
  {
    title: "The tenant refuses",
    faults: [
      status(401, /401 Unauthorized/),
      status(403, /403 Forbidden/),
      status(409, changed),
      status(412, changed),
    ],
  },
];

export const faults: readonly FaultKind[] = faultFamilies.flatMap((family) => family.faults);
