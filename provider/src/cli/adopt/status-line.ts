import { secondsLeft, spoken } from "./tenant/time-left.ts";
import type { ErrorStream } from "./terminal.ts";

/** Requests between two lines where the stream is no terminal: about a minute at the usual quota. */
const EVERY = 100;

/** Tells how far the reading is, and how long it may take: one line on a terminal, and now and then a line in a log. */
export class StatusLine {
  readonly #stream: ErrorStream;
  readonly #requestsPerMinute: number;
  readonly #startedAt = performance.now();
  #made = 0;

  constructor(stream: ErrorStream, requestsPerMinute: number) {
    this.#stream = stream;
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
    if (this.#stream.isTTY) this.#draw(text);
    else if (this.#made > 0 && this.#made % EVERY === 0) this.#stream.write(`${text}\n`);
    this.#made += 1;
  }

  #draw(text: string): void {
    this.#clear();
    this.#stream.write(text);
  }

  #clear(): void {
    if (!this.#stream.isTTY) return;
    this.#stream.cursorTo(0);
    this.#stream.clearLine(0);
  }

  [Symbol.dispose](): void {
    this.#clear();
  }
}
