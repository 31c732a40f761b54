import { ConflictError } from "../../../provider/src/errors/index.ts";
import { type End, type Happening, type History, type Run, statesOf } from "./history.ts";
import { attemptsOf } from "./laws/attempts.ts";
import { balances } from "./laws/evidence.ts";
import { urnOf } from "./program.ts";

/** What was met with, over all histories that were played. */
const counted = {
  histories: "histories",
  steps: "steps in them",
  edits: "administrators' edits",
  runs: "runs of pipelines",
  native: "of them through the native provider",
  kills: "runs killed",
  moves: "runs on another machine, without the journal",
  failures: "runs that failed otherwise",
  conflicts: "runs stopped by a conflict",
  renamed: "resources under another name, or moved into or out of a component",
  reassigned: "resources with another configuration than before",
  replaced: "resources replaced because somebody asked for it",
  targeted: "runs that may touch one resource only",
  duplicated: "runs of a program that names a configuration twice",
  halfway: "runs killed between a creation and the deletion that belongs to it",
  shared: "histories in which several stacks want one configuration",
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
    if (isShared(history)) this.#count("shared", 1);
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
      return ["runs", ...namesOfRun(happening.run)];
    case "request":
      return [
        ...(["steps", "requests"] as const),
        ...(happening.fault === undefined ? [] : (["faults"] as const)),
        ...(happening.effect ? (["writes"] as const) : []),
      ];
    case "end":
      if (happening.outcome === "killed")
        return isHalfway(happening) ? ["kills", "halfway"] : ["kills"];
      if (!(happening.outcome instanceof Error)) return [];
      return [happening.outcome instanceof ConflictError ? "conflicts" : "failures"];
    default:
      return [];
  }
}

function namesOfRun({
  operation,
  door,
  isElsewhere,
  targetUrn,
  replace,
  resources,
  entries,
}: Run): Name[] {
  const names: Name[] = [
    ...(door === "native" ? (["native"] as const) : []),
    ...(isElsewhere ? (["moves"] as const) : []),
    ...(targetUrn === undefined ? [] : (["targeted"] as const)),
  ];
  if (operation !== "up") return names;
  if (replace !== null && entries.length > 0) names.push("replaced");
  if (new Set(resources.map(({ configId }) => configId)).size < resources.length) {
    names.push("duplicated");
  }
  for (const resource of resources) {
    const own = entries.find(({ urn }) => urn === urnOf(resource));
    if (own && own.state.configId !== resource.configId) names.push("reassigned");
    if (!own && statesOf({ entries }, resource.configId).length > 0) names.push("renamed");
  }
  return names;
}

/** Of one configuration, both the old and the new resource are in the state. */
function isHalfway({ entries }: End): boolean {
  return entries.some(({ state }) => statesOf({ entries }, state.configId).length > 1);
}

function isShared(history: History): boolean {
  const users = new Map<string, number>();
  return history.some((happening) => {
    if (happening.kind !== "call") return false;
    const { pipeline } = happening.run;
    const user = users.get(happening.call.configId) ?? pipeline;
    users.set(happening.call.configId, user);
    return user !== pipeline;
  });
}
