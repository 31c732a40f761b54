import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { editsLast } from "./laws/edits.ts";
import { broken, laws } from "./laws/laws.ts";
import {
  checkNothing,
  countFromWhatWasRead,
  deleteRegardless,
  readThenWriteBlindly,
  readThenWriteUnderFreshEtag,
} from "./naive.ts";
import { play } from "./play.ts";
import { type Provider, product } from "./product.ts";
import {
  type Change,
  plainRun,
  type RunPlan,
  type Scenario,
  scenarios,
  throughDoors,
} from "./scenario.ts";
import { story } from "./story.ts";

const HISTORIES = 40;
const SEED = 20260302;

const up: RunPlan = { ...plainRun, operation: "up", commit: [], isResolved: false };

const faster: Change = { kind: "set", at: 0, path: "dialRate", value: 2 };

/** A pipeline deploys, changes its program, and deploys again; an administrator changes another field. */
function history(schedule: readonly number[], commit: readonly Change[] = [faster]): Scenario {
  return {
    found: [null],
    pipelines: [
      {
        ...{
          door: "dynamic",
          configIds: ["c1"],
          runs: [up, { ...up, commit }],
          isDestroyed: false,
        },
        ...{ existing: "adopt", onConflict: "merge", onDelete: "restore", mismatch: 412 },
      },
    ],
    administrators: [[{ configId: "c1", path: "maxQueueDepth", value: 30 }]],
    schedule,
  };
}

/** Up to where the faults end. */
async function storyBeforeQuiet(scenario: Scenario, provider: Provider): Promise<string> {
  const all = await play(scenario, provider);
  return story(all.filter((each) => !("run" in each && each.run.isQuiet)));
}

/** The administrator comes in between that step of the pipeline and the next. */
const after = (steps: number) => history([...Array<number>(steps).fill(0), 1]);

const beforeItsRead = after(5);
const beforeItsWrite = after(6);

const begin = `\
The tenant holds nothing as c1.
Pipeline 1 runs up without a state, for r1 = c1 (dialRate 1, maxQueueDepth 10, complianceRules.ringSeconds 15) \
(run 1; existing adopt, onConflict merge, onDelete restore).
  run 1: GET c1, 404
  run 1: create r1, c1`;

const between = `\
  run 1: exports event 1, 201
  run 1 ends with a state of r1 = c1 "v1".
Pipeline 1 runs up from a state of r1 = c1 "v1", for r1 = c1 (maxQueueDepth 10, dialRate 2, complianceRules.ringSeconds 15) \
(run 2; existing adopt, onConflict merge, onDelete restore).
  run 2: update r1, c1`;

const naive = {
  "reads the version just before it writes under it": {
    provider: readThenWriteUnderFreshEtag,
    scenario: beforeItsRead,
    story: `${begin}
  run 1: PUT c1 under none but * of dialRate 1, maxQueueDepth 10, complianceRules.ringSeconds 15, which makes \
"v1" dialRate 1, maxQueueDepth 10, complianceRules.ringSeconds 15, 201 "v1"
${between}
Administrator 1 makes c1 "v2" (maxQueueDepth 10 → 30).
  run 2: GET c1, 200 "v2"
  run 2: PUT c1 under "v2" of dialRate 2, maxQueueDepth 10, complianceRules.ringSeconds 15, which makes \
"v3" (dialRate 1 → 2, maxQueueDepth 30 → 10), 200 "v3"
  run 2 ends with a state of r1 = c1 "v3".`,
  },
  "reads, and writes under no precondition": {
    provider: readThenWriteBlindly,
    scenario: beforeItsWrite,
    story: `${begin}
  run 1: PUT c1 of dialRate 1, maxQueueDepth 10, complianceRules.ringSeconds 15, which makes \
"v1" dialRate 1, maxQueueDepth 10, complianceRules.ringSeconds 15, 201 "v1"
${between}
  run 2: GET c1, 200 "v1"
Administrator 1 makes c1 "v2" (maxQueueDepth 10 → 30).
  run 2: PUT c1 of dialRate 2, maxQueueDepth 10, complianceRules.ringSeconds 15, which makes \
"v3" (dialRate 1 → 2, maxQueueDepth 30 → 10), 200 "v3"
  run 2 ends with a state of r1 = c1 "v3".`,
  },
};

for (const [what, { provider, scenario, story: text }] of Object.entries(naive)) {
  describe(`an update that ${what}`, () => {
    test("overwrites an administrator's edit, and is caught", async () => {
      assert.equal(await storyBeforeQuiet(scenario, provider), text);
      assert.deepEqual(editsLast(await play(scenario, provider)), [
        "Run 2 overwrote somebody's maxQueueDepth of 30 with 10",
      ]);
    });

    test("is caught in histories that nobody chose", async (t) => {
      const all = fc.sample(scenarios, { numRuns: HISTORIES, seed: SEED });
      const caught = await Promise.all(
        all.map(async (each) => editsLast(await play(each, provider)).length > 0),
      );
      const count = caught.filter((each) => each).length;
      assert.ok(count > 0);
      t.diagnostic(`caught in ${count} of ${HISTORIES} histories`);
    });

    test("is none of the product's: the edit lasts", async () => {
      assert.deepEqual(broken(await play(scenario, product)), []);
      assert.doesNotMatch(await storyBeforeQuiet(scenario, product), /maxQueueDepth 30 →/);
    });
  });
}

describe("a delete that does not ask who else wants the configuration", () => {
  const renamed = history([], [{ kind: "rename", at: 0 }]);

  test("takes from a renamed resource what it has just taken over, and is caught", async () => {
    const played = await play(renamed, deleteRegardless);
    assert.deepEqual(laws.wantedIsLeft(played), ["Run 2 deleted c1 with r1, and wants it"]);
    assert.deepEqual(laws.deploymentsHold(played), ["Run 2 went through, and c1 is not there"]);
  });

  test("is none of the product's", async () => {
    assert.deepEqual(broken(await play(renamed, product)), []);
  });
});

describe("a check that does not ask who else has the configuration", () => {
  const duplicated = history([], [{ kind: "duplicate", at: 0 }]);

  test("lets two resources have it, and is caught", async () => {
    assert.deepEqual(laws.eachHasOneOwner(await play(duplicated, checkNothing)), [
      "Run 2 lets r1 and r2 both have c1",
    ]);
  });

  test("is none of the product's", async () => {
    assert.deepEqual(broken(await play(duplicated, product)), []);
  });
});

describe("an update through the native provider that counts from what was read just before", () => {
  const native = throughDoors(beforeItsRead, ["native"]);

  test("puts back an edit that no deployment has shown, and is caught", async () => {
    assert.deepEqual(editsLast(await play(native, countFromWhatWasRead)), [
      "Run 2 overwrote somebody's maxQueueDepth of 30 with 10",
    ]);
  });

  test("is none of the product's: the edit lasts", async () => {
    assert.deepEqual(broken(await play(native, product)), []);
    assert.doesNotMatch(await storyBeforeQuiet(native, product), /maxQueueDepth 30 →/);
  });
});
