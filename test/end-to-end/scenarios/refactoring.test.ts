import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, test } from "node:test";
import type { EngineKind, EngineRun } from "../../support/engine.ts";
import { engineKinds } from "../../support/engines.ts";
import { isWhole } from "../../support/extent.ts";
import { nativePulumiCli } from "../../support/pulumi-cli.ts";
import { stopUp } from "../../support/stop-up.ts";
import { moves, programOf, type Wanted } from "./refactoring/moves.ts";
import {
  assertArrived,
  assertGentle,
  assertUndone,
  assertWarned,
  begin,
  configFor,
  type Story,
} from "./refactoring/story.ts";

const concurrency = Math.max(1, Math.floor(availableParallelism() / 2));

const kinds = (await engineKinds()).filter((kind) => isWhole || kind !== nativePulumiCli);

/** Created when all the others are there: while its first write is held, nothing has been deleted yet. */
const last: Readonly<Record<string, Wanted>> = {
  last: { configId: "last", dialRate: 1, isLast: true },
};

/** What a run deploys alone, and whether that is all of it. */
const targets = [
  ["the new names are the targets, the next run completes it", ["after"], false],
  ["the old names are the targets, the next run completes it", ["before"], false],
  ["both names are the targets, nothing is left to do", ["before", "after"], true],
] as const;

for (const kind of kinds) {
  describe(`on ${kind.name}`, { concurrency }, () => refactoring(kind));
}

function refactoring(kind: EngineKind) {
  for (const [how, those] of [
    ["each configuration keeps what is in it", moves.all],
    ["with deleteBeforeReplace each keeps it too", moves.deleteFirst],
  ] as const) {
    test(how, async (t) => {
      await using story = await begin(kind, those);
      const { engine, flags } = story;
      const up = await engine.up(configFor(programOf(those, "after")), flags);
      assert.equal(up.ok, true, up.messages);

      for (const move of those) {
        await t.test(`${move.what}: the tenant holds what the program says`, () => {
          assertArrived(story, move);
        });
        await t.test(`${move.what}: nothing is deleted or put back on the way`, () => {
          assertGentle(story, move);
        });
        await t.test(`${move.what}: the run says what happened`, () => assertWarned(up, move));
      }
      await t.test("an alias makes nothing be created or deleted", () => assertSteps(up));
      await finish(t, story);
    });
  }

  test("an exchange of configurations with deleteBeforeReplace ends well, or stops and says why", async (t) => {
    await using story = await begin(kind, moves.exchangesDeletedFirst);
    const { engine } = story;
    const up = await engine.up(configFor(programOf(story.moves, "after")));
    if (!up.ok) {
      assert.match(up.messages, /deleteBeforeReplace/);
      const again = await engine.up();
      assert.equal(again.ok, true, again.messages);
    }
    await finish(t, story);
  });

  // With native resources, Pulumi's command line reads before it deploys, and refuses a target that its state does not have yet.
  const chosen = kind === nativePulumiCli ? [] : targets;
  for (const [which, ofTargets, isAll] of chosen) {
    test(`where ${which}`, async (t) => {
      await using story = await begin(kind, moves.renames);
      const { engine } = story;
      const target = ofTargets.flatMap((when) => {
        const { resources, rows } = programOf(story.moves, when);
        return [
          ...Object.keys(resources).map((name) => engine.urn({ name })),
          ...Object.keys(rows).map((name) => engine.urn({ name, parentType: FLEET })),
        ];
      });
      const config = configFor(programOf(story.moves, "after"));
      const targeted = await engine.up(config, { target });
      assert.equal(targeted.ok, true, targeted.messages);
      if (!ofTargets.some((when) => when === "before")) {
        for (const move of story.moves) {
          await t.test(`${move.what}: the tenant already holds what the program says`, () => {
            assertArrived(story, move);
            assertGentle(story, move);
          });
        }
      }
      if (!isAll) {
        const up = await engine.up();
        assert.equal(up.ok, true, up.messages);
      }
      await finish(t, story);
    });
  }

  test("killed between creating and deleting, the next run completes it", async (t) => {
    await using story = await begin(kind, moves.all);
    await killBeforeDeletions(story);
    const up = await story.engine.up();
    assert.equal(up.ok, true, up.messages);
    for (const move of story.moves) {
      await t.test(`${move.what}: nothing is deleted or put back on the way`, () => {
        assertGentle(story, move);
      });
    }
    await finish(t, story);
  });

  test("killed between creating and deleting, a destroy puts back what was found", async (t) => {
    await using story = await begin(kind, moves.all);
    await killBeforeDeletions(story);
    await destroy(t, story);
  });

  test("killed between deleting and creating, the next run completes it", async (t) => {
    await using story = await begin(kind, moves.replacementsDeletedFirst);
    const { engine, tenant, flags } = story;
    const config = configFor(programOf(story.moves, "after"));
    const fault = { match: { method: "PUT", path: /forced-found$/ }, drop: "before" } as const;
    await stopUp(engine, tenant, { config, flags, fault, signal: "SIGKILL" });
    const up = await engine.up();
    assert.equal(up.ok, true, up.messages);
    await finish(t, story);
  });
}

const FLEET = "cxone:index:DialerFleet";

async function killBeforeDeletions({ engine, tenant, moves, flags }: Story): Promise<void> {
  const config = configFor(programOf(moves, "after", last));
  const fault = { match: { method: "PUT", path: /last$/ }, drop: "before" } as const;
  await stopUp(engine, tenant, { config, flags, fault, signal: "SIGKILL" });
}

type Context = { test(name: string, fn: () => void): Promise<void> };

/** Wherever the moves left it: the tenant is as the program says, nothing is left to do, and a destroy undoes it all. */
async function finish(t: Context, story: Story): Promise<void> {
  for (const move of story.moves) {
    await t.test(`${move.what}: in the end the tenant holds what the program says`, () => {
      assertArrived(story, move);
    });
  }
  const preview = await story.engine.preview();
  await t.test("the next preview is empty", () => {
    assert.equal(preview.ok, true, preview.messages);
    assert.deepEqual(preview.steps, []);
  });
  await destroy(t, story);
}

async function destroy(t: Context, story: Story): Promise<void> {
  const { ok, messages } = await story.engine.destroy();
  await t.test("a destroy ends well", () => assert.equal(ok, true, messages));
  for (const move of story.moves) {
    await t.test(`${move.what}: a destroy puts back what was found, and deletes the rest`, () => {
      assertUndone(story, move);
    });
  }
}

function assertSteps({ steps }: EngineRun): void {
  const ofAliased = steps.filter(({ name }) => /^(earlier|later)-/.test(name));
  assert.deepEqual(
    ofAliased.filter(({ op }) => op !== "update"),
    [],
  );
}
