import { UNKNOWN } from "../subject.ts";

/** The bound of a compliance rule in seconds. */
export interface SecondsBound {
  readonly path: string;
  readonly required: boolean;
  readonly limit: number;
  readonly isWrong: (seconds: number) => boolean;
  /** What the law asks: "an unanswered call has to ring at least 15 s". */
  readonly demand: string;
  /** What to do about a value on the wrong side: "Raise". */
  readonly remedy: string;
}

export function secondsProblems(value: unknown, bound: SecondsBound): readonly string[] {
  const { path, required, limit, isWrong, demand, remedy } = bound;
  if (value === UNKNOWN) return [];
  if (value === undefined) {
    if (!required) return [];
    return [
      `The program names no ${path}, so whatever the tenant holds there stays; ${demand}. Set it to ${limit}.`,
    ];
  }
  if (typeof value !== "number") {
    return [`${path} is no number of seconds; ${demand}. Set it to ${limit}.`];
  }
  if (!isWrong(value)) return [];
  return [`${path} is ${value} s; ${demand}. ${remedy} it to ${limit}.`];
}
