import type { Chance } from "./chance.ts";

/** A half-hour of a day as it is planned. */
export interface PlannedInterval {
  /** Agents who should take calls. */
  readonly agents: number;
  /** Of people who are called, how many answer. */
  readonly answerRate: number;
}

/** What the dialer is set to. */
export interface DialerSetting {
  /** Dials a second. */
  readonly dialRate: number;
  /** Lines of each free agent. */
  readonly agentRatio: number;
}

/** What was counted in a half-hour. */
export interface IntervalCounts {
  /** Agents who took calls, on average. */
  agents: number;
  dials: number;
  answered: number;
  abandoned: number;
  handleSeconds: number;
}

export const INTERVAL_SECONDS = 30 * 60;
const HANDLE_SECONDS = 320;
const HANDLE_SPREAD = 0.65;
const ABANDONED_AFTER = 2;
/** Of callers who wait, how many hang up before these seconds are over. They do not count as abandoned. */
const IMPATIENT = 0.25;
/** The dialer decides so often. */
const STEP_SECONDS = 2;
/** A dial that was not started waits for a free agent, but not many of them do. */
const MOST_TOKENS = 5;
/** Breaks are taken in about every fourth half-hour. */
const BREAK_CHANCE = 0.25;
/** Abandoned ÷ answered, from which on the dialer holds back. */
const HOLDS_BACK_OVER = 0.024;
/** Of how many answered calls the dialer remembers what became of them. */
const MEMORY = 300;

interface Agent {
  /** The first of so many as are planned are there. */
  readonly place: number;
  /** How fast: 0.9 takes nine tenths of the usual time. */
  readonly pace: number;
  state: "away" | "free" | "busy";
  lines: number;
  /** When a break begins in this half-hour; Infinity without one. */
  breakAt: number;
  breakEnd: number;
}

/**
 * A call centre with assumptions of its own: agents are people of different speed who take breaks; handle times
 * and ring times are log-normal; of dials without an answer some are busy lines and some are machines, which are found out; who waits may
 * hang up; and the dialer decides every other second, and holds back when it has lately abandoned much. It remembers that from day to day.
 */
export class CallCentre {
  readonly #chance: Chance;
  #abandonedLately = 0.015;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  day(intervals: readonly PlannedInterval[], setting: DialerSetting): readonly IntervalCounts[] {
    const most = Math.max(...intervals.map(({ agents }) => agents));
    const agents = Array.from({ length: most }, (_, place): Agent => {
      const pace = this.#chance.logNormal(1, 0.1);
      return { place, pace, state: "away", lines: 0, breakAt: Infinity, breakEnd: 0 };
    });
    const day = new Day(this.#chance, agents, setting, this.#abandonedLately);
    const counts = intervals.map((interval) => day.runInterval(interval));
    this.#abandonedLately = day.abandonedLately;
    return counts;
  }
}

type Happening = (now: number) => void;

class Day {
  abandonedLately: number;
  readonly #chance: Chance;
  readonly #agents: readonly Agent[];
  readonly #setting: DialerSetting;
  readonly #calendar = new Calendar();
  #waiting: (() => void)[] = [];
  #now = 0;
  #planned = 0;
  #answerRate = 0;
  #tokens = 0;
  #turn = 0;
  #counts: IntervalCounts = noCounts();

  constructor(
    chance: Chance,
    agents: readonly Agent[],
    setting: DialerSetting,
    abandonedLately: number,
  ) {
    this.#chance = chance;
    this.#agents = agents;
    this.#setting = setting;
    this.abandonedLately = abandonedLately;
  }

  runInterval({ agents, answerRate }: PlannedInterval): IntervalCounts {
    this.#planned = agents;
    this.#answerRate = answerRate;
    this.#counts = noCounts();
    const start = this.#now;
    for (const agent of this.#agents) {
      const takesBreak = agent.place < agents && this.#chance.happens(BREAK_CHANCE);
      agent.breakAt = takesBreak ? start + this.#chance.between(0, INTERVAL_SECONDS) : Infinity;
    }
    for (let second = 0; second < INTERVAL_SECONDS; second += STEP_SECONDS) {
      this.#now = start + second;
      const free = this.#runShifts();
      this.#tokens = Math.min(this.#tokens + STEP_SECONDS * this.#setting.dialRate, MOST_TOKENS);
      if (free > 0) this.#dial();
      this.#calendar.runUntil(this.#now + STEP_SECONDS);
    }
    this.#now = start + INTERVAL_SECONDS;
    return { ...this.#counts, agents: this.#counts.agents / INTERVAL_SECONDS };
  }

  /** Who is free comes and goes; who is on a call does so after it. Counts the step, and returns how many are free. */
  #runShifts(): number {
    let [free, busy] = [0, 0];
    for (const agent of this.#agents) {
      if (agent.state !== "busy") {
        const isThere = this.#isThere(agent);
        if (!isThere) agent.state = "away";
        else if (agent.state === "away") this.#becomesFree(agent);
      }
      if (agent.state === "busy") busy += 1;
      else if (agent.state === "free") free += 1;
    }
    this.#counts.agents += STEP_SECONDS * (free + busy);
    this.#counts.handleSeconds += STEP_SECONDS * busy;
    return free;
  }

  #isThere(agent: Agent): boolean {
    if (this.#now >= agent.breakAt) {
      agent.breakAt = Infinity;
      agent.breakEnd = this.#now + this.#chance.between(480, 960);
    }
    return agent.place < this.#planned && this.#now >= agent.breakEnd;
  }

  #becomesFree(agent: Agent): void {
    agent.state = "free";
    this.#waiting.shift()?.();
  }

  /** The agents take turns at who gets the next line. */
  #dial(): void {
    const { agentRatio } = this.#setting;
    const holdsBack = this.abandonedLately > HOLDS_BACK_OVER;
    const count = this.#agents.length;
    this.#turn = (this.#turn + 1) % count;
    for (let lines = 0; lines < agentRatio; lines++) {
      for (let i = 0; i < count; i++) {
        if (this.#tokens < 1) return;
        const agent = this.#agents[(this.#turn + i) % count];
        // Held back, every other agent has one line only.
        const most = holdsBack && agent && agent.place % 2 === 0 ? 1 : agentRatio;
        if (agent?.state !== "free" || agent.lines > lines || agent.lines >= most) continue;
        this.#tokens -= 1;
        this.#startLine(agent);
      }
    }
  }

  #startLine(owner: Agent): void {
    this.#counts.dials += 1;
    owner.lines += 1;
    const isAnswered = this.#chance.happens(this.#answerRate);
    const rings = isAnswered ? this.#chance.logNormal(8, 0.5) : this.#unansweredSeconds();
    this.#calendar.add(this.#now + rings, (now) => {
      owner.lines -= 1;
      if (isAnswered) this.#answer(owner, now);
    });
  }

  /** A line that is busy or out of order, a machine that picks up, or nobody for as long as it may ring. */
  #unansweredSeconds(): number {
    if (this.#chance.happens(0.12)) return 3;
    return this.#chance.happens(0.45) ? 2 + this.#chance.logNormal(15, 0.25) : 18;
  }

  #answer(owner: Agent, now: number): void {
    this.#counts.answered += 1;
    const agent =
      owner.state === "free" ? owner : this.#agents.find(({ state }) => state === "free");
    if (agent) {
      this.#takeCall(agent, now);
      return;
    }
    const call = () => {
      const free = this.#agents.find(({ state }) => state === "free");
      if (free) this.#takeCall(free, Math.max(now, this.#now));
    };
    const leave = (isAbandoned: boolean) => {
      const place = this.#waiting.indexOf(call);
      if (place < 0) return;
      this.#waiting.splice(place, 1);
      this.#remember(isAbandoned);
    };
    this.#waiting.push(call);
    if (this.#chance.happens(IMPATIENT)) {
      const patience = this.#chance.between(0, ABANDONED_AFTER);
      this.#calendar.add(now + patience, () => leave(false));
    } else {
      this.#calendar.add(now + ABANDONED_AFTER, () => leave(true));
    }
  }

  #takeCall(agent: Agent, now: number): void {
    agent.state = "busy";
    this.#remember(false);
    const seconds = agent.pace * this.#chance.logNormal(HANDLE_SECONDS, HANDLE_SPREAD);
    this.#calendar.add(now + seconds, () => {
      agent.state = "away";
      if (this.#isThere(agent)) this.#becomesFree(agent);
    });
  }

  #remember(isAbandoned: boolean): void {
    if (isAbandoned) this.#counts.abandoned += 1;
    this.abandonedLately += (Number(isAbandoned) - this.abandonedLately) / MEMORY;
  }
}

function noCounts(): IntervalCounts {
  return { agents: 0, dials: 0, answered: 0, abandoned: 0, handleSeconds: 0 };
}

/** What is to happen, the next first: a binary heap. */
class Calendar {
  readonly #times: number[] = [];
  readonly #happenings: Happening[] = [];

  add(time: number, happening: Happening): void {
    let at = this.#times.length;
    this.#set(at, time, happening);
    for (let parent = (at - 1) >> 1; at > 0 && this.#time(parent) > time; parent = (at - 1) >> 1) {
      this.#copy(parent, at);
      this.#set(parent, time, happening);
      at = parent;
    }
  }

  runUntil(time: number): void {
    while (this.#time(0) < time) {
      const [now, happening] = [this.#time(0), this.#happenings[0]];
      this.#removeFirst();
      happening?.(now);
    }
  }

  #removeFirst(): void {
    const [time, happening] = [this.#times.pop(), this.#happenings.pop()];
    if (time === undefined || !happening || this.#times.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#time(left + 1) < this.#time(left) ? left + 1 : left;
      if (this.#time(child) >= time) break;
      this.#copy(child, at);
      at = child;
    }
    this.#set(at, time, happening);
  }

  #time(at: number): number {
    return this.#times[at] ?? Infinity;
  }

  #copy(from: number, to: number): void {
    const happening = this.#happenings[from];
    if (happening) this.#set(to, this.#time(from), happening);
  }

  #set(at: number, time: number, happening: Happening): void {
    this.#times[at] = time;
    this.#happenings[at] = happening;
  }
}
