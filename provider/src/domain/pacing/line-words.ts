import { type DialerAssumptions, type LineReading, linesOfAnAgent } from "./lines.ts";

const counted = { perAgent: "per agent", pooled: "pooled" } as const;
const roundedTo = { up: "up", nearest: "to the nearest", down: "down" } as const;

/** "per agent, fractions rounded up": how lines are counted, in a few words, and how long they ring where somebody has said so. */
export function readingText({ linesCounted, lineRounding, ...ring }: DialerAssumptions): string {
  const { ringSecondsAnswered: answered, ringSecondsUnanswered: unanswered } = ring;
  const ringing =
    answered === undefined || unanswered === undefined
      ? ""
      : `, ringing for ${answered} s if they are answered and ${unanswered} s if not`;
  return `${counted[linesCounted]}, fractions rounded ${roundedTo[lineRounding]}${ringing}`;
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
