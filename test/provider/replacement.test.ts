import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adopted, inBetween, loseCreation, Scene, settle, tenant } from "./scene.ts";
import { foundDocument, settings } from "./world.ts";

describe("a forced replacement", () => {
  for (const [options, how] of [
    [{}, ""],
    [{ isDeletedFirst: true }, ", with deleteBeforeReplace"],
    [{ isDeletedFirst: true, isDiffed: true }, ", with deleteBeforeReplace and replaceOnChanges"],
  ] as const) {
    test(`writes nothing and keeps what was found${how}`, async () => {
      const scene = new Scene(foundDocument);
      await scene.up({ only: scene.args() });
      await scene.up({ only: scene.args({ dialRate: 2 }) });
      scene.takeWrites();
      const program = { only: scene.args({ dialRate: 2 }) };
      await scene.up(program, { replace: ["only"], ...options });
      assert.deepEqual(scene.takeWrites(), []);
      await scene.isUnchangedBy(program);
      await scene.destroy();
      assert.deepEqual(scene.document(), foundDocument);
    });
  }

  test("with deleteBeforeReplace keeps what an administrator changes in between", async () => {
    const scene = new Scene(foundDocument);
    const program = { only: scene.args() };
    await scene.up(program);
    const edit = { maxQueueDepth: 77 };
    await scene.up(program, {
      replace: ["only"],
      isDeletedFirst: true,
      afterDelete: () => void tenant.editDialerConfig(scene.id, edit),
    });
    assert.deepEqual(scene.document(), { ...adopted, ...edit });
  });

  test("with deleteBeforeReplace keeps the rest of the original document where an administrator edited a field before", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ only: scene.args() });
    const program = { only: scene.args({ dialRate: 2 }) };
    await scene.up(program);
    const edit = { maxQueueDepth: 77 };
    tenant.editDialerConfig(scene.id, edit);
    await scene.up(program, { replace: ["only"], isDeletedFirst: true });
    assert.equal(scene.document()?.maxQueueDepth, adopted.maxQueueDepth);
    await scene.destroy();
    assert.deepEqual(scene.document(), { ...foundDocument, ...edit });
  });

  test("with deleteBeforeReplace deletes later what the program created, where an administrator edited a field before", async () => {
    const scene = new Scene(undefined);
    await scene.up({ only: scene.args({ complianceRules: { ringSeconds: 15, callerId: "a" } }) });
    tenant.editDialerConfig(scene.id, { maxQueueDepth: 77 });
    await scene.up({ only: scene.args() }, { replace: ["only"], isDeletedFirst: true });
    assert.equal(scene.stack.state("only").outputs.managedValues, undefined);
    await scene.destroy();
    assert.equal(scene.document(), undefined);
  });

  test("with deleteBeforeReplace that is killed after its write keeps the original document", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ only: scene.args() });
    await scene.up({ only: scene.args({ dialRate: 2 }) });
    const program = { only: scene.args({ dialRate: 3 }) };
    await scene.up(program, { replace: ["only"], isDeletedFirst: true, killed: "beforeSave" });
    assert.equal(scene.document()?.dialRate, 3);
    await scene.up(program);
    await scene.isUnchangedBy(program);
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("keeps what was found, though the resource was renamed just before it", async () => {
    const scene = new Scene(foundDocument);
    await settle(scene, "old");
    const program = { new: scene.args({ dialRate: 2 }) };
    await scene.up(program);
    await scene.up(program, { replace: ["new"], isDeletedFirst: true });
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("keeps a field to put back that only the new resource managed, and was then renamed", async () => {
    const scene = new Scene(foundDocument);
    const program = { only: scene.args() };
    await settle(scene, "only");
    await scene.up(program, { replace: ["only"], isDeletedFirst: true });
    await settle(scene, "only", { complianceRules: inBetween });
    await settle(scene, "only");
    await scene.up({ renamed: scene.args() });
    assert.deepEqual(scene.document()?.complianceRules, inBetween);
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("leaves what was found to the next resource, where another one had the configuration when its first successor was lost", async () => {
    const scene = new Scene(foundDocument);
    const program = { first: scene.args({ dialRate: 2 }) };
    const other = { second: scene.args({ dialRate: 2 }) };
    await settle(scene, "first");
    await scene.up(program);
    await scene.up(other, { targets: ["second"] });
    await scene.up(program, {
      replace: ["first"],
      isDeletedFirst: true,
      targets: ["first"],
      killed: "beforeSave",
    });
    await scene.up(other, { targets: ["second"] });
    await scene.up(program);
    await scene.isUnchangedBy(program);
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("of the newer of two that have the configuration puts back what the older found, which leaves last", async () => {
    const scene = new Scene(foundDocument);
    await settle(scene, "older");
    const program = { newer: scene.args({ dialRate: 2 }) };
    await scene.up(program, { targets: ["newer"] });
    await scene.up(program, { replace: ["newer"], isDeletedFirst: true, targets: ["newer"] });
    assert.deepEqual(await scene.up(program), ["delete older"]);
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("with deleteBeforeReplace deletes later what its successor created, as somebody had deleted it, in a run that was interrupted", async () => {
    const scene = new Scene(foundDocument);
    const program = { only: scene.args() };
    await scene.up(program);
    await scene.up(program, { replace: ["only"], isDeletedFirst: true, killed: "beforeCreates" });
    tenant.setDialerConfig(scene.id, undefined);
    loseCreation();
    await assert.rejects(scene.up(program));
    await scene.up(program);
    await scene.isUnchangedBy(program);
    await scene.destroy();
    assert.equal(scene.document(), undefined);
  });

  test("with deleteBeforeReplace keeps what was found, where nothing shows who made the configuration again", async () => {
    const scene = new Scene(foundDocument);
    const program = { only: scene.args() };
    await settle(scene, "only");
    await scene.up(program, { replace: ["only"], isDeletedFirst: true, killed: "beforeCreates" });
    tenant.setDialerConfig(scene.id, undefined);
    loseCreation();
    await assert.rejects(scene.up(program));
    tenant.setDialerConfig(scene.id, { ...adopted, dialRate: 0.7 });
    await scene.up(program);
    await scene.destroy();
    assert.deepEqual(scene.document(), { ...foundDocument, dialRate: 0.7 });
  });

  for (const [edit, how] of [
    [undefined, "is deleted later, where nobody touched it since"],
    [{ dialRate: 0.7 }, "is left to whoever may have made it anew since"],
  ] as const) {
    test(`with deleteBeforeReplace that is killed in between, of what the program created, ${how}`, async () => {
      const scene = new Scene(undefined);
      const program = { only: scene.args() };
      await settle(scene, "only");
      await scene.up(program, { replace: ["only"], isDeletedFirst: true, killed: "beforeCreates" });
      const anew = edit && { ...settings, ...edit };
      if (anew) tenant.setDialerConfig(scene.id, anew);
      await scene.up(program);
      await scene.destroy();
      assert.deepEqual(scene.document(), anew);
    });
  }

  test("with deleteBeforeReplace that is killed before the deletion is saved leaves a later rename what was found", async () => {
    const scene = new Scene(foundDocument);
    const program = { old: scene.args() };
    await scene.up(program);
    await scene.up(program, { replace: ["old"], isDeletedFirst: true, killed: "beforeDrop" });
    await settle(scene, "old", { maxQueueDepth: 30 });
    await scene.up({ new: scene.args({ maxQueueDepth: 30 }) });
    await settle(scene, "new", { maxQueueDepth: 30 });
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("with deleteBeforeReplace that is killed in between is finished by the next run", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ only: scene.args() });
    const program = { only: scene.args({ dialRate: 2 }) };
    await scene.up(program, { replace: ["only"], isDeletedFirst: true, killed: "beforeCreates" });
    assert.equal(scene.stack.size, 0);
    assert.deepEqual(scene.document(), adopted);
    await scene.up(program);
    await scene.isUnchangedBy(program);
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });
});
