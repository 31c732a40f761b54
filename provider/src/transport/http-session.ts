import type { FailedRequest } from "../errors/index.ts";
import { cancellation } from "./connection-failure.ts";
import type { Connections } from "./connections.ts";
import { type Answer, exchange, type Outgoing, type Route, type Sender } from "./exchange.ts";
import { Failure, mayBeDone } from "./failure.ts";
import { Limiter } from "./limiter.ts";
import { type Observer, observers, openTelemetry, requestLog } from "./observe.ts";
import type { Quote } from "./quote.ts";
import { type Clock, RetryPlan } from "./retry.ts";
import type { Settings } from "./settings.ts";

export interface SessionOptions {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Stands in for the tenant's own connections. */
  readonly dispatcher?: Sender | undefined;
  /** Ends every request, and what waits for one. */
  readonly signal?: AbortSignal | undefined;
}

/** One try of a request: it waits for its slot, as often as it must, and is then sent. */
export interface Turn {
  /** Waits, and no longer than until the request is ended. */
  wait<T>(wait: Promise<T>): Promise<T>;
  /** Resolves when the limits let one request go. */
  slot(): Promise<void>;
  /** @param quote makes a text of the tenant fit for the log */
  send(outgoing: Outgoing, quote: Quote): Promise<Answer>;
}

interface OpenConnection {
  readonly route: Route;
  readonly observe: Observer;
}

/** What every request to a tenant shares, the token's own included: connections, limits, retries, and who takes note of it. */
export class HttpSession {
  readonly clock: Clock;
  readonly #settings: Settings;
  readonly #limiter: Limiter;
  readonly #options: SessionOptions;
  #connections: Promise<Connections> | undefined;
  #connection: Promise<OpenConnection> | undefined;

  constructor(settings: Settings, options: SessionOptions) {
    this.clock = options.clock;
    this.#settings = settings;
    this.#limiter = new Limiter(settings, options.clock);
    this.#options = options;
  }

  /**
   * Runs `run` again and again as its failures allow, each time with a new turn.
   *
   * @param request What it is for.
   * @param deadline Ends this request alone.
   * @throws {Failure} the last one, given up; that it was ended; or, unchanged, whatever else `run` throws
   */
  async retrying<T>(
    request: FailedRequest,
    run: (turn: Turn) => Promise<T>,
    deadline?: AbortSignal,
  ): Promise<T> {
    const signal = eitherOf(this.#options.signal, deadline);
    const begin = this.clock.now();
    const plan = new RetryPlan(this.#options.random);
    let mayHaveTakenEffect = false;
    const stats = (tries: number) => ({ tries, seconds: (this.clock.now() - begin) / 1_000 });
    let pause = Promise.resolve();
    for (let tries = 1; ; tries += 1) {
      try {
        await unlessAborted(pause, signal);
        return await run(this.#turn(tries, signal));
      } catch (error) {
        // One try that leaves it open is enough, whatever the later ones met with.
        mayHaveTakenEffect ||= error instanceof Failure && mayBeDone(error.details.kind);
        if (signal?.aborted) {
          throw cancellation(request, signal.reason).givenUp(stats(tries), mayHaveTakenEffect);
        }
        if (!(error instanceof Failure)) throw error;
        const waitMs = plan.next(error.details);
        if (waitMs === undefined) throw error.givenUp(stats(tries), mayHaveTakenEffect);
        // A 429 is about the client, not about the request that met it: it holds back everybody.
        if (error.details.kind === "rateLimited") this.#limiter.pause(waitMs);
        else pause = this.clock.sleep(waitMs);
      }
    }
  }

  /** Lets the running requests end, and closes the connections. */
  async close(): Promise<void> {
    const connections = await this.#connections;
    await connections?.sender.close();
  }

  #turn(number: number, signal: AbortSignal | undefined): Turn {
    let queuedMs = 0;
    return {
      wait: (wait) => unlessAborted(wait, signal),
      slot: async () => {
        // First, for a request must follow its slot at once.
        await this.#open();
        const begin = this.clock.now();
        await unlessAborted(this.#limiter.slot(), signal);
        queuedMs += this.clock.now() - begin;
      },
      send: async (outgoing, quote) => {
        const { route, observe } = await this.#open();
        const { method, url } = outgoing;
        return observe({ method, url, number, queuedMs, quote }, () =>
          exchange(route, outgoing, signal),
        );
      },
    };
  }

  #open(): Promise<OpenConnection> {
    this.#connection ??= this.#connect();
    return this.#connection;
  }

  async #connect(): Promise<OpenConnection> {
    const { log, environmentUrl } = this.#settings;
    const [route, telemetry] = await Promise.all([this.#route(), openTelemetry()]);
    const all = [log && requestLog(log, new URL(environmentUrl).origin), telemetry];
    return { route, observe: observers(all.filter((each) => each !== undefined)) };
  }

  #route(): Route | Promise<Route> {
    const { dispatcher } = this.#options;
    if (dispatcher !== undefined) return { sender: dispatcher };
    this.#connections = import("./connections.ts").then(({ openConnections }) =>
      openConnections(this.#settings),
    );
    return this.#connections;
  }
}

function eitherOf(
  one: AbortSignal | undefined,
  other: AbortSignal | undefined,
): AbortSignal | undefined {
  return one && other ? AbortSignal.any([one, other]) : (one ?? other);
}

/** @throws the signal's reason, as soon as it is aborted */
async function unlessAborted<T>(wait: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return wait;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([wait, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
