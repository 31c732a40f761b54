import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Lifecycle } from "./engine.ts";
import { editsLast } from "./laws/edits.ts";
import { broken } from "./laws/laws.ts";
import { readThenWriteBlindly, readThenWriteUnderFreshEtag } from "./naive.ts";
import { play } from "./play.ts";
import { product } from "./product.ts";
import { plainRun, type RunPlan, type Scenario, scenarios } from "./scenario.ts";
import { story } from "./story.ts";

const HISTORIES = 60;
const SEED = 20260302;

const up: RunPlan = { ...plainRun, operation: "up", commit: [], isResolved: false };

/** A pipeline deploys, changes one field, and deploys again; an administrator changes another. */
function history(schedule: readonly number[]): Scenario {
  return {
    found: [null],
    pipelines: [
      {
        configIds: ["c1"],
        isDestroyed: false,
        runs: [up, { ...up, commit: [{ kind: "set", at: 0, path: "dialRate", value: 2 }] }],
        ...{ existing: "adopt", onConflict: "merge", onDelete: "restore", mismatch: 412 },
      },
    ],
    administrators: [[{ configId: "c1", path: "maxQueueDepth", value: 30 }]],
    schedule,
  };
}

/** Up to where the faults end. */
async function told(scenario: Scenario, lifecycle: Lifecycle): Promise<string> {
  const all = await play(scenario, lifecycle);
  return story(all.filter((each) => !("run" in each && each.run.isQuiet)));
}

/** The administrator comes in between that step of the pipeline and the next. */
const between = (steps: number) => history([...Array<number>(steps).fill(0), 1]);

const beforeItsRead = between(5);
const beforeItsWrite = between(6);

const begin = `\
The tenant holds nothing.
Pipeline 1 runs up without a state, for dialRate 1, maxQueueDepth 10, complianceRules.ringSeconds 15 \
(run 1; existing adopt, onConflict merge, onDelete restore).
  run 1: GET, 404`;

const naive = {
  "reads the version just before it writes under it": {
    lifecycle: readThenWriteUnderFreshEtag,
    scenario: beforeItsRead,
    story: `${begin}
  run 1: PUT under none but * of dialRate 1, maxQueueDepth 10, complianceRules.ringSeconds 15, which makes \
"v1" dialRate 1, maxQueueDepth 10, complianceRules.ringSeconds 15, 201 "v1"
  run 1: exports event 1, 201
  run 1 ends with a state of "v1".
Pipeline 1 runs up from a state of "v1", for maxQueueDepth 10, dialRate 2, complianceRules.ringSeconds 15 \
(run 2; existing adopt, onConflict merge, onDelete restore).
Administrator 1 makes it "v2" (maxQueueDepth 10 → 30).
  run 2: GET, 200 "v2"
  run 2: PUT under "v2" of dialRate 2, maxQueueDepth 10, complianceRules.ringSeconds 15, which makes \
"v3" (dialRate 1 → 2, maxQueueDepth 30 → 10), 200 "v3"
  run 2 ends with a state of "v3".`,
  },
  "reads, and writes under no precondition": {
    lifecycle: readThenWriteBlindly,
    scenario: beforeItsWrite,
    story: `${begin}
  run 1: PUT of dialRate 1, maxQueueDepth 10, complianceRules.ringSeconds 15, which makes \
"v1" dialRate 1, maxQueueDepth 10, complianceRules.ringSeconds 15, 201 "v1"
  run 1: exports event 1, 201
  run 1 ends with a state of "v1".
Pipeline 1 runs up from a state of "v1", for maxQueueDepth 10, dialRate 2, complianceRules.ringSeconds 15 \
(run 2; existing adopt, onConflict merge, onDelete restore).
  run 2: GET, 200 "v1"
Administrator 1 makes it "v2" (maxQueueDepth 10 → 30).
  run 2: PUT of dialRate 2, maxQueueDepth 10, complianceRules.ringSeconds 15, which makes \
"v3" (dialRate 1 → 2, maxQueueDepth 30 → 10), 200 "v3"
  run 2 ends with a state of "v3".`,
  },
};

for (const [what, { lifecycle, scenario, story: text }] of Object.entries(naive)) {
  describe(`an update that ${what}`, () => {
    test("overwrites an administrator's edit, and is caught", async () => {
      assert.equal(await told(scenario, lifecycle), text);
      assert.deepEqual(editsLast(await play(scenario, lifecycle)), [
        "Run 2 overwrote somebody's maxQueueDepth of 30 with 10",
      ]);
    });

    test("is caught in histories that nobody chose", async (t) => {
      const all = fc.sample(scenarios, { numRuns: HISTORIES, seed: SEED });
      const caught = await Promise.all(
        all.map(async (each) => editsLast(await play(each, lifecycle)).length > 0),
      );
      const count = caught.filter((each) => each).length;
      assert.ok(count > 0);
      t.diagnostic(`caught in ${count} of ${HISTORIES} histories`);
    });

    test("is none of the product's: the edit lasts", async () => {
      assert.deepEqual(broken(await play(scenario, product)), []);
      assert.doesNotMatch(await told(scenario, product), /maxQueueDepth 30 →/);
    });
  });
}
