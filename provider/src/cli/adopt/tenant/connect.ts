import { CxoneClient } from "../../../client/client.ts";
import { resolveSettings, type Settings } from "../../../transport/settings.ts";
import { Transport } from "../../../transport/transport.ts";
import { type ErrorStream, ProgressLine, type Terminal } from "../../shared/terminal.ts";

/** The tenant that the environment names. */
export interface Tenant extends AsyncDisposable {
  readonly settings: Settings;
  readonly client: CxoneClient;
  /** Reports what does not end the run. */
  readonly warn: (message: string) => void;
}

/** @throws {ConfigurationError} where a setting is missing or cannot be used */
export function connect({ env, stderr }: Terminal): Tenant {
  const settings = resolveSettings(() => undefined, env);
  const warn = warningsTo(stderr);
  const client = new CxoneClient(new Transport(settings, { warn }));
  return { settings, client, warn, [Symbol.asyncDispose]: () => client.close() };
}

function warningsTo(stderr: ErrorStream): Tenant["warn"] {
  return (message) => void stderr.write(`warning: ${message}\n`);
}

/** Requests between two lines where the stream is no terminal: about a minute at the usual quota. */
const EVERY = 100;

/** Shows how far the reading is, and how long it may take: one line on a terminal, and now and then a line in a log. */
export class StatusLine {
  readonly #stream: ErrorStream;
  readonly #line: ProgressLine;
  readonly #requestsPerMinute: number;
  readonly #startedAt = performance.now();
  #made = 0;

  constructor(stream: ErrorStream, requestsPerMinute: number) {
    this.#stream = stream;
    this.#line = new ProgressLine(stream);
    this.#requestsPerMinute = requestsPerMinute;
  }

  /** Before each request. */
  show(left: number): void {
    const elapsedSeconds = (performance.now() - this.#startedAt) / 1000;
    const seconds = secondsLeft({
      made: this.#made,
      left,
      elapsedSeconds,
      requestsPerMinute: this.#requestsPerMinute,
    });
    const text = `${this.#made} requests made, ${left} to go, ${spoken(seconds)} left`;
    if (this.#stream.isTTY) this.#line.show(text);
    else if (this.#made > 0 && this.#made % EVERY === 0) this.#stream.write(`${text}\n`);
    this.#made += 1;
  }

  [Symbol.dispose](): void {
    this.#line.clear();
  }
}

/** Seconds of the limiter's minute: what it keeps free so that the tenant, too, never counts more than its limit in one. */
const WINDOW_SECONDS = 61.5;

interface Pace {
  /** Requests that this run made. */
  readonly made: number;
  /** Requests that are still to be made. */
  readonly left: number;
  readonly elapsedSeconds: number;
  readonly requestsPerMinute: number;
}

/** How long the rest takes, in seconds: as the quota lets it, or as the tenant has answered so far, whichever is slower. */
export function secondsLeft({ made, left, elapsedSeconds, requestsPerMinute }: Pace): number {
  const fullWindows = Math.floor(Math.max(0, made + left - 1) / requestsPerMinute);
  const byQuota = fullWindows * WINDOW_SECONDS - elapsedSeconds;
  const byPace = made === 0 ? 0 : (left * elapsedSeconds) / made;
  return Math.max(0, byQuota, byPace);
}

/** As a person says it: "9 min", "less than a minute". */
export function spoken(seconds: number): string {
  return seconds < 60 ? "less than a minute" : `${Math.ceil(seconds / 60)} min`;
}
