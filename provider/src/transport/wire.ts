import type { Clock } from "./clock.ts";
import type { Connections } from "./connections.ts";
import { type Answer, exchange, type Outgoing, type Route, type Sender } from "./exchange.ts";
import { Limiter } from "./limiter.ts";
import { withRetries } from "./retry.ts";
import type { Settings } from "./settings.ts";

export interface WireOptions {
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Stands in for the tenant's own connections. */
  readonly dispatcher?: Sender | undefined;
}

/** What every request to a tenant shares, the token's own included: connections, limits and retries. */
export class Wire {
  readonly clock: Clock;
  readonly #settings: Settings;
  readonly #limiter: Limiter;
  readonly #options: WireOptions;
  #connections: Promise<Connections> | undefined;

  constructor(settings: Settings, options: WireOptions) {
    this.clock = options.clock;
    this.#settings = settings;
    this.#limiter = new Limiter(settings, options.clock);
    this.#options = options;
  }

  /** Runs `attempt`, which takes a `slot` and then `send`s, again and again as its failures allow. */
  retrying<T>(repeatable: boolean, attempt: () => Promise<T>): Promise<T> {
    const { clock, random } = this.#options;
    const pauseAll = (milliseconds: number) => this.#limiter.pause(milliseconds);
    return withRetries(attempt, { repeatable, random, clock, pauseAll });
  }

  /** Resolves when the limits let one request go. */
  async slot(): Promise<void> {
    // First, for a request must follow its slot at once.
    await this.#route();
    await this.#limiter.slot();
  }

  async send(outgoing: Outgoing): Promise<Answer> {
    return exchange(await this.#route(), outgoing);
  }

  /** Lets the running requests end, and closes the connections. */
  async close(): Promise<void> {
    const connections = await this.#connections;
    await connections?.sender.close();
  }

  async #route(): Promise<Route> {
    const { dispatcher } = this.#options;
    if (dispatcher !== undefined) return { sender: dispatcher };
    this.#connections ??= import("./connections.ts").then(({ openConnections }) =>
      openConnections(this.#settings),
    );
    return this.#connections;
  }
}
