/**
 * Whose the ringing lines are that `agentRatio` counts. `perAgent`: each free agent has so many of their own, and the lines of
 * one who takes a call go on ringing. `pooled`: all free agents together have so many, whoever they were dialled for.
 */
export type LinesCounted = "perAgent" | "pooled";

/** What becomes of a fraction of a line: of one agent's lines where lines are per agent, of all lines where they are pooled. */
export type LineRounding = "up" | "nearest" | "down";

/** The two assumptions that `agentRatio` needs before it is a number of lines. */
export interface LineReading {
  readonly linesCounted: LinesCounted;
  readonly lineRounding: LineRounding;
}

/** What a forecast assumes of a dialer that its settings do not say. */
export interface DialerAssumptions extends LineReading {
  /** Mean time that a line rings that will be answered, in seconds. @default 10 */
  readonly ringSecondsAnswered?: number;
  /** Time that a line rings that nobody answers, in seconds. @default 20 */
  readonly ringSecondsUnanswered?: number;
}

export const linesCountedNames = ["perAgent", "pooled"] as const satisfies readonly LinesCounted[];
export const lineRoundingNames = [
  "up",
  "nearest",
  "down",
] as const satisfies readonly LineRounding[];

/**
 * What holds unless somebody knows better. NICE's help says "simultaneous calls dialed per agent", and says nothing of
 * fractions: up is the reading that calls the most people.
 */
export const defaultLineReading: LineReading = { linesCounted: "perAgent", lineRounding: "up" };

/** Room for the rounding of a product, so that 1.16 × 25 agents is 29 lines. */
const ROUNDING = 1e-9;

const round: Readonly<Record<LineRounding, (lines: number) => number>> = {
  up: (lines) => Math.ceil(lines - ROUNDING),
  nearest: (lines) => Math.floor(lines + 0.5 + ROUNDING),
  down: (lines) => Math.floor(lines + ROUNDING),
};

/** Lines that each agent has where lines are per agent; a whole number, or Infinity. */
export function linesOfAnAgent(agentRatio: number, lineRounding: LineRounding): number {
  return round[lineRounding](agentRatio);
}

/** Lines that may ring while so many agents are free. */
export function lineLimit(
  { agentRatio, linesCounted, lineRounding }: LineReading & { readonly agentRatio: number },
  freeAgents: number,
): number {
  if (agentRatio === Infinity) return Infinity;
  return linesCounted === "perAgent"
    ? linesOfAnAgent(agentRatio, lineRounding) * freeAgents
    : round[lineRounding](agentRatio * freeAgents);
}
