import type { PeriodOptions } from "../../../provider/src/domain/pacing/index.ts";
import { pageOf, share, tableAfter } from "./guide.ts";

export const guide = pageOf("forecast.md");

const [agents = [], answered = [], ...abandoned] = tableAfter(
  guide,
  "| hour | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |\n",
).map(([, ...cells]) => cells);

/** The hours of the guide's day. */
export const hours = agents.map((count, i) => ({
  seconds: 3600,
  agents: Number(count),
  answerRate: share(answered[i]),
  averageHandleTimeSeconds: 180,
}));
export const settings = {
  pacingType: "predictive",
  linesCounted: "pooled",
  lineRounding: "down",
  dialRate: 1.2,
  agentRatio: 2.2,
  maxQueueDepth: 100,
} as const;
export const day: PeriodOptions = { ...settings, intervals: hours, limit: 0.03 };

/** What the guide says is abandoned in each hour: as part of the day, and as an hour by itself. */
export const [asPart = [], asHour = []] = abandoned;
