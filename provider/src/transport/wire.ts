import type { Clock } from "./clock.ts";
import type { Connections } from "./connections.ts";
import { type Answer, exchange, type Outgoing, type Route, type Sender } from "./exchange.ts";
import { Limiter } from "./limiter.ts";
import { type Observer, observers } from "./observe/observer.ts";
import { openTelemetry } from "./observe/open-telemetry.ts";
import { requestLog } from "./observe/request-log.ts";
import type { Quote } from "./quote.ts";
import { withRetries } from "./retry.ts";
import type { Settings } from "./settings.ts";

export interface WireOptions {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Stands in for the tenant's own connections. */
  readonly dispatcher?: Sender | undefined;
}

/** One try of a request: it waits its turn, as often as it must, and is then sent. */
export interface Attempt {
  /** Resolves when the limits let one request go. */
  slot(): Promise<void>;
  /** @param quote makes a text of the tenant fit for the log */
  send(outgoing: Outgoing, quote: Quote): Promise<Answer>;
}

interface Line {
  readonly route: Route;
  readonly observe: Observer;
}

/** What every request to a tenant shares, the token's own included: connections, limits, retries, and who takes note of it. */
export class Wire {
  readonly clock: Clock;
  readonly #settings: Settings;
  readonly #limiter: Limiter;
  readonly #options: WireOptions;
  #connections: Promise<Connections> | undefined;
  #line: Promise<Line> | undefined;

  constructor(settings: Settings, options: WireOptions) {
    this.clock = options.clock;
    this.#settings = settings;
    this.#limiter = new Limiter(settings, options.clock);
    this.#options = options;
  }

  /** Runs `run` again and again as its failures allow, each time with a new try. */
  retrying<T>(repeatable: boolean, run: (attempt: Attempt) => Promise<T>): Promise<T> {
    const { clock, random } = this.#options;
    const pauseAll = (milliseconds: number) => this.#limiter.pause(milliseconds);
    const options = { repeatable, random, clock, pauseAll };
    return withRetries((number) => run(this.#attempt(number)), options);
  }

  /** Lets the running requests end, and closes the connections. */
  async close(): Promise<void> {
    const connections = await this.#connections;
    await connections?.sender.close();
  }

  #attempt(number: number): Attempt {
    let queuedMs = 0;
    return {
      slot: async () => {
        // First, for a request must follow its slot at once.
        await this.#open();
        const begin = this.clock.now();
        await this.#limiter.slot();
        queuedMs += this.clock.now() - begin;
      },
      send: async (outgoing, quote) => {
        const { route, observe } = await this.#open();
        const { method, url } = outgoing;
        return observe({ method, url, number, queuedMs, quote }, () => exchange(route, outgoing));
      },
    };
  }

  #open(): Promise<Line> {
    this.#line ??= this.#openLine();
    return this.#line;
  }

  async #openLine(): Promise<Line> {
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
