import { ConflictError } from "../../provider/src/errors/index.ts";
import type { Happening, History } from "./history.ts";
import { attemptsOf } from "./laws/attempts.ts";
import { balances } from "./laws/evidence.ts";

/** What was met with, over all histories that were played. */
const counted = {
  histories: "histories",
  steps: "steps in them",
  edits: "administrators' edits",
  runs: "runs of pipelines",
  kills: "runs killed",
  moves: "runs on another machine, without the journal",
  failures: "runs that failed otherwise",
  conflicts: "runs stopped by a conflict",
  requests: "requests",
  faults: "requests with a fault",
  writes: "writes that took effect",
  events: "audit events",
  overReported:
    "events of writes that were not done, for somebody changed the document before it could be known",
  claimed: "events of writes that were not done, for somebody else had written just the same",
  doubled: "events given twice, by two machines",
  missing:
    "writes without an event, for the journal was on another machine, or the creation was deleted unseen",
} as const;

type Name = keyof typeof counted;

export class Figures {
  readonly #counts = new Map<Name, number>();

  /** Counts in a history that breaks no law. */
  add(history: History): void {
    this.#count("histories", 1);
    for (const happening of history) {
      for (const name of namesOf(happening)) this.#count(name, 1);
    }
    for (const { pipeline, payload, done, events } of balances(history)) {
      this.#count("events", events);
      this.#count("missing", Math.max(0, done - events));
      const excuses = attemptsOf(history, pipeline).filter((each) => each.payload === payload);
      const reasons = (["changed", "alike", "own"] as const).flatMap((doubt) =>
        excuses.filter((each) => each.doubt === doubt).map(() => excused[doubt]),
      );
      for (const name of reasons.slice(0, Math.max(0, events - done))) this.#count(name, 1);
    }
  }

  toString(): string {
    return Object.entries(counted)
      .map(([name, text]) => `${this.#of(name).toLocaleString("en")} ${text}`)
      .join("\n");
  }

  #of(name: string): number {
    for (const [each, count] of this.#counts) if (each === name) return count;
    return 0;
  }

  #count(name: Name, more: number): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + more);
  }
}

const excused = { changed: "overReported", alike: "claimed", own: "doubled" } as const;

function namesOf(happening: Happening): readonly Name[] {
  switch (happening.kind) {
    case "edit":
      return ["steps", "edits"];
    case "begin":
      return happening.run.isElsewhere ? ["runs", "moves"] : ["runs"];
    case "request":
      return [
        ...(["steps", "requests"] as const),
        ...(happening.fault === undefined ? [] : (["faults"] as const)),
        ...(happening.effect ? (["writes"] as const) : []),
      ];
    case "end":
      if (happening.outcome === "killed") return ["kills"];
      if (!(happening.outcome instanceof Error)) return [];
      return [happening.outcome instanceof ConflictError ? "conflicts" : "failures"];
    default:
      return [];
  }
}
