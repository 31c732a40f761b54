import { DeadlineQueue } from "./deadline-queue.ts";
import type { Dialer } from "./dialer.ts";
import { lineLimit } from "./lines.ts";
import type { RingingLines, Start } from "./ringing-lines.ts";

/** Lines that are nobody's: as many may ring as the ratio allows for the agents who are free. */
export class PooledLines implements RingingLines {
  busy: number;
  answering: number;
  readonly #agents: number;
  readonly #unanswered = new DeadlineQueue();
  /** How many lines may ring, by the number of busy agents. */
  readonly #limits: Float64Array;

  constructor(dialer: Dialer, { busy, answering, unanswered }: Start) {
    const { agents, ringSecondsUnanswered } = dialer;
    this.#agents = agents;
    this.#limits = new Float64Array(agents + 1).map((_, busy) => lineLimit(dialer, agents - busy));
    this.busy = busy;
    this.answering = answering;
    for (let i = 1; i <= unanswered; i++) {
      this.#unanswered.push((i / unanswered) * ringSecondsUnanswered);
    }
  }

  get nextRingEnd(): number {
    return this.#unanswered.next;
  }

  hasRoom(): boolean {
    return this.answering + this.#unanswered.length < (this.#limits[this.busy] ?? 0);
  }

  dial(isAnswered: boolean, ringEnd: number): void {
    if (isAnswered) this.answering++;
    else this.#unanswered.push(ringEnd);
  }

  endRing(): void {
    this.#unanswered.shift();
  }

  answer(): boolean {
    this.answering--;
    if (this.busy === this.#agents) return false;
    this.busy++;
    return true;
  }

  free(): void {
    this.busy--;
  }
}
