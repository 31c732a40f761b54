import type { Json } from "../../domain/json.ts";
import type { Tenant } from "./tenant.ts";

/**
 * Something that goes wrong with a request, the token endpoint's included. A request gets at most one fault: the first
 * injected that matches and is not used up. Of the effects (`status`, `drop`, `cutBody`, `padBody`, `drip`, `contentType`,
 * `nonJson`, `etag`, `redirect`) a fault has one or none.
 *
 * @example the first write is lost on its way back, an administrator having edited before it came
 * ```ts
 * tenant.inject({
 *   match: { method: "PUT" },
 *   before: () => tenant.editDialerConfig(id, { maxQueueDepth: 80 }),
 *   drop: "after",
 * });
 * ```
 */
export type Fault = FaultTiming & FaultEffect;

export interface FaultTiming {
  /** Which requests: a method, a path (whole and without the query, or a pattern), both, or all where neither is given. */
  readonly match: { readonly method?: string; readonly path?: string | RegExp };
  /** For how many requests; `Infinity` until `clearFaults`. @default 1 */
  readonly times?: number;
  /** Called as the request comes in, before anything else is done with it. Awaited, so that a test can hold a request. */
  readonly before?: (tenant: Tenant) => void | Promise<void>;
  /** Milliseconds to wait, after `before`, until the request is looked at. @default 0 */
  readonly delayMs?: number;
}

/** Each effect under the property that chooses it. */
export interface FaultEffects {
  /** Answered with this status; `{ message }` where no body is given and the status is an error. */
  status: {
    readonly status: number;
    /** Whether the request takes effect all the same, as behind a gateway that gave up waiting. @default false */
    readonly takesEffect?: boolean;
    readonly headers?: Readonly<Record<string, string>>;
    /** A string is sent as it is, anything else as JSON. */
    readonly body?: Json;
  };
  /** The connection is reset before or after the request took effect. */
  drop: { readonly drop: "before" | "after" };
  /** The request takes effect; half of the reply's body is sent, then the connection ends. No body: as `drop: "after"`. */
  cutBody: { readonly cutBody: true };
  /** The request takes effect; the reply's body is filled up with spaces, which JSON allows, to this length in bytes, 0 or more. */
  padBody: { readonly padBody: number };
  /** The request takes effect; the reply's body comes a byte at a time, after this many milliseconds each, 0 or more. */
  drip: { readonly drip: number };
  /** The request takes effect; the reply's body says in its `Content-Type` that it is this. */
  contentType: { readonly contentType: string };
  /** Answered with 200 and an HTML page, or with the text given, without taking effect: as a proxy in between would. */
  nonJson: { readonly nonJson: true | string };
  /** The request takes effect; the reply's ETag is left out or made weak. */
  etag: { readonly etag: "none" | "weak" };
  /** Answered with 307 and this location, without taking effect. */
  redirect: { readonly redirect: string };
}

/** One of the effects, or none. */
export type FaultEffect =
  | {
      [K in keyof FaultEffects]: FaultEffects[K] & {
        readonly [Other in Exclude<keyof FaultEffects, K>]?: never;
      };
    }[keyof FaultEffects]
  | { readonly [K in keyof FaultEffects]?: never };

/** The faults that are still to happen. */
export class FaultQueue {
  #pending: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#pending.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#pending = [];
  }

  /** The fault of this request, if any, now used once. */
  take(method: string, path: string): Fault | undefined {
    const entry = this.#pending.find(({ fault }) => matches(fault, method, path));
    if (!entry) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#pending = this.#pending.filter((other) => other !== entry);
    return entry.fault;
  }
}

function matches({ match }: Fault, method: string, path: string): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match.path === undefined) return true;
  return typeof match.path === "string" ? match.path === path : path.search(match.path) !== -1;
}
