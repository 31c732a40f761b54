import { type LineReading, linesOfAnAgent } from "./lines.ts";

const counted = { perAgent: "per agent", pooled: "pooled" } as const;
const roundedTo = { up: "up", nearest: "to the nearest", down: "down" } as const;

/** "per agent, fractions rounded up": how lines are counted, in a few words. */
export function readingText({ linesCounted, lineRounding }: LineReading): string {
  return `${counted[linesCounted]}, fractions rounded ${roundedTo[lineRounding]}`;
}

/** "if lines are pooled": a condition, for a figure that holds under it. */
export function linesCountedCondition({ linesCounted }: LineReading): string {
  return linesCounted === "perAgent" ? "if each agent has lines of its own" : "if lines are pooled";
}

/** "if 1.6 is rounded down", with the lines of an agent where lines are per agent. */
export function lineRoundingCondition(
  { linesCounted, lineRounding }: LineReading,
  agentRatio: number,
): string {
  const lines = linesOfAnAgent(agentRatio, lineRounding);
  const each =
    linesCounted === "perAgent" ? `, to ${lines === 1 ? "1 line" : `${lines} lines`} an agent` : "";
  return `if ${agentRatio} is rounded ${roundedTo[lineRounding]}${each}`;
}
