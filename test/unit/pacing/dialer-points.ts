/**
 * Writes dialer-points.json: what `plain-dialer.ts` finds for dialers of both readings, with its standard error.
 *
 *     node test/unit/pacing/dialer-points.ts > test/unit/pacing/dialer-points.json
 *
 * Half an hour. With a number of hours, such as 100, it takes less and tells less.
 */

import { type PlainDialer, simulatePlainly } from "./plain-dialer.ts";

const hours = Number(process.argv[2] ?? 1000);

const ten = { agents: 10, answerRate: 0.3, averageHandleTimeSeconds: 180 };
const twelve = { agents: 12, answerRate: 0.24, averageHandleTimeSeconds: 210, dialRate: 1.2 };
const settings = [
  { ...ten, agentRatio: 1 },
  { ...ten, agentRatio: 2 },
  { ...ten, agentRatio: 3 },
  { ...ten, agents: 20, agentRatio: 3 },
  { ...ten, agents: 50, agentRatio: 3 },
  { ...twelve, agentRatio: 2 },
  { ...twelve, agentRatio: 3 },
  { ...twelve, agentRatio: 1.5 },
  { ...twelve, agentRatio: 1.6 },
  { ...twelve, agentRatio: 2.5 },
  { agents: 1, answerRate: 0.4, averageHandleTimeSeconds: 60, dialRate: 0.3, agentRatio: 3 },
  { agents: 4, answerRate: 0.9, averageHandleTimeSeconds: 30, dialRate: 0.2, agentRatio: 2.4 },
  { agents: 30, answerRate: 0.12, averageHandleTimeSeconds: 300, dialRate: 1, agentRatio: 5 },
  { agents: 25, answerRate: 0.5, averageHandleTimeSeconds: 90, dialRate: 0.6, agentRatio: 1.7 },
  { ...twelve, agentRatio: 3, abandonSeconds: 15, maxQueueDepth: 1 },
  { ...twelve, agentRatio: 2, abandonSeconds: 0, maxQueueDepth: 0 },
  { ...twelve, agentRatio: 2, ringSecondsAnswered: 3, ringSecondsUnanswered: 45 },
];

const round = { up: Math.ceil, nearest: Math.round, down: Math.floor };

/** Where a ratio is whole, rounding makes no difference. */
const roundings = (ratio: number) =>
  Number.isInteger(ratio) ? (["up"] as const) : (["up", "nearest", "down"] as const);

const rows = settings.flatMap(({ agentRatio, ...setting }) =>
  (["perAgent", "pooled"] as const).flatMap((linesCounted) =>
    roundings(agentRatio).map((lineRounding) => {
      const whole = round[lineRounding];
      const lines: PlainDialer["lines"] =
        linesCounted === "perAgent" ? whole(agentRatio) : (free) => whole(agentRatio * free);
      const outcome = simulatePlainly({ ...setting, lines }, hours, 20_261_128);
      const figures = Object.entries(outcome).map(([name, value]) => [
        name,
        Number(value.toPrecision(5)),
      ]);
      return {
        ...setting,
        agentRatio,
        linesCounted,
        lineRounding,
        ...Object.fromEntries(figures),
      };
    }),
  ),
);
console.log(`{ "points": [\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n] }`);
