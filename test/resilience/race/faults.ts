/** What happens to a request on its way, or to its reply. */
export interface Fault {
  /** Whether the tenant gets it all the same. */
  readonly arrives: boolean;
  /** Only to requests of these methods; to all where absent. */
  readonly methods?: readonly string[];
  /** The code of the error that the client gets. */
  readonly error?: string;
  /** What the client gets in place of the tenant's reply. */
  readonly reply?: { readonly status: number; readonly body: string; readonly retryAfter?: string };
  /** What is done to the tenant's reply. */
  readonly change?: "cut" | "without ETag";
}

const refusal = JSON.stringify({ message: "not now" });
const page = "<html>Sign in to the network</html>";

/** By what a story calls it. */
export const faults: Readonly<Record<string, Fault>> = {
  "the connection is refused": { arrives: false, error: "ECONNREFUSED" },
  "the request is lost": { arrives: false, error: "UND_ERR_SOCKET" },
  "the reply is lost": { arrives: true, error: "UND_ERR_SOCKET" },
  "the reply is cut": { arrives: true, change: "cut" },
  "the reply has no ETag": { arrives: true, change: "without ETag" },
  "a gateway's page answers it": { arrives: false, reply: { status: 200, body: page } },
  "a gateway's page covers the reply": { arrives: true, reply: { status: 200, body: page } },
  "401": { arrives: false, reply: { status: 401, body: refusal } },
  "403": { arrives: false, reply: { status: 403, body: refusal } },
  "409 for nothing": {
    arrives: false,
    methods: ["PUT", "DELETE"],
    reply: { status: 409, body: refusal },
  },
  "429": { arrives: false, reply: { status: 429, body: refusal } },
  "429 with Retry-After": {
    arrives: false,
    reply: { status: 429, body: refusal, retryAfter: "2" },
  },
  "500 though it is done": { arrives: true, reply: { status: 500, body: refusal } },
  "503": { arrives: false, reply: { status: 503, body: refusal } },
  "504 though it is done": { arrives: true, reply: { status: 504, body: page } },
};
