import type { AuditEntry } from "../../../../provider/src/domain/audit-entry.ts";
import { type History, pipelinesOf } from "../history.ts";
import { attemptsOf } from "./attempts.ts";
import { eventsOf, parsedEvent } from "./events.ts";
import type { Law } from "./law.ts";

/**
 * The pipeline's own audit log has each event once, and no other; each export that came later once; and it calls confirmed no
 * more writes than somebody could take for done.
 */
export const logIsComplete: Law = (history) => {
  return pipelinesOf(history).flatMap((pipeline) =>
    logOf(history, pipeline).map((what) => `The audit log of pipeline ${pipeline} ${what}`),
  );
};

function logOf(history: History, pipeline: number): readonly string[] {
  const own = history.filter((each) => "run" in each && each.run.pipeline === pipeline);
  const entries = own.flatMap((each) => (each.kind === "append" ? each.entry : []));
  const writes = entries.flatMap((entry) => (entry.kind === "write" ? entry : []));
  const logged = countBy(writes.map((entry) => parsedEvent(entry.event).requestId));
  const exports = countBy(
    entries.flatMap((entry) => (entry.kind === "export" ? entry.requestId : [])),
  );
  const events = eventsOf(history, pipeline);
  const isMoved = own.some((each) => each.kind === "begin" && each.run.isElsewhere);
  const warnings = own.flatMap((each) => (each.kind === "warning" ? each.message : [])).join("\n");
  const isExcused = (requestId: string) => isMoved || warnings.includes(requestId);
  return [
    ...[...logged].filter(([, count]) => count > 1).map(() => "has a write twice"),
    ...[...exports].filter(([, count]) => count > 1).map(() => "has an export twice"),
    ...events
      .filter(({ requestId }) => !logged.has(requestId) && !isExcused(requestId))
      .map(() => "lacks a write whose event is exported"),
    ...[...logged.keys()]
      .filter((id) => !events.some(({ requestId }) => requestId === id) && !isExcused(id))
      .map(() => "has a write whose event is not exported"),
    ...writes
      .filter(({ exportId, event }) => {
        const { requestId } = parsedEvent(event);
        return exportId === undefined && !exports.has(requestId) && !isExcused(requestId);
      })
      .map(() => "lacks an export that came later"),
    ...overconfident(writes, history, pipeline),
  ];
}

function overconfident(
  writes: readonly Extract<AuditEntry, { kind: "write" }>[],
  history: History,
  pipeline: number,
): readonly string[] {
  const attempts = attemptsOf(history, pipeline);
  const confirmed = countBy(
    writes.filter((entry) => entry.confirmed).map(({ event }) => parsedEvent(event).payload),
  );
  return [...confirmed]
    .filter(
      ([payload, count]) =>
        count >
        attempts.filter((each) => each.payload === payload && (each.isDone || each.doubt)).length,
    )
    .map(() => "confirms a write that was not done");
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}
