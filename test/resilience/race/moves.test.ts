import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "../../../provider/src/domain/json.ts";
import { sampled } from "../../support/extent.ts";
import type { History } from "./history.ts";
import { broken } from "./laws/laws.ts";
import { play } from "./play.ts";
import { product } from "./product.ts";
import {
  type Change,
  configIds,
  type Door,
  doors,
  type PipelinePlan,
  plainRun,
  type RunPlan,
  type Scenario,
  throughDoors,
} from "./scenario.ts";
import { story } from "./story.ts";

const up: RunPlan = { ...plainRun, operation: "up", commit: [], isResolved: false };
const refresh: RunPlan = { ...up, operation: "refresh" };
const destroy: RunPlan = { ...up, operation: "destroy" };

const set: Change = { kind: "set", at: 0, path: "dialRate", value: 2 };
const rename: Change = { kind: "rename", at: 0 };
const nest: Change = { kind: "nest", at: 0 };
const swap: Change = { kind: "rotate", at: 0, size: 2 };
const rotate: Change = { kind: "rotate", at: 0, size: 3 };
const duplicate: Change = { kind: "duplicate", at: 0 };

function committed(...commit: readonly Change[]): RunPlan {
  return { ...up, commit };
}

/** What happens to a program that has been deployed. */
const moves: Readonly<Record<string, readonly RunPlan[]>> = {
  "a rename without an alias": [committed(rename)],
  "a rename that also changes a value": [committed(rename, set)],
  "a rename after a change": [committed(set), committed(rename)],
  "two renames, one after the other": [committed(rename), committed(rename)],
  "a rename, deleted before anything is checked": [{ ...committed(rename), order: "delete first" }],
  "a rename, deleted before it is created": [{ ...committed(rename), order: "delete after diffs" }],
  "a move into a component": [committed(nest)],
  "a move into a component and out of it": [committed(nest), committed(nest)],
  "a forced replacement": [{ ...up, replace: 0 }],
  "a forced replacement that deletes first": [{ ...up, replace: 0, isDeleteBeforeReplace: true }],
  "two resources that swap their configurations": [committed(swap)],
  "two resources that swap them, deleted first": [
    { ...committed(swap), isDeleteBeforeReplace: true },
  ],
  "three resources that rotate them": [committed(rotate)],
  "three resources that rotate them, deleted first": [
    { ...committed(rotate), isDeleteBeforeReplace: true },
  ],
  "three resources that rotate them, the oldest deleted first": [
    { ...committed(rotate), isOldestFirst: true },
  ],
  "a rename of which only the new resource is targeted": [{ ...committed(rename), target: 0 }, up],
  // After the program's own resource comes the old one, which is in the state only.
  "a rename of which only the old resource is targeted": [{ ...committed(rename), target: 1 }, up],
  "a rename whose old resource is destroyed by itself": [
    { ...committed(rename), target: 0 },
    { ...destroy, target: 1 },
    refresh,
    up,
  ],
  "a rename on another machine": [{ ...committed(rename), isElsewhere: true }],
  "a rename, and a destruction on another machine": [
    committed(rename),
    { ...destroy, isElsewhere: true },
  ],
  "a rename of which only the new resource is targeted, after two changes, and a destruction on another machine":
    [
      committed(set),
      committed({ ...set, value: 1 }),
      { ...committed(rename), target: 0 },
      { ...destroy, isElsewhere: true },
    ],
  "a duplicate that is deployed twice": [committed(duplicate), up],
  "a duplicate that is deployed by itself, and taken out again": [
    { ...committed(duplicate), target: 1 },
    { ...up, isResolved: true },
  ],
};

const found: JsonObject = {
  ...{ name: "Spring", pacingType: "preview", dialRate: 3, agentRatio: 1 },
  ...{ maxAbandonmentRate: 0.01, maxQueueDepth: 20, answerRateThreshold: 0.1 },
  complianceRules: { callerId: "a", note: "x" },
};

/** What the tenant holds before, and what the program says of its end. */
interface Ground extends Pick<PipelinePlan, "onDelete"> {
  readonly document: JsonObject | null;
}

const adopted: Ground = { document: found, onDelete: "restore" };
const made: Ground = { document: null, onDelete: "restore" };
const grounds: readonly Ground[] = [adopted, made, { document: found, onDelete: "delete" }];

/** As many configurations as the moves need, deployed, put through these runs, and destroyed in the end. */
function scenario(runs: readonly RunPlan[], { document, onDelete }: Ground): Scenario {
  const sizes = runs.flatMap(({ commit }) =>
    commit.map((change) => (change.kind === "rotate" ? change.size : 1)),
  );
  const ids = configIds.slice(0, Math.max(1, ...sizes));
  return {
    found: ids.map(() => document),
    pipelines: [
      {
        ...{ door: "dynamic", configIds: ids, runs: [up, ...runs], isDestroyed: true },
        ...{ existing: "adopt", onConflict: "merge", onDelete, mismatch: 412 },
      },
    ],
    administrators: [],
    schedule: [],
  };
}

/** The same, with an administrator who edits a field after so many steps of the pipeline. */
function edited(played: Scenario, steps: number): Scenario {
  return {
    ...played,
    administrators: [[{ configId: "c1", path: "maxQueueDepth", value: 30 }]],
    schedule: [...Array<number>(steps).fill(0), 1],
  };
}

async function kept(played: Scenario, door: Door): Promise<History> {
  const history = await play(throughDoors(played, [door]), product);
  const wrong = broken(history);
  assert.deepEqual(wrong, [], `${wrong.join("\n")}\n${story(history)}`);
  return history;
}

/** The administrator came before the pipeline was done with all that it does while others are there. */
function isMeanwhile(history: History): boolean {
  const edit = history.findIndex(({ kind }) => kind === "edit");
  return history.slice(edit).some((each) => each.kind === "end" && !each.run.isQuiet);
}

function isKilled(history: History): boolean {
  return history.some((each) => each.kind === "end" && each.outcome === "killed");
}

for (const door of doors) {
  describe(`with a ${door} resource no law is broken by`, () => movesThrough(door));
}

/** All of them in a whole run; otherwise each goes through one door. */
function through<T>(door: Door, all: readonly T[]): readonly T[] {
  return sampled(all, doors.length, doors.indexOf(door));
}

function movesThrough(door: Door): void {
  for (const [what, runs] of through(door, Object.entries(moves))) {
    test(what, async () => {
      for (const ground of grounds) await kept(scenario(runs, ground), door);
    });
  }

  for (const what of through(door, [
    "a rename that also changes a value",
    "a forced replacement",
    "a forced replacement that deletes first",
  ])) {
    test(`${what}, at whatever step an administrator edits a field`, async () => {
      for (let steps = 1; ; steps += 1) {
        const runs = [committed(set), ...(moves[what] ?? [])];
        if (!isMeanwhile(await kept(edited(scenario(runs, adopted), steps), door))) break;
      }
    });
  }

  const interrupted: Readonly<Record<string, RunPlan>> = {
    "a rename": committed(rename, set),
    "a swap": committed(swap),
    "a swap that also changes a value": committed(swap, set),
    "a forced replacement": { ...up, replace: 0 },
  };
  const endings: Readonly<Record<string, readonly RunPlan[]>> = {
    "an up": [],
    "a destroy": [destroy],
  };
  const killed = Object.entries(interrupted).flatMap(([what, run]) =>
    Object.entries(endings).map(([after, next]) => ({ what, run, after, next })),
  );
  // Each of them plays dozens of histories.
  for (const { what, run, after, next } of sampled(killed, 4, doors.indexOf(door))) {
    test(`${what} that is killed wherever it can be, and ${after} after it`, async () => {
      for (const ground of [adopted, made]) {
        for (let killAt = 0; ; killAt += 1) {
          const played = scenario([{ ...run, killAt }, ...next], ground);
          if (!isKilled(await kept(played, door))) break;
        }
      }
    });
  }
}
