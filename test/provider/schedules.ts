import type { JsonObject } from "pulumi-cxone-dialer";

/** The people who are called, in the schedules of the tests. */
export const figures = { answerRate: 0.3, averageHandleTimeSeconds: 180 };

/** A day with a shift that leaves at 13:00. */
export const morning = { start: "09:00", end: "13:00", agents: 12, ...figures };
export const afternoon = { start: "13:00", end: "15:00", agents: 8, ...figures };
export const intervals = [morning, afternoon];

/** An interval with a few agents, in which a simulation is quick. */
export function hour(agents: number, changes: JsonObject = {}): JsonObject {
  return { start: "09:00", end: "10:00", agents, ...figures, ...changes };
}
