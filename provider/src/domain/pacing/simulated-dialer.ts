import { AgentsLines } from "./agents-lines.ts";
import { DeadlineQueue } from "./deadline-queue.ts";
import { type Dialer, saturatingDialRate } from "./dialer.ts";
import { PooledLines } from "./pooled-lines.ts";
import { Random } from "./random.ts";
import type { RingingLines, Start } from "./ringing-lines.ts";

/**
 * A predictive dialer, its agents and the people it calls, event by event.
 *
 * What is exponential has no memory, so how many are busy or about to answer is all there is to know of when the next of them does
 * something: one exponential clock, which runs at the sum of their rates, tells when, and a uniform number which. What
 * takes a fixed time ends in the order in which it began, in two queues. So an event costs the same for one agent and for 500.
 */
export class SimulatedDialer {
  /** Seconds since the start. */
  now = 0;
  /** Dials started, lines that stopped ringing, answers, ends of calls and abandonments. */
  events = 0;
  answered = 0;
  /** Answered calls that found every agent busy. */
  waited = 0;
  abandoned = 0;
  /** Seconds that agents have spent on calls, all together. */
  busySeconds = 0;

  readonly #random: Random;
  readonly #answerRate: number;
  readonly #dialRate: number;
  readonly #endRate: number;
  readonly #pickUpRate: number;
  readonly #maxQueueDepth: number;
  readonly #abandonSeconds: number;
  readonly #ringSecondsUnanswered: number;
  readonly #lines: RingingLines;

  /** When each waiting caller is abandoned. */
  readonly #waiting = new DeadlineQueue();
  /** What is left of the exponential clock, in units of its mean. (A field that starts as undefined would be boxed for good.) */
  #clock = 0;

  constructor(dialer: Dialer) {
    this.#random = new Random(dialer.seed);
    this.#clock = this.#random.exponential();
    this.#answerRate = dialer.answerRate;
    this.#dialRate = dialer.dialRate;
    this.#endRate = 1 / dialer.averageHandleTimeSeconds;
    this.#pickUpRate = 1 / dialer.ringSecondsAnswered;
    this.#maxQueueDepth = dialer.maxQueueDepth;
    this.#abandonSeconds = dialer.abandonSeconds;
    this.#ringSecondsUnanswered = dialer.ringSecondsUnanswered;
    // Where there is no limit, it makes no difference whose the lines are.
    this.#lines =
      dialer.linesCounted === "perAgent" && dialer.agentRatio < Infinity
        ? new AgentsLines(dialer, startOf(dialer), this.#random)
        : new PooledLines(dialer, startOf(dialer));
  }

  /** Runs until `answered` or `events` reaches a number. */
  runUntil(answered: number, events: number): void {
    while (this.answered < answered && this.events < events) this.#next();
  }

  #next(): void {
    const lines = this.#lines;
    const dialRate = this.#startingRate();
    const ending = lines.busy * this.#endRate;
    const endingOrAnswering = ending + lines.answering * this.#pickUpRate;
    const rate = endingOrAnswering + dialRate;

    this.events++;
    const untilTick = this.#clock / rate;
    const ringEnd = lines.nextRingEnd;
    const patienceEnd = this.#waiting.next;
    const untilDue = Math.min(ringEnd, patienceEnd) - this.now;
    const elapsed = Math.min(untilTick, untilDue);
    this.now += elapsed;
    this.busySeconds += lines.busy * elapsed;
    this.#clock -= rate * elapsed;

    if (untilTick < untilDue) {
      this.#clock = this.#random.exponential();
      const which = this.#random.uniform() * rate;
      if (which < ending) this.#endCall(which / this.#endRate);
      else if (which < endingOrAnswering) this.#answer((which - ending) / this.#pickUpRate);
      else this.#dial(which - endingOrAnswering < dialRate * this.#answerRate);
    } else if (ringEnd <= patienceEnd) {
      lines.endRing();
    } else {
      this.#waiting.shift();
      this.abandoned++;
    }
  }

  /** The rate at which dials start now. An unbounded one starts them at once. */
  #startingRate(): number {
    if (this.#dialRate < Infinity) return this.#lines.hasRoom() ? this.#dialRate : 0;
    while (this.#lines.hasRoom()) {
      this.events++;
      this.#dial(this.#random.uniform() < this.#answerRate);
    }
    return 0;
  }

  #dial(isAnswered: boolean): void {
    this.#lines.dial(isAnswered, this.now + this.#ringSecondsUnanswered);
  }

  /** @param place of the answered line among those that will be, from 0. */
  #answer(place: number): void {
    this.answered++;
    if (this.#lines.answer(index(place, this.#lines.answering))) return;
    this.waited++;
    if (this.#waiting.length < this.#maxQueueDepth) {
      this.#waiting.push(this.now + this.#abandonSeconds);
    } else {
      this.abandoned++;
    }
  }

  /** @param place of the agent among the busy ones, from 0. */
  #endCall(place: number): void {
    if (this.#waiting.length > 0) this.#waiting.shift();
    else this.#lines.free(index(place, this.#lines.busy));
  }
}

/** A quotient may round to the number itself. */
function index(place: number, count: number): number {
  return Math.min(Math.floor(place), count - 1);
}

/** Where the dialer would settle if calls flowed like water. */
function startOf(dialer: Dialer): Start {
  const room = dialer.agentRatio === Infinity ? Infinity : saturatingDialRate(dialer);
  const dials = Math.min(dialer.dialRate, room);
  const answers = dials * dialer.answerRate;
  return {
    busy: Math.min(dialer.agents, Math.round(answers * dialer.averageHandleTimeSeconds)),
    answering: Math.round(answers * dialer.ringSecondsAnswered),
    unanswered: Math.round((dials - answers) * dialer.ringSecondsUnanswered),
  };
}
