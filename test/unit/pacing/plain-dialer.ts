/**
 * A predictive dialer as one would describe it: people, lines and agents are objects, and what happens next is what a calendar says.
 * It is slow, it shares no code with the package, and it takes apart what the package's simulation takes together (which agent, which line), so
 * that one can be held against the other. And it can do what the package's assumes away: see `Deviation`.
 */

export interface PlainDialer extends Deviation {
  readonly agents: number;
  readonly answerRate: number;
  readonly averageHandleTimeSeconds: number;
  /** Dials a second; absent where one starts whenever there is room. */
  readonly dialRate?: number;
  /** Lines that each free agent has; or, as a function, lines of all together by the number who are free. */
  readonly lines: number | ((free: number) => number);
  readonly maxQueueDepth?: number;
  readonly abandonSeconds?: number;
  readonly ringSecondsAnswered?: number;
  readonly ringSecondsUnanswered?: number;
}

/** What may be otherwise than the forecast assumes. */
export interface Deviation {
  /** Standard deviation ÷ mean of handle times: 1 is exponential, 0 always the same. @default 1 */
  readonly handleTimeVariation?: number;
  /** The same of the ring time of a line that will be answered. @default 1 */
  readonly answeredRingVariation?: number;
  /** The same of one that will not be. @default 0 */
  readonly unansweredRingVariation?: number;
  /** How long the greeting takes after which the `abandonSeconds` begin. @default 0 */
  readonly greetingSeconds?: number;
  /** Mean time (exponential) after which who waits hangs up. Who does so in time is not counted as abandoned. @default Infinity */
  readonly hangUpSeconds?: number;
  /** Share of the answers that are machines, which are found out and reach no agent. @default 0 */
  readonly machineShare?: number;
  /** Where machines reach agents after all: for how long they keep one. @default they do not */
  readonly machineSeconds?: number;
  /** Share of the agents' time that other work takes, which comes at random and first. @default 0 */
  readonly otherWork?: number;
}

export interface Outcome {
  /** Abandoned ÷ answered by a person. */
  readonly abandonmentRate: number;
  readonly standardError: number;
  readonly occupancy: number;
}

interface Agent {
  lines: number;
  isBusy: boolean;
}

interface Caller {
  isGone: boolean;
  readonly handleSeconds: number;
}

export function simulatePlainly(dialer: PlainDialer, hours: number, seed: number): Outcome {
  const {
    averageHandleTimeSeconds: handleSeconds,
    maxQueueDepth = Infinity,
    abandonSeconds = 2,
    greetingSeconds = 0,
    hangUpSeconds = Infinity,
    machineShare = 0,
    machineSeconds,
    otherWork = 0,
  } = dialer;
  const calendar = new Calendar();
  const chance = chances(seed);
  const agents = Array.from({ length: dialer.agents }, (): Agent => ({ lines: 0, isBusy: false }));
  let queue: Caller[] = [];
  let work: Caller[] = [];
  let lines = 0;
  let [answered, abandoned, busySeconds] = [0, 0, 0];

  const handleTime = () => drawn(handleSeconds, dialer.handleTimeVariation ?? 1, chance);
  const freeAgents = () => agents.filter(({ isBusy }) => !isBusy);

  const ownerOfNextLine = (): Agent | undefined => {
    const free = freeAgents();
    if (typeof dialer.lines === "function") {
      return lines < dialer.lines(free.length) ? pick(free, chance) : undefined;
    }
    const fewest = Math.min(...free.map((agent) => agent.lines));
    if (fewest >= dialer.lines) return undefined;
    return pick(
      free.filter((agent) => agent.lines === fewest),
      chance,
    );
  };

  const start = (owner: Agent): void => {
    owner.lines++;
    lines++;
    const isAnswered = chance() < dialer.answerRate;
    const seconds = isAnswered
      ? drawn(dialer.ringSecondsAnswered ?? 10, dialer.answeredRingVariation ?? 1, chance)
      : drawn(dialer.ringSecondsUnanswered ?? 20, dialer.unansweredRingVariation ?? 0, chance);
    calendar.after(seconds, () => {
      owner.lines--;
      lines--;
      if (isAnswered) answer(owner);
    });
  };

  const answer = (owner: Agent): void => {
    const isMachine = chance() < machineShare;
    if (isMachine && machineSeconds === undefined) return;
    if (!isMachine) answered++;
    const caller = {
      isGone: false,
      handleSeconds: isMachine ? (machineSeconds ?? 0) : handleTime(),
    };
    const agent = owner.isBusy ? pick(freeAgents(), chance) : owner;
    if (agent) take(agent, caller);
    else wait(caller, !isMachine);
  };

  const wait = (caller: Caller, isPerson: boolean): void => {
    const leave = (isAbandoned: boolean) => () => {
      if (caller.isGone) return;
      caller.isGone = true;
      queue = queue.filter((each) => each !== caller);
      if (isAbandoned && isPerson) abandoned++;
    };
    if (queue.length >= maxQueueDepth) {
      leave(true)();
      return;
    }
    queue.push(caller);
    calendar.after(abandonSeconds + greetingSeconds, leave(true));
    if (hangUpSeconds < Infinity) {
      calendar.after(drawn(hangUpSeconds, 1, chance), leave(false));
    }
  };

  const take = (agent: Agent, caller: Caller): void => {
    agent.isBusy = true;
    caller.isGone = true;
    busySeconds += caller.handleSeconds;
    calendar.after(caller.handleSeconds, () => {
      agent.isBusy = false;
      const next = work.shift() ?? queue.shift();
      if (next) take(agent, next);
    });
  };

  const takeOtherWork = (): void => {
    const caller = { isGone: false, handleSeconds: handleTime() };
    const agent = pick(freeAgents(), chance);
    if (agent) take(agent, caller);
    else work = [...work, caller];
    calendar.after(drawn(handleSeconds / (otherWork * agents.length), 1, chance), takeOtherWork);
  };
  if (otherWork > 0) calendar.after(0, takeOtherWork);

  const { dialRate } = dialer;
  const dialAtRandom = (mean: number) => () => {
    const owner = ownerOfNextLine();
    if (owner) start(owner);
    calendar.after(drawn(mean, 1, chance), dialAtRandom(mean));
  };
  if (dialRate !== undefined) calendar.after(0, dialAtRandom(1 / dialRate));
  const dialWhereThereIsRoom = () => {
    for (let owner = ownerOfNextLine(); owner; owner = ownerOfNextLine()) start(owner);
  };
  const settle = dialRate === undefined ? dialWhereThereIsRoom : () => undefined;

  calendar.run(3600, settle);
  const batches = Array.from({ length: 30 }, (_, i) => {
    const before = { answered, abandoned, busySeconds };
    calendar.run(3600 + ((i + 1) * hours * 3600) / 30, settle);
    return {
      answered: answered - before.answered,
      abandoned: abandoned - before.abandoned,
      busySeconds: busySeconds - before.busySeconds,
    };
  });
  return outcome(batches, hours * 3600 * agents.length);
}

interface Batch {
  readonly answered: number;
  readonly abandoned: number;
  readonly busySeconds: number;
}

function outcome(batches: readonly Batch[], agentSeconds: number): Outcome {
  const total = (of: (batch: Batch) => number) => batches.reduce((sum, each) => sum + of(each), 0);
  const answered = total((batch) => batch.answered);
  const rate = total((batch) => batch.abandoned) / answered;
  const squares = total((batch) => (batch.abandoned - rate * batch.answered) ** 2);
  return {
    abandonmentRate: rate,
    standardError: Math.sqrt((squares * batches.length) / (batches.length - 1)) / answered,
    occupancy: total((batch) => batch.busySeconds) / agentSeconds,
  };
}

/** A binary heap of what is to happen, the earliest first. */
class Calendar {
  #now = 0;
  readonly #entries: { readonly at: number; readonly happen: () => void }[] = [];

  after(seconds: number, happen: () => void): void {
    const entry = { at: this.#now + seconds, happen };
    const entries = this.#entries;
    let place = entries.push(entry) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = entries[parent];
      if (!above || above.at <= entry.at) break;
      entries[place] = above;
      place = parent;
    }
    entries[place] = entry;
  }

  run(until: number, afterEach: () => void): void {
    afterEach();
    for (let first = this.#entries[0]; first && first.at <= until; first = this.#entries[0]) {
      this.#dropFirst();
      this.#now = first.at;
      first.happen();
      afterEach();
    }
    this.#now = until;
  }

  #dropFirst(): void {
    const entries = this.#entries;
    const last = entries.pop();
    if (!last || entries.length === 0) return;
    let place = 0;
    for (let child = 1; child < entries.length; child = 2 * place + 1) {
      const [left, right] = [entries[child], entries[child + 1]];
      const isRight = left && right && right.at < left.at;
      const earlier = isRight ? right : left;
      if (!earlier || earlier.at >= last.at) break;
      entries[place] = earlier;
      place = isRight ? child + 1 : child;
    }
    entries[place] = last;
  }
}

type Chance = () => number;

function pick<T>(of: readonly T[], chance: Chance): T | undefined {
  return of[Math.floor(chance() * of.length)];
}

/** Exponential at a variation of 1, always the mean at 0, and a gamma's sum of exponentials between: the nearest of them. */
function drawn(mean: number, variation: number, chance: Chance): number {
  if (variation === 0) return mean;
  const stages = Math.max(1, Math.round(1 / variation ** 2));
  let sum = 0;
  for (let i = 0; i < stages; i++) sum -= Math.log(1 - chance());
  return (sum * mean) / stages;
}

/** Uniform over 0–1: splitmix32. */
function chances(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
  };
}
