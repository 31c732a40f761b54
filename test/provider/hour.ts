import type { JsonObject } from "pulumi-cxone-dialer";

/** The people who are called, in the schedules of the tests. */
export const figures = { answerRate: 0.3, averageHandleTimeSeconds: 180 };

/** An interval with a few agents, in which a simulation is quick. */
export function hour(agents: number, changes: JsonObject = {}): JsonObject {
  return { start: "09:00", end: "10:00", agents, ...figures, ...changes };
}
