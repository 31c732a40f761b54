import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { ProviderProcess } from "../support/provider-process.ts";
import { environmentOf, eventsOf, foundDocument, type Scene, startWorld } from "./world.ts";

const world = await startWorld();
const { tenant } = world;
/** The provider process of the next command. */
const next = await ProviderProcess.start({ env: environmentOf(tenant) });
after(() => next[Symbol.asyncDispose]());

type Method = "PUT" | "DELETE";

/** The next write is done, its reply is lost, and the run fails without knowing. */
function loseReply({ on }: Scene, method: Method = "PUT"): void {
  tenant.inject({ match: on(method), drop: "after" });
  tenant.inject({ match: on(method), status: 403 });
}

/** The next write never comes to the tenant, and the run fails without knowing. */
function loseRequest({ on }: Scene, method: Method = "PUT"): void {
  tenant.inject({ match: on(method), drop: "before" });
  tenant.inject({ match: on(method), status: 403 });
}

/** The next creation is done, and the run fails without knowing. */
function loseCreation(scene: Scene): void {
  const before = () => tenant.inject({ match: scene.on("GET"), status: 403 });
  tenant.inject({ match: scene.on("PUT"), drop: "after", before });
  tenant.inject({ match: scene.on("PUT"), status: 403 });
}

function actionsOf({ configId }: Scene): readonly string[] {
  return eventsOf(tenant, configId).map(({ event }) => event.audit_trail.action);
}

async function adopted(changes?: JsonObject) {
  const scene = await world.deployed({ found: foundDocument }, changes);
  return { ...scene, at: (name: string) => scene.document()?.[name] };
}

describe("an update that goes on from an interrupted one", () => {
  test("keeps the edit that the interrupted one had merged", async () => {
    const scene = await adopted();
    scene.edit({ maxQueueDepth: 77 });
    tenant.inject({ match: scene.on("PUT") });
    loseReply(scene);
    const program = scene.program({ dialRate: 1.5 });
    await assert.rejects(scene.stack.up(program));
    assert.equal(scene.at("dialRate"), 1.5);
    await scene.stack.up(program);
    assert.equal(scene.at("maxQueueDepth"), 77);
  });

  test("keeps an edit of a field that only the new program manages, and that it did not change", async () => {
    const found = {
      ...foundDocument,
      complianceRules: { ...foundDocument.complianceRules, caller: "a" },
    };
    const scene = await world.deployed({ found });
    loseReply(scene);
    await assert.rejects(scene.stack.up(scene.program({ dialRate: 1.5 })));
    scene.edit({ complianceRules: { ...found.complianceRules, ringSeconds: 15, caller: "b" } });
    await scene.stack.up(
      scene.program({ dialRate: 1.5, complianceRules: { ringSeconds: 15, caller: "a" } }),
    );
    assert.deepEqual(scene.document()?.complianceRules, {
      ...found.complianceRules,
      ringSeconds: 15,
      caller: "b",
    });
  });

  test("is no conflict with what the interrupted one wrote, whoever edited another field", async () => {
    const scene = await adopted();
    loseReply(scene);
    await assert.rejects(scene.stack.up(scene.program({ dialRate: 1.5 })));
    scene.edit({ maxQueueDepth: 77 });
    await scene.stack.up(scene.program({ dialRate: 1.7 }));
    assert.equal(scene.at("dialRate"), 1.7);
    assert.equal(scene.at("maxQueueDepth"), 77);
  });

  test('stops at any change with onConflict: "fail"', async () => {
    const scene = await adopted({ onConflict: "fail" });
    loseReply(scene);
    const program = scene.program({ dialRate: 1.5, onConflict: "fail" });
    await assert.rejects(scene.stack.up(program));
    scene.edit({ name: "Autumn sales" });
    await assert.rejects(
      scene.stack.up({ ...program, dialRate: 1.7 }),
      /onConflict is "fail". An earlier try may have taken effect/,
    );
    assert.equal(scene.at("dialRate"), 1.5);
  });
});

describe("an update whose reply was lost, and that is then refused", () => {
  test('does not say that nothing was written where onConflict is "fail"', async () => {
    const scene = await adopted({ onConflict: "fail" });
    tenant.inject({ match: scene.on("PUT"), drop: "after" });
    tenant.inject({ match: scene.on("PUT"), before: () => scene.edit({ name: "Autumn" }) });
    await assert.rejects(
      scene.stack.up(scene.program({ dialRate: 1.5, onConflict: "fail" })),
      /onConflict is "fail". An earlier try may have taken effect before that: its reply was lost/,
    );
  });

  test("does not say so where somebody keeps changing the configuration", async () => {
    const scene = await adopted();
    tenant.inject({ match: scene.on("PUT"), drop: "after" });
    for (const edit of [{ dialRate: 1 }, { name: "Autumn" }, { name: "Winter" }]) {
      tenant.inject({ match: scene.on("PUT"), before: () => scene.edit(edit) });
    }
    await assert.rejects(
      scene.stack.up(scene.program({ dialRate: 1.5 })),
      /about to be written, 3 times\. An earlier try may have taken effect/,
    );
  });

  test("does not say that nothing was deleted", async () => {
    const scene = await world.deployed();
    tenant.inject({ match: scene.on("DELETE"), drop: "after" });
    const again = () => tenant.setDialerConfig(scene.configId, foundDocument);
    tenant.inject({ match: scene.on("DELETE"), before: again });
    await assert.rejects(
      scene.stack.destroy(),
      /deleting it would lose that\. An earlier try may have taken effect/,
    );
  });
});

describe("a creation that goes on from interrupted ones", () => {
  test("is of a configuration that the program made, whatever they changed in it since", async () => {
    const scene = world.scene();
    loseCreation(scene);
    await assert.rejects(scene.stack.up(scene.program()));
    const stack = scene.stack.continuedBy(next);
    loseReply(scene);
    await assert.rejects(stack.up(scene.program({ dialRate: 1.5 })));
    await stack.up(scene.program({ dialRate: 1.5 }));
    assert.equal(stack.outputs.originalDocument, undefined);
    await stack.destroy();
    assert.equal(scene.document(), undefined);
  });

  test("is of one that somebody else may have made, where nothing shows that it was they", async () => {
    const scene = world.scene();
    const theirs = { ...foundDocument, name: "Autumn sales" };
    loseCreation(scene);
    await assert.rejects(scene.stack.up(scene.program()));
    tenant.setDialerConfig(scene.configId, theirs);
    const stack = scene.stack.continuedBy(next);
    loseReply(scene);
    await assert.rejects(stack.up(scene.program()));
    await stack.up(scene.program());
    await stack.destroy();
    assert.deepEqual(scene.document(), theirs);
  });
});

describe("a destruction that goes on from an interrupted run", () => {
  test("deletes nothing that somebody changed since", async () => {
    const scene = await world.deployed();
    loseReply(scene);
    await assert.rejects(scene.stack.up(scene.program({ dialRate: 1.5 })));
    scene.edit({ name: "Ours now" });
    await assert.rejects(scene.stack.destroy(), /deleting it would lose that/);
    assert.equal(scene.document()?.name, "Ours now");
  });

  test("leaves somebody's edit that the interrupted one had left", async () => {
    const scene = await adopted();
    scene.edit({ maxQueueDepth: 77 });
    tenant.inject({ match: scene.on("PUT") });
    loseReply(scene);
    await assert.rejects(scene.stack.destroy());
    assert.equal(scene.at("dialRate"), foundDocument.dialRate);
    await scene.stack.destroy();
    assert.equal(scene.at("maxQueueDepth"), 77);
  });

  test("puts back what an interrupted one never came to", async () => {
    const scene = await adopted();
    loseRequest(scene);
    await assert.rejects(scene.stack.destroy());
    scene.edit({ name: "Autumn sales" });
    await scene.stack.destroy();
    assert.deepEqual(scene.document(), { ...foundDocument, name: "Autumn sales" });
  });

  test("leaves what somebody made it before the program could", async () => {
    const scene = world.scene({ found: foundDocument });
    const edit = (change: JsonObject) => tenant.editDialerConfig(scene.configId, change);
    const program = scene.program();
    tenant.inject({ match: scene.on("PUT"), before: () => edit({ ...program, name: "Autumn" }) });
    await scene.stack.up(program);
    const taken = scene.document();
    await scene.stack.destroy();
    assert.deepEqual(scene.document(), taken);
  });

  test("puts back what an interrupted adoption had changed, though somebody edited another field", async () => {
    const scene = world.scene({ found: foundDocument });
    loseReply(scene);
    await assert.rejects(scene.stack.up(scene.program()));
    tenant.editDialerConfig(scene.configId, { maxQueueDepth: 77 });
    const stack = scene.stack.continuedBy(next);
    await stack.up(scene.program());
    await stack.destroy();
    assert.deepEqual(scene.document(), { ...foundDocument, maxQueueDepth: 77 });
  });
});

describe("a write that was never sent, for want of a token", () => {
  /** So much that no request comes before the write. */
  const staffing = { agents: 100, answerRate: 0.4, averageHandleTimeSeconds: 60 };

  test("leaves no event, although somebody edited the configuration since", async () => {
    const scene = await world.deployed({}, { staffing });
    const program = scene.program({ staffing, dialRate: 1.5 });
    await using other = await ProviderProcess.start({ env: environmentOf(tenant) });
    tenant.inject({ match: { path: "/oauth/token" }, nonJson: true });
    await assert.rejects(scene.stack.continuedBy(other).up(program), /oauth\/token: 200 OK, but/);
    scene.edit({ maxQueueDepth: 77 });
    assert.equal(await scene.stack.up(program), "update");
    assert.deepEqual(actionsOf(scene), ["CREATE", "UPDATE"]);
    assert.equal(scene.document()?.maxQueueDepth, 77);
  });

  test("is no interruption to the next preview", async () => {
    const scene = await world.deployed({}, { staffing });
    await using other = await ProviderProcess.start({ env: environmentOf(tenant) });
    tenant.inject({ match: { path: "/oauth/token" }, nonJson: true });
    const stack = scene.stack.continuedBy(other);
    await assert.rejects(stack.up(scene.program({ staffing, dialRate: 1.5 })));
    assert.equal((await stack.preview(scene.program({ staffing }))).operation, "same");
  });
});

describe("a write that the tenant refused in so many words", () => {
  test("is nobody's but the administrator's who made the same change first", async () => {
    const scene = await adopted();
    const before = actionsOf(scene).length;
    tenant.inject({ match: scene.on("PUT"), before: () => scene.edit({ dialRate: 1.5 }) });
    await scene.stack.up(scene.program({ dialRate: 1.5 }));
    assert.equal(scene.at("dialRate"), 1.5);
    assert.equal(actionsOf(scene).length, before);
  });

  for (const status of [403, 404, 409, 418, 422]) {
    test(`(${status}) leaves no event, although somebody edited the configuration since`, async () => {
      const scene = await adopted();
      const before = actionsOf(scene).length;
      const edit = () => scene.edit({ name: `Edited before ${status}` });
      tenant.inject({ match: scene.on("PUT"), times: 3, before: edit, status });
      await assert.rejects(scene.stack.up(scene.program({ dialRate: 1.5 })));
      tenant.clearFaults();
      await scene.stack.refresh();
      await scene.stack.up(scene.program({ dialRate: 1.7 }));
      assert.equal(actionsOf(scene).length, before + 1);
    });
  }
});

describe("a deletion whose reply was lost", () => {
  test("leaves its event, although somebody made the configuration again", async () => {
    const scene = await world.deployed();
    loseReply(scene, "DELETE");
    await assert.rejects(scene.stack.destroy());
    tenant.setDialerConfig(scene.configId, foundDocument);
    await scene.stack.refresh();
    await scene.stack.up(scene.program());
    assert.deepEqual(actionsOf(scene), ["CREATE", "DELETE", "UPDATE"]);
  });

  test("leaves none where the tenant still holds what was to be deleted", async () => {
    const scene = await world.deployed();
    loseRequest(scene, "DELETE");
    await assert.rejects(scene.stack.destroy());
    await scene.stack.up(scene.program({ dialRate: 1.5 }));
    assert.deepEqual(actionsOf(scene), ["CREATE", "UPDATE"]);
  });
});
