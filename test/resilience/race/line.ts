import { Dispatcher } from "undici";
import { type Fault, faults } from "./faults.ts";
import type { Call, Happening, Request, Run } from "./history.ts";
import { type Answered, type Asked, objectOf, type Tenant } from "./tenant.ts";

export interface LineOptions {
  readonly tenant: Tenant;
  readonly run: Run;
  readonly record: (happening: Happening) => void;
  /** What the engine has asked for, and the process does now. */
  readonly call: () => Call;
  /** Others may come in between. */
  readonly wait: () => Promise<void>;
  /** The process may be killed. */
  readonly point: () => Promise<void>;
  /** By name, what happens to the requests, one after the other; nothing where null. */
  readonly faults: readonly (string | null)[];
  /** What the tenant answers to a precondition that fails. */
  readonly mismatch: 409 | 412;
  /** The client asks without preconditions. */
  readonly isBlunt: boolean;
}

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly isCut?: boolean;
}

const token = { access_token: "token", token_type: "Bearer", expires_in: 86_400 };

/** Answers that leave open whether the tenant did what was asked. */
const openAnswers = [408, 500, 502, 503, 504];

/** The connection of one run to the tenant, in the place of undici's own. */
export class Line extends Dispatcher {
  readonly #options: LineOptions;
  #requests = 0;

  constructor(options: LineOptions) {
    super();
    this.#options = options;
  }

  override dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    void this.#carry(options, handler);
    return true;
  }

  async #carry(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): Promise<void> {
    handler.onRequestStart?.(controller, null);
    const reply =
      options.path === "/oauth/token"
        ? whole({ status: 200, body: token })
        : await this.#exchange(askedOf(options));
    if (typeof reply === "string") return handler.onResponseError?.(controller, failure(reply));
    handler.onResponseStart?.(controller, reply.status, reply.headers, "");
    handler.onResponseData?.(controller, Buffer.from(reply.body));
    if (reply.isCut) handler.onResponseError?.(controller, failure("UND_ERR_SOCKET"));
    else handler.onResponseEnd?.(controller, {});
  }

  /** The reply, or the code of an error. */
  async #exchange(given: Asked): Promise<Reply | string> {
    const { tenant, run, wait, point, record, mismatch, isBlunt } = this.#options;
    const call = this.#options.call();
    const asked = isBlunt ? { ...given, ifMatch: undefined, ifNoneMatch: undefined } : given;
    await wait();
    const name = this.#nextFault(asked.method);
    const fault = name === undefined ? undefined : faults[name];
    const configId = asked.configId ?? call.configId;
    const before = tenant.live(configId);
    const request: Request = { kind: "request", run, call, asked, fault: name, before };
    record(request);
    await point();
    if (fault?.arrives !== false) {
      request.said = tenant.answer(asked, mismatch);
      const after = tenant.live(configId);
      if (after !== before) request.effect = after;
    }
    await point();
    const reply = replyTo(request.said, fault);
    if (typeof reply !== "string" && tells(reply)) request.heard = reply.status;
    return reply;
  }

  #nextFault(method: string): string | undefined {
    const name = this.#options.faults[this.#requests++] ?? undefined;
    const methods = name === undefined ? undefined : faults[name]?.methods;
    return methods && !methods.includes(method) ? undefined : name;
  }
}

/** Whether it can be known from the reply what the tenant did. */
function tells({ status, body, isCut = false }: Reply): boolean {
  return !isCut && !openAnswers.includes(status) && !body.startsWith("<");
}

function askedOf({ path, method, headers, body }: Dispatcher.DispatchOptions): Asked {
  const given = new Map(Object.entries({ ...headers }));
  const header = (name: string) => given.get(name)?.toString();
  return {
    method,
    configId: path.match(/\/dialerconfigs\/(.*)$/)?.[1],
    ifMatch: header("if-match"),
    ifNoneMatch: header("if-none-match"),
    idempotencyKey: header("idempotency-key"),
    body: objectOf(typeof body === "string" ? body : ""),
  };
}

function replyTo(answered: Answered | undefined, fault: Fault | undefined): Reply | string {
  if (fault?.error !== undefined) return fault.error;
  if (fault?.reply) {
    const { status, body, retryAfter } = fault.reply;
    return { status, body, headers: retryAfter === undefined ? {} : { "retry-after": retryAfter } };
  }
  if (!answered) throw new Error("A request without an answer has a fault that tells what came.");
  const reply = whole(answered);
  if (fault?.change === "without ETag") return { ...reply, headers: {} };
  return fault?.change === "cut" ? { ...reply, isCut: true } : reply;
}

function whole({ status, etag, body = {} }: Answered): Reply {
  return {
    status,
    headers: etag === undefined ? {} : { etag },
    body: status === 204 ? "" : JSON.stringify(body),
  };
}

/** What undici hands to who listens, so that it can be stopped; nobody stops it here. */
const controller: Dispatcher.DispatchController = {
  aborted: false,
  paused: false,
  reason: null,
  abort: () => {},
  pause: () => {},
  resume: () => {},
};

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}
