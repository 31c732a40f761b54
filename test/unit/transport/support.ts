import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { MockAgent } from "undici";
import { CxoneError } from "../../../provider/src/errors/index.ts";
import type { Limits } from "../../../provider/src/transport/limiter.ts";
import type { Clock } from "../../../provider/src/transport/retry.ts";
import type { Settings } from "../../../provider/src/transport/settings.ts";
import {
  type ApiRequest,
  Transport,
  type TransportOptions,
} from "../../../provider/src/transport/transport.ts";

export const secret = "s3cr3t/+ of&the=client";
export const origin = "https://us1-cxone.com";

/** Lets everything happen that waits for no clock. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Limits that no test reaches by chance. */
export function settingsFor(environmentUrl: string): Settings {
  return {
    environmentUrl,
    clientId: "client",
    clientSecret: secret,
    requestsPerMinute: 10_000,
    requestsPerSecond: 10_000,
  };
}

/** A clock that only sleeping moves, and `advance`. */
export function virtualClock() {
  let time = Date.UTC(2026, 0, 1);
  const sleeps: number[] = [];
  const advance = (milliseconds: number) => {
    time += milliseconds;
  };
  const clock: Clock = {
    now: () => time,
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds);
      advance(milliseconds);
    },
  };
  return { clock, sleeps, advance };
}

/** A read of the API. */
export const read = {
  method: "GET",
  path: "/api/v2/outbound/campaigns/91ab",
  scope: "outbound.read",
} as const satisfies ApiRequest;

/** A write. */
export const write = {
  method: "POST",
  path: "/api/v2/eventstreams/exports",
  scope: "eventstreams.export.write",
  headers: { "idempotency-key": "k" },
  body: { event_type: "DIALER_CONFIG_UPDATE" },
} as const satisfies ApiRequest;

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface CannedReply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  /** A string as it is, all else as JSON. */
  readonly body?: unknown;
}

export const grant = { access_token: "t0ken-1", token_type: "Bearer", expires_in: 3600 };
export const granted: CannedReply = { status: 200, body: grant };

/** A request as undici's mock hands it on. */
interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers?: object;
  readonly body?: unknown;
}

interface Tenant {
  readonly token?: (sent: Sent) => CannedReply;
  readonly api?: (sent: Sent) => CannedReply;
  /** @default one that only sleeping moves */
  readonly clock?: Clock;
  /** @default none */
  readonly log?: Settings["log"];
  /** @default none that a test reaches by chance */
  readonly limits?: Partial<Limits>;
}

/** A tenant without a network, and a transport to it. */
export function mockTenant({
  token = () => granted,
  api = () => ({ status: 200, body: {} }),
  clock,
  log,
  limits,
}: Tenant) {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const tokens: Sent[] = [];
  const calls: Sent[] = [];
  const isToken = (path: string) => path === "/oauth/token";
  const answer =
    (log: Sent[], tell: (sent: Sent) => CannedReply) =>
    ({ method, path, headers, body }: Heard) => {
      const sent = { method, path, headers: { ...headers }, body: String(body ?? "") };
      log.push(sent);
      const canned = tell(sent);
      const data = typeof canned.body === "string" ? canned.body : JSON.stringify(canned.body);
      return {
        statusCode: canned.status,
        data: data ?? "",
        responseOptions: { headers: { "content-type": "application/json", ...canned.headers } },
      };
    };
  const pool = agent.get(origin);
  const anyMethod = /.*/;
  pool.intercept({ path: isToken, method: anyMethod }).reply(answer(tokens, token)).persist();
  pool
    .intercept({ path: (path) => !isToken(path), method: anyMethod })
    .reply(answer(calls, api))
    .persist();
  const time = virtualClock();
  const warnings: string[] = [];
  const transport = new Transport(
    { ...settingsFor(origin), ...limits, log },
    {
      warn: (message) => warnings.push(message),
      dispatcher: agent,
      clock: clock ?? time.clock,
      random: () => 0.5,
    },
  );
  return { transport, tokens, calls, warnings, sleeps: time.sleeps, advance: time.advance };
}

/** A tenant on loopback that gives tokens and leaves all else to `handler`, and a transport to it. */
export async function loopbackTenant(
  t: TestContext,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  {
    clock: given,
    ...ending
  }: { readonly clock?: Clock } & Pick<TransportOptions, "signal" | "deadline"> = {},
) {
  let calls = 0;
  let connections = 0;
  const server = createServer((request, response) => {
    if (request.url === "/oauth/token") {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(grant));
    } else {
      calls++;
      handler(request, response);
    }
  });
  server.on("connection", () => connections++);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${portOf(server.address())}`;
  const { clock, sleeps } = virtualClock();
  const transport = new Transport(settingsFor(url), {
    warn: () => {},
    clock: given ?? clock,
    random: () => 0.5,
    ...ending,
  });
  t.after(async () => {
    server.closeAllConnections();
    server.close();
    await transport.close();
  });
  return { transport, url, sleeps, server, calls: () => calls, connections: () => connections };
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return address.port;
}

/** The error that a call ends with. */
export async function failureOf(call: Promise<unknown>): Promise<CxoneError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof CxoneError) return error;
    throw error;
  }
  throw new Error("the call succeeded, and should have failed");
}
