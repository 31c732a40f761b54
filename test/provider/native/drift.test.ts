import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import {
  args,
  configurationOf,
  document,
  requestsOf,
  startCallCentre,
} from "../../support/call-centre.ts";
import { NativeProvider, type NativeState } from "../../support/native-provider.ts";

/** A deployed configuration, and deployments in processes of their own, as the engine runs them. */
async function startScene(program: JsonObject = args) {
  const tenant = await startCallCentre({ config: document });
  const config = configurationOf(tenant);
  await using provider = await NativeProvider.start({ config });
  const { inputs } = await provider.check("a", program);
  let saved = await provider.create("a", inputs);

  /** Reads, checks and compares, and then updates where there is something to do. */
  async function run(wanted: JsonObject, { preview = false } = {}) {
    await using provider = await NativeProvider.start({ config });
    const read = await provider.read("a", saved);
    assert.ok(read);
    const checked = await provider.check("a", wanted, read.inputs);
    assert.deepEqual(checked.failures, []);
    const { changes, fields } = await provider.diff("a", read, checked.inputs);
    const after: NativeState = changes
      ? await provider.update("a", read, checked.inputs, { preview })
      : { ...read, inputs: checked.inputs };
    if (!preview) saved = after;
    return { changes, fields, warnings: provider.takeWarnings() };
  }
  return {
    tenant,
    preview: (wanted = program) => run(wanted, { preview: true }),
    up: (wanted = program) => run(wanted),
    live: () => tenant.dialerConfig("config")?.document ?? {},
    [Symbol.asyncDispose]: () => tenant.close(),
  };
}

describe("an edit in the tenant", () => {
  test("is kept by the deployment that meets it, shown by the next preview, and changed by the next deployment", async () => {
    await using scene = await startScene();
    scene.tenant.editDialerConfig("config", { maxQueueDepth: 55 });
    for (const run of [scene.preview, scene.preview, scene.up]) {
      const { changes, warnings } = await run();
      assert.equal(changes, false);
      assert.match(warnings.join(), /somebody changed maxQueueDepth in the tenant from 40 to 55/);
    }
    assert.equal(scene.live().maxQueueDepth, 55);

    const { fields, warnings } = await scene.preview();
    assert.deepEqual(fields, { maxQueueDepth: "update" });
    assert.deepEqual(warnings, []);
    await scene.up();
    assert.equal(scene.live().maxQueueDepth, 40);
    assert.equal((await scene.preview()).changes, false);
  });

  test("is no difference any more where the program takes it over", async () => {
    await using scene = await startScene();
    scene.tenant.editDialerConfig("config", { maxQueueDepth: 55 });
    const { changes, warnings } = await scene.preview({ ...args, maxQueueDepth: 55 });
    assert.deepEqual({ changes, warnings }, { changes: false, warnings: [] });
  });

  test("stays while the program changes another field", async () => {
    await using scene = await startScene();
    scene.tenant.editDialerConfig("config", { maxQueueDepth: 55 });
    const program = { ...args, dialRate: 3 };
    const { fields, warnings } = await scene.preview(program);
    assert.equal(fields.dialRate, "update");
    assert.equal(fields.maxQueueDepth, undefined);
    assert.match(warnings.join(), /This deployment keeps 55/);
    scene.tenant.clearRequests();
    await scene.up(program);
    assert.equal(scene.live().dialRate, 3);
    assert.equal(scene.live().maxQueueDepth, 55);
    assert.deepEqual(requestsOf(scene.tenant, "GET", "PUT"), [
      "GET dialerconfigs/config 200",
      "GET campaigns/campaign-1 200",
      "PUT dialerconfigs/config 200",
    ]);
  });

  test("of a field that the program changes too fails the preview already, with nothing written", async () => {
    await using scene = await startScene();
    scene.tenant.editDialerConfig("config", { dialRate: 1 });
    const program = { ...args, dialRate: 3 };
    const conflict = /dialRate was 2, the program says 3, the tenant now holds 1/;
    await assert.rejects(scene.preview(program), conflict);
    await assert.rejects(scene.up(program), conflict);
    assert.equal(scene.live().dialRate, 1);
  });

  test('is replaced where onConflict is "overwrite" and the program changes the field too', async () => {
    await using scene = await startScene({ ...args, onConflict: "overwrite" });
    scene.tenant.editDialerConfig("config", { dialRate: 1, maxQueueDepth: 55 });
    await scene.up({ ...args, onConflict: "overwrite", dialRate: 3 });
    assert.equal(scene.live().dialRate, 3);
    assert.equal(scene.live().maxQueueDepth, 55);
  });

  test('fails a change of any field where onConflict is "fail"', async () => {
    await using scene = await startScene({ ...args, onConflict: "fail" });
    scene.tenant.editDialerConfig("config", { maxQueueDepth: 55 });
    const program = { ...args, onConflict: "fail", dialRate: 3 };
    await assert.rejects(
      scene.preview(program),
      /and onConflict is "fail"\. Nothing was written\./,
    );
  });

  test("of a field that the program does not manage shows nothing and stays", async () => {
    await using scene = await startScene();
    scene.tenant.editDialerConfig("config", { name: "renamed" });
    const { changes, warnings } = await scene.preview();
    assert.deepEqual({ changes, warnings }, { changes: false, warnings: [] });
    await scene.up({ ...args, dialRate: 3 });
    assert.equal(scene.live().name, "renamed");
  });
});
