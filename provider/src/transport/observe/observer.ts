import type { Answer } from "../exchange.ts";
import type { Quote } from "../quote.ts";

/** One try of a request, as it goes out. */
export interface Try {
  readonly method: string;
  readonly url: URL;
  /** 1 for the first one. */
  readonly number: number;
  /** How long it waited for the client's limits, pauses that the tenant asked for included, in milliseconds. */
  readonly queuedMs: number;
  /** Makes a text of the tenant fit to be repeated. */
  readonly quote: Quote;
}

/** Sends a request, and takes note of it; what becomes of it is handed on unchanged. */
export type Observer = (attempt: Try, send: () => Promise<Answer>) => Promise<Answer>;

/** One observer of many: the first one sees the most. */
export function observers(all: readonly Observer[]): Observer {
  return (attempt, send) =>
    all.reduceRight<() => Promise<Answer>>(
      (next, observer) => () => observer(attempt, next),
      send,
    )();
}
