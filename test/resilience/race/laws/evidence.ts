import { toExport } from "../../../../provider/src/domain/audit-trail.ts";
import { type History, pipelinesOf } from "../history.ts";
import { type Attempt, attemptsOf } from "./attempts.ts";
import { eventsOf, oneEach, parsedEvent } from "./events.ts";
import type { Law } from "./law.ts";

/**
 * Each write of a pipeline that took effect has one event and no more. One for a write that did not is there only where nobody
 * could have known: {@link Attempt.doubt}. One is missing only where a run was interrupted and the next was on another machine.
 */
export const writesAreEvidenced: Law = (history) => [
  ...conflictingExports(history),
  ...balances(history).flatMap((balance) => {
    const { pipeline, payload, done, events, doubtful, forgotten } = balance;
    const what = `Pipeline ${pipeline} has ${events} events for ${done} writes, ${payload}`;
    if (events < done - forgotten) return [`${what}: one is missing`];
    if (events > done + doubtful) return [`${what}: one is too many`];
    return [];
  }),
];

/** Over the writes of one pipeline that look alike. */
export interface Balance {
  readonly pipeline: number;
  readonly payload: string;
  /** Writes that took effect. */
  readonly done: number;
  readonly events: number;
  /** Writes that did not take effect, and for which an event is excused. */
  readonly doubtful: number;
  /** Writes that took effect, and whose event may be missing. */
  readonly forgotten: number;
}

export function balances(history: History): readonly Balance[] {
  return pipelinesOf(history).flatMap((pipeline) => {
    const attempts = attemptsOf(history, pipeline);
    const events = eventsOf(history, pipeline);
    const isMoved = history.some(
      (each) => each.kind === "begin" && each.run.pipeline === pipeline && each.run.isElsewhere,
    );
    const forgotten = forgottenBy(history, pipeline);
    const payloads = new Set([...attempts, ...events].map(({ payload }) => payload));
    return [...payloads].map((payload) => ({
      ...{ pipeline, payload },
      done: doneOf(attempts, payload),
      events: numberOf(events, payload),
      doubtful: numberOf(
        attempts.filter(({ doubt }) => doubt && (doubt !== "own" || isMoved)),
        payload,
      ),
      forgotten:
        (forgotten.get(payload) ?? 0) +
        numberOf(
          attempts.filter(({ isVanished }) => isVanished),
          payload,
        ),
    }));
  });
}

function doneOf(attempts: readonly Attempt[], payload: string): number {
  return numberOf(
    attempts.filter(({ isDone }) => isDone),
    payload,
  );
}

function numberOf(all: readonly { readonly payload: string }[], payload: string): number {
  return all.filter((each) => each.payload === payload).length;
}

/** By payload, the writes that nobody knew of any more when the pipeline went to another machine. */
function forgottenBy(history: History, pipeline: number): ReadonlyMap<string, number> {
  const forgotten = new Map<string, number>();
  for (const [i, happening] of history.entries()) {
    if (happening.kind !== "begin" || happening.run.pipeline !== pipeline) continue;
    const { isElsewhere, entries } = happening.run;
    if (!isElsewhere) continue;
    const before = history.slice(0, i);
    const attempts = attemptsOf(before, pipeline);
    const pending = entries
      .flatMap(({ state }) => state.pendingEvents ?? [])
      .flatMap(toExport)
      .map(parsedEvent);
    const known = oneEach([...eventsOf(before, pipeline), ...pending]);
    for (const payload of new Set(attempts.map((each) => each.payload))) {
      const open = doneOf(attempts, payload) - numberOf(known, payload);
      if (open > 0) forgotten.set(payload, Math.max(open, forgotten.get(payload) ?? 0));
    }
  }
  return forgotten;
}

/** The tenant refuses an export whose request id it knows with another content. */
function conflictingExports(history: History): readonly string[] {
  return history.flatMap((happening) =>
    happening.kind === "request" &&
    happening.asked.method === "POST" &&
    happening.said?.status === 400
      ? [`Run ${happening.run.number} exported a request id twice, with different contents`]
      : [],
  );
}
