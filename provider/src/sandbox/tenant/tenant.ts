import type { Json, JsonObject } from "../../domain/json.ts";
import type { Scope } from "./access.ts";
import type { TenantCampaign, TenantData } from "./data.ts";
import type { VersionedDocument } from "./dialer-configs.ts";
import type { ExportedEvent } from "./exports.ts";
import type { Fault } from "./faults.ts";

export interface TenantOptions {
  /** On 127.0.0.1, 0–65535; 0 takes a free one. @default 0 */
  readonly port?: number;
  /** @default no campaigns and no dialer configurations */
  readonly data?: TenantData;
  /** @default a random UUID */
  readonly clientId?: string;
  /** @default 32 random bytes, base64url */
  readonly clientSecret?: string;
  /** The scopes that the client may have. @default all four */
  readonly scopes?: readonly Scope[];
  /** How long a token is good for, in whole seconds. @default 3600 */
  readonly tokenLifeSeconds?: number;
  /** Requests let in in any 60 s, those for a token included; at least 1, `Infinity` for no limit. @default 100 */
  readonly requestsPerMinute?: number;
  /** Requests let in in any second, those for a token included; at least 1, `Infinity` for no limit. @default 15 */
  readonly requestsPerSecond?: number;
  /** Called with every request once its result is known. */
  readonly onRequest?: (request: LoggedRequest) => void;
}

/** A request that the tenant has answered or dropped, without what credentials travel in: headers, query, token requests. */
export interface LoggedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number | "dropped";
  /** What was sent to the API, where it was JSON. */
  readonly body?: Json;
  /** As the reply gives it in `X-Request-Id`. */
  readonly requestId: string;
  /** When it came in: ISO 8601, UTC. */
  readonly time: string;
}

/** A change to a document: fields to set, or a function from the old document to the new one. */
export type DocumentChange = JsonObject | ((document: JsonObject) => JsonObject);

/** A sandbox tenant on loopback. Times are the process's `Date`, so that a test with mock timers decides them. */
export interface Tenant extends AsyncDisposable {
  /** Its environment URL, without a slash at the end. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;

  /** The requests so far, in the order of their replies. */
  readonly requests: readonly LoggedRequest[];
  clearRequests(): void;
  /** The audit events accepted so far, a repeated idempotency key once. */
  readonly exports: readonly ExportedEvent[];

  dialerConfig(id: string): VersionedDocument | undefined;
  /** An administrator's edit, which no precondition or range holds back. @throws {Error} where there is no such configuration */
  editDialerConfig(id: string, change: DocumentChange): void;
  /** Puts a document in the place of what there is, or removes it. */
  setDialerConfig(id: string, document: JsonObject | undefined): void;

  campaign(id: string): TenantCampaign | undefined;
  /** Puts a campaign in the place of what there is, or removes it. */
  setCampaign(id: string, campaign: TenantCampaign | undefined): void;

  inject(fault: Fault): void;
  clearFaults(): void;

  /** Every token given so far is refused from now on. */
  revokeTokens(): void;
  /** Tokens are given for this secret from now on; those given already stay good. */
  rotateSecret(secret: string): void;

  /** Stops listening and ends every connection. May be called again. */
  close(): Promise<void>;
}
