import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { stateOf } from "../../../provider/src/dialer-config/codec.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../provider/src/domain/json.ts";
import { configurationOf } from "../../support/call-centre.ts";
import { journalFolder } from "../../support/journal-folder.ts";
import type { NativeState } from "../../support/native-provider.ts";
import { NativeStack } from "../native-stack.ts";
import { eventsOf, startUnlimitedTenant } from "../world.ts";
import { CAMPAIGN, CONFIG, nativeScenes } from "./scenes.ts";

const tenant = await startUnlimitedTenant();
tenant.setCampaign(CAMPAIGN, { agentCount: 100, answerRate: 0.4, averageHandleTime: 60 });

const states = (await readdir(import.meta.dirname, { recursive: true }))
  .map((path) => /^(?<release>[^/\\]+)[/\\]native[/\\](?<scene>.+)\.json$/.exec(path)?.groups)
  .flatMap((found) => (found ? [{ release: found.release ?? "", scene: found.scene ?? "" }] : []));

/** What the tenant held, as the outputs have it: some of them in the envelopes of secrets. */
function documentIn(outputs: JsonObject): JsonObject {
  const opened = Object.entries(outputs).map(([name, value]): [string, Json] => [
    name,
    isJsonObject(value) && value.value !== undefined ? value.value : value,
  ]);
  return stateOf(Object.fromEntries(opened)).document;
}

/** The stack as the release left it, with the tenant as it was then. */
async function deployed({ release, scene }: { release: string; scene: string }) {
  const file = join(import.meta.dirname, release, "native", `${scene}.json`);
  const state: NativeState = JSON.parse(await readFile(file, "utf8"));
  // As on a machine that has never seen the stack.
  await rm(journalFolder, { recursive: true, force: true });
  const document = documentIn(state.outputs);
  tenant.setDialerConfig(CONFIG, document);
  const { forecast, deployed, adoption, ...program } = state.inputs;
  const { pendingEvents } = state.outputs;
  return {
    stack: new NativeStack(configurationOf(tenant), { state, name: "golden" }),
    program,
    /** The program as the tenant has it, an edit that was kept included. */
    agreed: { ...program, maxQueueDepth: document.maxQueueDepth ?? null },
    pendingCount: Array.isArray(pendingEvents) ? pendingEvents.length : 0,
  };
}

const live = () => tenant.dialerConfig(CONFIG)?.document;
const events = () => eventsOf(tenant, CONFIG).length;

describe("the state of a native resource", () => {
  for (const state of states) {
    const { found } = nativeScenes[state.scene] ?? {};
    test(`of release ${state.release}, ${state.scene}: is read, refreshed, updated and destroyed`, async () => {
      const { stack, program, agreed, pendingCount } = await deployed(state);
      const before = events();
      const settled = pendingCount > 0 ? "update" : "same";
      assert.equal(await stack.preview(agreed), settled);
      assert.equal(await stack.up(agreed), settled);
      assert.equal(events() - before, pendingCount);
      assert.equal(await stack.preview(agreed), "same");

      tenant.editDialerConfig(CONFIG, { maxQueueDepth: 44 });
      assert.equal(await stack.up(agreed), "same");
      assert.equal(live()?.maxQueueDepth, 44);
      assert.equal(await stack.up({ ...program, dialRate: 2 }), "update");
      assert.deepEqual([live()?.dialRate, live()?.maxQueueDepth], [2, program.maxQueueDepth]);
      await stack.refresh();
      assert.equal(await stack.up({ ...program, dialRate: 2 }), "same");

      await stack.destroy();
      if (!found) assert.equal(live(), undefined);
      else assert.deepEqual({ ...live(), note: undefined }, { ...found, note: undefined });
      assert.equal(events() - before, pendingCount + 2);
    });
  }

  test("is kept for each scene", () => {
    const kept = new Set(states.map(({ scene }) => scene));
    assert.deepEqual(kept, new Set(Object.keys(nativeScenes)));
  });
});
