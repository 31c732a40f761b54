import { AgentsLines } from "./agents-lines.ts";
import { CounterfactualAnswers } from "./counterfactual-answers.ts";
import { DeadlineQueue } from "./deadline-queue.ts";
import { type Dialer, saturatingDialRate } from "./dialer.ts";
import { lineLimit } from "./lines.ts";
import { Random } from "./random.ts";

/**
 * A predictive dialer, its agents and the people it calls, event by event.
 *
 * What is exponential has no memory, so how many are busy or about to answer is all there is to know of when the next of them does
 * something: one exponential clock, which runs at the sum of their rates, says when, and a uniform number which. What
 * takes a fixed time ends in the order in which it began, in two queues. So an event costs the same for one agent and for 500.
 */
export class SimulatedDialer {
  /** Seconds since the start, of the day where days are simulated. */
  now = 0;
  /** Dials started, lines that stopped ringing, answers (also such as could have been), ends of calls and abandonments. */
  events = 0;
  answered = 0;
  /** Answered calls that found every agent busy. */
  waited = 0;
  abandoned = 0;
  /** Seconds that agents have spent on calls, all together. */
  busySeconds = 0;
  /** The part of `busySeconds` that agents have spent on their last call after they were due to leave. */
  overtimeSeconds = 0;

  readonly #random: Random;
  #answerRate: number;
  #dialRate: number;
  #endRate: number;
  readonly #pickUpRate: number;
  readonly #maxQueueDepth: number;
  readonly #abandonSeconds: number;
  readonly #ringSecondsUnanswered: number;
  /** Agents on the schedule. More can be busy after some were due to leave. */
  #agents: number;
  /** Since when so many have worked overtime. */
  #overtimeSince = 0;
  /** How many lines may ring where they are pooled, by the number of busy agents. */
  readonly #limits: Float64Array;
  /** Whose the lines are, where that makes a difference. */
  readonly #agentsLines: AgentsLines | undefined;

  #busy = 0;
  /** Lines that ring and will be answered. */
  #answering = 0;
  /** When the lines that nobody answers stop ringing, and whose they are. */
  readonly #unanswered = new DeadlineQueue();

  /** Unanswered lines of which it is asked what would be if somebody picked them up. */
  #followed = 0;
  readonly #counterfactual: CounterfactualAnswers | undefined;

  /** When each waiting caller is abandoned, and 1 where the call has unanswered twins. */
  readonly #waiting = new DeadlineQueue();
  /** A run that lasts until a time ends here. */
  #end = Infinity;
  /** What is left of the exponential clock, in units of its mean. (A field that starts as undefined would be boxed for good.) */
  #clock = 0;

  /**
   * A dialer with nothing ringing and everyone free.
   *
   * @param isSteady whether it is never changed, so that it can count what is `expected`.
   */
  constructor(dialer: Dialer, isSteady = false) {
    this.#random = new Random(dialer.seed);
    if (isSteady) this.#counterfactual = new CounterfactualAnswers(dialer, this.#random);
    this.#clock = this.#random.exponential();
    this.#answerRate = dialer.answerRate;
    this.#dialRate = dialer.dialRate;
    this.#endRate = 1 / dialer.averageHandleTimeSeconds;
    this.#pickUpRate = 1 / dialer.ringSecondsAnswered;
    this.#maxQueueDepth = dialer.maxQueueDepth;
    this.#abandonSeconds = dialer.abandonSeconds;
    this.#ringSecondsUnanswered = dialer.ringSecondsUnanswered;
    this.#agents = dialer.agents;
    this.#limits = new Float64Array(dialer.agents + 1).map((_, busy) =>
      lineLimit(dialer, dialer.agents - busy),
    );
    // Without a limit, or with one agent, it makes no difference whose the lines are.
    if (dialer.linesCounted === "perAgent" && dialer.agentRatio < Infinity && dialer.agents > 1) {
      this.#agentsLines = new AgentsLines(dialer, this.#random);
    }
  }

  /** The counts, by what could have become of every line where the dialer is steady. */
  get expected(): { readonly waited: number; readonly abandoned: number } {
    return this.#counterfactual ?? this;
  }

  /** Starts near the steady state, where the dialer would settle if calls flowed like water. */
  startNearSteadyState(dialer: Dialer): void {
    const { agents, answerRate, averageHandleTimeSeconds, ringSecondsAnswered } = dialer;
    const room = dialer.agentRatio === Infinity ? Infinity : saturatingDialRate(dialer);
    const dials = Math.min(dialer.dialRate, room);
    const answers = dials * answerRate;
    this.#busy = Math.min(agents, Math.round(answers * averageHandleTimeSeconds));
    this.#agentsLines?.takeFirst(this.#busy);

    const answering = Math.round(answers * ringSecondsAnswered);
    for (let i = 0; i < answering && this.#hasRoomAtStart(); i++) this.#ring(true, 0);
    const unanswered = Math.round((dials - answers) * this.#ringSecondsUnanswered);
    for (let i = 1; i <= unanswered && this.#hasRoomAtStart(); i++) {
      this.#ring(false, (i / unanswered) * this.#ringSecondsUnanswered);
    }
  }

  /** A new day: nothing rings, and nobody is busy. */
  startDay(): void {
    this.now = 0;
    this.#overtimeSince = 0;
    this.#busy = 0;
    this.#answering = 0;
    this.#unanswered.clear();
    this.#waiting.clear();
    this.#agentsLines?.clear();
  }

  /**
   * From now on so many agents are on the schedule, people answer so often and calls take so long.
   *
   * Where agents become fewer, free ones leave at once, and then whoever ends a call, until no more are there than should be. Where
   * there are too few, new ones come.
   *
   * @param dialer whose agents are at most as many as those of the dialer that this one was made for.
   */
  change(dialer: Dialer): void {
    const { agents } = dialer;
    this.#countOvertime();
    this.#dialRate = agents === 0 ? 0 : dialer.dialRate;
    this.#answerRate = dialer.answerRate;
    this.#endRate = 1 / dialer.averageHandleTimeSeconds;
    this.#agentsLines?.changeAgents(agents);
    if (agents === this.#agents) return;
    this.#agents = agents;
    for (let busy = 0; busy < this.#limits.length; busy++) {
      this.#limits[busy] = lineLimit(dialer, Math.max(0, agents - busy));
    }
  }

  #countOvertime(): void {
    const overtime = Math.max(0, this.#busy - this.#agents);
    this.overtimeSeconds += overtime * (this.now - this.#overtimeSince);
    this.#overtimeSince = this.now;
  }

  /** Runs until `answered` or `events` reaches a number. */
  runUntil(answered: number, events: number): void {
    while (this.answered < answered && this.events < events) this.#next();
  }

  /** Runs until a time. */
  runUntilTime(end: number): void {
    this.#end = end;
    while (this.now < end) this.#next();
    this.#end = Infinity;
    this.#countOvertime();
  }

  #next(): void {
    const dialRate = this.#startingRate();
    const ending = this.#busy * this.#endRate;
    const endingOrAnswering = ending + (this.#answering + this.#followed) * this.#pickUpRate;
    const rate = endingOrAnswering + dialRate;

    this.events++;
    const ringEnd = this.#unanswered.next;
    const patienceEnd = this.#waiting.next;
    const due = Math.min(ringEnd, patienceEnd, this.#end);
    const untilDue = due - this.now;
    const ticks = rate * untilDue;
    if (this.#clock < ticks) {
      const elapsed = this.#clock / rate;
      this.now += elapsed;
      this.busySeconds += this.#busy * elapsed;
      this.#clock = this.#random.exponential();
      const which = this.#random.uniform() * rate;
      if (which < ending) this.#endCall(which / this.#endRate);
      else if (which < endingOrAnswering) this.#answer((which - ending) / this.#pickUpRate);
      else this.#dial(which - endingOrAnswering < dialRate * this.#answerRate);
      return;
    }
    this.now = due;
    this.busySeconds += this.#busy * untilDue;
    this.#clock -= ticks;
    if (ringEnd === due) {
      const owner = this.#unanswered.shift();
      this.#agentsLines?.endLine(owner);
    } else if (patienceEnd === due) {
      this.#abandon(this.#waiting.shift() === 1);
    }
  }

  /** The rate at which dials start now. An unbounded one starts them at once. */
  #startingRate(): number {
    if (this.#dialRate < Infinity) return this.#hasRoom() ? this.#dialRate : 0;
    while (this.#hasRoom()) {
      this.events++;
      this.#dial(this.#random.uniform() < this.#answerRate);
    }
    return 0;
  }

  #hasRoom(): boolean {
    if (this.#agentsLines) return this.#agentsLines.hasRoom();
    return this.#answering + this.#unanswered.length < (this.#limits[this.#busy] ?? 0);
  }

  #dial(isAnswered: boolean): void {
    this.#ring(isAnswered, this.now + this.#ringSecondsUnanswered);
  }

  /** @param ringEnd when the line stops ringing where nobody answers. */
  #ring(isAnswered: boolean, ringEnd: number): void {
    const owner = this.#agentsLines?.ring(isAnswered);
    if (isAnswered) {
      this.#answering++;
      this.#counterfactual?.ring(ringEnd);
    } else {
      this.#unanswered.push(ringEnd, owner);
      if (this.#busy === this.#agents && this.#counterfactual?.follows()) this.#followed++;
    }
  }

  /** @param place of the line among those that will be answered, from 0, or else that are followed. */
  #answer(place: number): void {
    if (place >= this.#answering && this.#followed > 0) {
      this.#followed--;
      this.#counterfactual?.pickUp(this.now, this.#mayWait());
      return;
    }
    const which = index(place, this.#answering);
    this.#agentsLines?.answer(which);
    const hasTwins = this.#counterfactual?.answer(which) ?? false;
    this.#answering--;
    this.answered++;
    if (this.#busy < this.#agents) {
      this.#busy++;
      if (this.#counterfactual && this.#busy === this.#agents) {
        this.#followed = this.#counterfactual.startBusyPeriod(this.now, this.#unanswered);
      }
      return;
    }
    this.waited++;
    this.#counterfactual?.wait(hasTwins);
    if (this.#mayWait()) this.#waiting.push(this.now + this.#abandonSeconds, Number(hasTwins));
    else this.#abandon(hasTwins);
  }

  #mayWait(): boolean {
    return this.#waiting.length < this.#maxQueueDepth;
  }

  #abandon(hasTwins: boolean): void {
    this.abandoned++;
    this.#counterfactual?.abandon(hasTwins);
  }

  /** @param place of the agent among the busy ones, from 0. */
  #endCall(place: number): void {
    if (this.#busy > this.#agents) {
      this.#countOvertime();
      this.#agentsLines?.leave(index(place, this.#busy));
      this.#busy--;
      return;
    }
    this.#counterfactual?.serve(this.now, this.#waiting.next);
    if (this.#waiting.length > 0) {
      this.#waiting.shift();
      return;
    }
    this.#followed = 0;
    this.#agentsLines?.free(index(place, this.#busy));
    this.#busy--;
  }

  /** Pooled lines may start with a few too many, for means are rounded. An agent has only so many. */
  #hasRoomAtStart(): boolean {
    return this.#agentsLines?.hasRoom() ?? true;
  }
}

/** A quotient may round to the number itself. */
function index(place: number, count: number): number {
  return Math.min(Math.floor(place), count - 1);
}
