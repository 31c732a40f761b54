import { DeadlineQueue } from "./deadline-queue.ts";
import { type Dialer, saturatingDialRate } from "./dialer.ts";
import { Random } from "./random.ts";

/** Room for the rounding of a product, so that 1.16 × 25 agents leaves room for 29 lines. */
const ROUNDING = 1e-9;

/**
 * A predictive dialer, its agents and the people it calls, event by event.
 *
 * What is exponential has no memory, so how many are busy or about to answer is all there is to know of them: one exponential
 * clock, which runs at the sum of their rates, tells when the next of them does something, and a uniform number which. What
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
  readonly #agents: number;
  readonly #answerRate: number;
  readonly #dialRate: number;
  readonly #endRate: number;
  readonly #pickUpRate: number;
  readonly #maxQueueDepth: number;
  readonly #abandonSeconds: number;
  readonly #ringSecondsUnanswered: number;
  /** How many lines may ring, by the number of busy agents. */
  readonly #lineLimits: Float64Array;

  /** When each line that nobody answers stops ringing. */
  readonly #unanswered = new DeadlineQueue();
  /** When each waiting caller is abandoned. */
  readonly #waiting = new DeadlineQueue();
  #answering = 0;
  #busy = 0;
  /** What is left of the exponential clock, in units of its mean. (A field that starts as undefined would be boxed for good.) */
  #clock = 0;

  constructor(dialer: Dialer) {
    this.#random = new Random(dialer.seed);
    this.#clock = this.#random.exponential();
    this.#agents = dialer.agents;
    this.#answerRate = dialer.answerRate;
    this.#dialRate = dialer.dialRate;
    this.#endRate = 1 / dialer.averageHandleTimeSeconds;
    this.#pickUpRate = 1 / dialer.ringSecondsAnswered;
    this.#maxQueueDepth = dialer.maxQueueDepth;
    this.#abandonSeconds = dialer.abandonSeconds;
    this.#ringSecondsUnanswered = dialer.ringSecondsUnanswered;
    this.#lineLimits = lineLimitsByBusyAgents(dialer);
    this.#settle(dialer);
  }

  /** Starts near the steady state: where the dialer would settle if calls flowed like water. */
  #settle(dialer: Dialer): void {
    const room = dialer.agentRatio === Infinity ? Infinity : saturatingDialRate(dialer);
    const dials = Math.min(dialer.dialRate, room);
    const answers = dials * dialer.answerRate;
    this.#busy = Math.min(dialer.agents, Math.round(answers * dialer.averageHandleTimeSeconds));
    this.#answering = Math.round(answers * dialer.ringSecondsAnswered);
    const ringing = Math.round((dials - answers) * dialer.ringSecondsUnanswered);
    for (let i = 1; i <= ringing; i++) {
      this.#unanswered.push((i / ringing) * dialer.ringSecondsUnanswered);
    }
  }

  /** Runs until `answered` or `events` reaches a number. */
  runUntil(answered: number, events: number): void {
    while (this.answered < answered && this.events < events) this.#next();
  }

  #next(): void {
    const dialRate = this.#startingRate();
    const ending = this.#busy * this.#endRate;
    const endingOrAnswering = ending + this.#answering * this.#pickUpRate;
    const rate = endingOrAnswering + dialRate;

    this.events++;
    const untilTick = this.#clock / rate;
    const ringEnd = this.#unanswered.next;
    const patienceEnd = this.#waiting.next;
    const untilDue = Math.min(ringEnd, patienceEnd) - this.now;
    const elapsed = Math.min(untilTick, untilDue);
    this.now += elapsed;
    this.busySeconds += this.#busy * elapsed;
    this.#clock -= rate * elapsed;

    if (untilTick < untilDue) {
      this.#clock = this.#random.exponential();
      const which = this.#random.uniform() * rate;
      if (which < ending) this.#endCall();
      else if (which < endingOrAnswering) this.#answer();
      else this.#dial(which - endingOrAnswering < dialRate * this.#answerRate);
    } else if (ringEnd <= patienceEnd) {
      this.#unanswered.shift();
    } else {
      this.#waiting.shift();
      this.abandoned++;
    }
  }

  /** The rate at which dials start now. An unbounded one starts them at once. */
  #startingRate(): number {
    const lineLimit = this.#lineLimits[this.#busy] ?? 0;
    if (this.#dialRate < Infinity) {
      return this.#answering + this.#unanswered.length < lineLimit ? this.#dialRate : 0;
    }
    while (this.#answering + this.#unanswered.length < lineLimit) {
      this.events++;
      this.#dial(this.#random.uniform() < this.#answerRate);
    }
    return 0;
  }

  #dial(isAnswered: boolean): void {
    if (isAnswered) this.#answering++;
    else this.#unanswered.push(this.now + this.#ringSecondsUnanswered);
  }

  #answer(): void {
    this.#answering--;
    this.answered++;
    if (this.#busy < this.#agents) {
      this.#busy++;
      return;
    }
    this.waited++;
    if (this.#waiting.length < this.#maxQueueDepth) {
      this.#waiting.push(this.now + this.#abandonSeconds);
    } else {
      this.abandoned++;
    }
  }

  #endCall(): void {
    if (this.#waiting.length > 0) this.#waiting.shift();
    else this.#busy--;
  }
}

/** Without a ratio there is no limit, not even where no agent is idle. */
function lineLimitsByBusyAgents({ agents, agentRatio }: Dialer): Float64Array {
  const limits = new Float64Array(agents + 1);
  if (agentRatio === Infinity) return limits.fill(Infinity);
  return limits.map((_, busy) => Math.floor(agentRatio * (agents - busy) + ROUNDING));
}
