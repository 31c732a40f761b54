import { type Dialer, MOST_LINES } from "./dialer.ts";
import { linesOfAnAgent } from "./lines.ts";
import type { Random } from "./random.ts";

/** No agent: agents are numbered from 1, so that an array of zeros names nobody. */
const NOBODY = 0;

/**
 * Lines that belong to agents: each free agent has up to as many as the ratio says. A dial goes to the free agent with the fewest.
 * An answered call goes to the agent whose line it is; where that agent is busy it hops to any who is free. The lines of a busy
 * agent go on ringing, and count against nobody.
 *
 * Every step takes the same time, however many agents there are: free agents with room for a line are kept in a list for each number of
 * lines, and an array holds the free agents before the busy ones, so that one of either can be drawn.
 */
export class AgentsLines {
  readonly #random: Random;
  /** Agents who are there. */
  #agents: number;
  #busy = 0;

  /** Whose the lines are that will be answered. */
  readonly #answering: number[] = [];
  /** How many lines each agent has ringing. */
  readonly #lines: Int32Array;

  /** All agents, and where each stands: the free ones first, then the busy ones, then those who are not there. */
  readonly #order: Int32Array;
  readonly #places: Int32Array;

  /** The first free agent with so many lines, as far as one more may ring; the lists go on in `#after`, and back in `#before`. */
  readonly #first: Int32Array;
  readonly #after: Int32Array;
  readonly #before: Int32Array;
  /** No free agent has fewer lines. */
  #fewest = 0;
  /** Free agents with room for another line. */
  #listed = 0;

  constructor({ agents, agentRatio, lineRounding }: Dialer, random: Random) {
    this.#random = random;
    this.#agents = agents;
    this.#lines = new Int32Array(agents + 1);
    this.#order = new Int32Array(agents).map((_, i) => i + 1);
    this.#places = new Int32Array(agents + 1).map((_, agent) => agent - 1);
    this.#first = new Int32Array(Math.min(linesOfAnAgent(agentRatio, lineRounding), MOST_LINES));
    this.#after = new Int32Array(agents + 1);
    this.#before = new Int32Array(agents + 1);
    for (let agent = agents; agent > 0; agent--) this.#enlist(agent);
  }

  /** Nothing rings, and nobody is busy. */
  clear(): void {
    this.#busy = 0;
    this.#answering.length = 0;
    this.#lines.fill(0);
    this.#first.fill(NOBODY);
    this.#listed = 0;
    for (let place = this.#agents - 1; place >= 0; place--) {
      this.#enlist(this.#order[place] ?? NOBODY);
    }
  }

  /**
   * As many free agents leave or come as makes so many of all; the busy ones stay, even if they are more. The lines of one who leaves go on
   * ringing. (They count as those of an agent who comes in the same place.)
   */
  changeAgents(agents: number): void {
    while (this.#agents > Math.max(agents, this.#busy)) {
      const agent = this.#anyFreeAgent();
      this.#delist(agent);
      this.#move(agent, this.#agents - this.#busy - 1);
      this.#move(agent, --this.#agents);
    }
    while (this.#agents < agents) {
      const agent = this.#order[this.#agents] ?? NOBODY;
      this.#move(agent, this.#agents - this.#busy);
      this.#agents++;
      this.#enlist(agent);
    }
  }

  /**
   * An agent ends a call and leaves.
   *
   * @param which one of those who are busy, from 0.
   */
  leave(which: number): void {
    this.#move(this.#order[this.#agents - 1 - which] ?? NOBODY, --this.#agents);
    this.#busy--;
  }

  /** Those who are busy at the start. */
  takeFirst(count: number): void {
    for (let i = 0; i < count; i++) this.#takeCall(this.#order[0] ?? NOBODY);
  }

  /** Whether a free agent has room for another line. */
  hasRoom(): boolean {
    return this.#listed > 0;
  }

  /** A line starts to ring. Returns whose it is. */
  ring(isAnswered: boolean): number {
    while (this.#first[this.#fewest] === NOBODY) this.#fewest++;
    const owner = this.#first[this.#fewest] ?? NOBODY;
    this.#listed--;
    const next = this.#after[owner] ?? NOBODY;
    this.#first[this.#fewest] = next;
    this.#before[next] = NOBODY;
    this.#lines[owner] = this.#fewest + 1;
    this.#enlist(owner);
    if (isAnswered) this.#answering.push(owner);
    return owner;
  }

  /**
   * One of the lines that will be answered is, and an agent takes the call if one is free.
   *
   * @param which one of them, from 0.
   */
  answer(which: number): void {
    const answering = this.#answering;
    const owner = answering[which] ?? NOBODY;
    const last = answering.pop() ?? NOBODY;
    if (which < answering.length) answering[which] = last;
    this.endLine(owner);

    if (this.#isFree(owner)) this.#takeCall(owner);
    else if (this.#busy < this.#agents) this.#takeCall(this.#anyFreeAgent());
  }

  /**
   * An agent ends a call and is free.
   *
   * @param which one of those who are busy, from 0.
   */
  free(which: number): void {
    const agent = this.#order[this.#agents - 1 - which] ?? NOBODY;
    this.#move(agent, this.#agents - this.#busy);
    this.#busy--;
    this.#enlist(agent);
  }

  /** A line of an agent stops ringing. */
  endLine(owner: number): void {
    const isFree = this.#isFree(owner);
    if (isFree) this.#delist(owner);
    this.#lines[owner] = (this.#lines[owner] ?? 0) - 1;
    if (isFree) this.#enlist(owner);
  }

  #isFree(agent: number): boolean {
    return (this.#places[agent] ?? 0) < this.#agents - this.#busy;
  }

  #anyFreeAgent(): number {
    const free = this.#agents - this.#busy;
    return this.#order[Math.floor(this.#random.uniform() * free)] ?? NOBODY;
  }

  #takeCall(agent: number): void {
    this.#delist(agent);
    this.#busy++;
    this.#move(agent, this.#agents - this.#busy);
  }

  /** Swaps an agent with the one who stands at a place. */
  #move(agent: number, place: number): void {
    const other = this.#order[place] ?? NOBODY;
    const from = this.#places[agent] ?? 0;
    this.#order[place] = agent;
    this.#places[agent] = place;
    this.#order[from] = other;
    this.#places[other] = from;
  }

  /** Puts a free agent into the list of those with as many lines. One who has all lines is in none. */
  #enlist(agent: number): void {
    const lines = this.#lines[agent] ?? 0;
    if (lines >= this.#first.length) return;
    const next = this.#first[lines] ?? NOBODY;
    this.#after[agent] = next;
    this.#before[next] = agent;
    this.#before[agent] = NOBODY;
    this.#first[lines] = agent;
    this.#listed++;
    if (lines < this.#fewest) this.#fewest = lines;
  }

  #delist(agent: number): void {
    const lines = this.#lines[agent] ?? 0;
    if (lines >= this.#first.length) return;
    const next = this.#after[agent] ?? NOBODY;
    const previous = this.#before[agent] ?? NOBODY;
    this.#before[next] = previous;
    this.#listed--;
    if (previous === NOBODY) this.#first[lines] = next;
    else this.#after[previous] = next;
  }
}
