import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { adopted, Scene, tenant } from "./scene.ts";
import { foundDocument, settings } from "./world.ts";

describe("a resource that is renamed without an alias", () => {
  test("leaves the configuration as it is, and says how an alias keeps what was found", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ old: scene.args() });
    scene.takeWrites();
    assert.deepEqual(await scene.up({ new: scene.args() }), ["create new", "delete old"]);
    assert.deepEqual(scene.takeWrites(), []);
    assert.deepEqual(scene.document(), adopted);
    assert.match(
      scene.messages,
      new RegExp(
        `${scene.id} stays as it is in the tenant: the resource "new" has the same configId.*aliases: \\[\\{ name: "OLD NAME" \\}\\]`,
      ),
    );
    await scene.isUnchangedBy({ new: scene.args() });
  });

  test("puts back the original when it is destroyed later, however often it was renamed and changed", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ first: scene.args() });
    await scene.up({ first: scene.args({ dialRate: 2 }) });
    await scene.up({ second: scene.args({ dialRate: 2 }) });
    await scene.up({ third: scene.args({ dialRate: 3, maxQueueDepth: 50 }) });
    assert.equal(scene.document()?.dialRate, 3);
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("deletes the configuration that the program created when it is destroyed later", async () => {
    const scene = new Scene(undefined);
    await scene.up({ old: scene.args() });
    await scene.up({ old: scene.args({ dialRate: 2 }) });
    await scene.up({ new: scene.args({ dialRate: 3 }) });
    assert.equal(scene.document()?.dialRate, 3);
    await scene.destroy();
    assert.equal(scene.document(), undefined);
  });

  test("takes what was found into the state with the next update, for every machine", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ old: scene.args() });
    await scene.up({ old: scene.args({ dialRate: 2 }) });
    await scene.up({ new: scene.args({ dialRate: 2 }) });
    await scene.up({ new: scene.args({ dialRate: 3 }) });
    scene.moveToAnotherMachine();
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("takes what was found into the state with a refresh", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ old: scene.args() });
    await scene.up({ old: scene.args({ dialRate: 2 }) });
    await scene.up({ new: scene.args({ dialRate: 2 }) });
    await scene.run((provider) => scene.stack.refresh(provider));
    scene.moveToAnotherMachine();
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("says what may be lost where the client's secret was changed after it", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ old: scene.args() });
    await scene.up({ new: scene.args() });
    tenant.rotateSecret(`${tenant.clientSecret}-new`);
    await scene.isUnchangedBy({ new: scene.args() });
    assert.match(scene.messages, /cannot be understood: another client secret/);
  });

  test("puts back on another machine what it found itself, as the warning had said", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ old: scene.args() });
    scene.moveToAnotherMachine();
    await scene.up({ old: scene.args({ dialRate: 2 }) });
    scene.moveToAnotherMachine();
    await scene.up({ new: scene.args({ dialRate: 3 }) });
    assert.match(scene.messages, /A destroy from another machine before that puts back/);
    scene.moveToAnotherMachine();
    await scene.destroy();
    assert.equal(scene.document()?.dialRate, 2);
  });

  test("twice, and killed when the second old one has just left, puts back what the first found", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ first: scene.args() });
    await scene.up({ first: scene.args({ dialRate: 2 }) });
    await scene.up({ second: scene.args({ dialRate: 2 }) });
    const program = { third: scene.args({ dialRate: 2 }) };
    await scene.up(program, { killed: "beforeDrop" });
    assert.deepEqual(await scene.up(program), ["delete second"]);
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("twice, and a destroy of it that is killed before its state is saved, puts back what the first found", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ first: scene.args() });
    await scene.up({ first: scene.args({ dialRate: 2 }) });
    await scene.up({ second: scene.args({ dialRate: 2 }) });
    await scene.run((provider) => provider.delete(scene.stack.state("second")));
    assert.deepEqual(scene.document(), foundDocument);
    await scene.up({ third: scene.args({ dialRate: 2 }) });
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  for (const order of ["oldest first", "newest first"] as const) {
    test(`and killed before the delete ends well by the next run, or by a destroy (${order})`, async () => {
      for (const next of ["up", "destroy"] as const) {
        const scene = new Scene(foundDocument);
        await scene.up({ old: scene.args() });
        const program = { new: scene.args({ dialRate: 2 }) };
        await scene.up(program, { killed: "beforeDeletes" });
        scene.takeWrites();
        if (next === "up") {
          assert.deepEqual(await scene.up(program), ["delete old"]);
          assert.deepEqual(scene.takeWrites(), []);
          await scene.isUnchangedBy(program);
        }
        await scene.destroy(order);
        assert.deepEqual(scene.document(), foundDocument, next);
      }
    });

    for (const onConflict of ["overwrite", "fail"]) {
      test(`and killed before the delete is put back by a destroy on another machine with onConflict: "${onConflict}" (${order})`, async () => {
        const scene = new Scene(foundDocument);
        await scene.up({ old: scene.args({ onConflict }) });
        await scene.up({ new: scene.args({ onConflict }) }, { killed: "beforeDeletes" });
        scene.moveToAnotherMachine();
        await scene.destroy(order);
        assert.deepEqual(scene.document(), foundDocument);
      });
    }
  }

  test("one half at a time, with targets, loses nothing", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ old: scene.args() });
    const program = { new: scene.args() };
    assert.deepEqual(await scene.up(program, { targets: ["new"] }), ["create new"]);
    await scene.isUnchangedBy(program, { targets: ["new"] });
    scene.takeWrites();
    assert.deepEqual(await scene.up(program, { targets: ["old"] }), ["delete old"]);
    assert.deepEqual(scene.takeWrites(), []);
    await scene.isUnchangedBy(program);
    assert.deepEqual(scene.document(), adopted);
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  for (const found of [foundDocument, undefined]) {
    test(`one half right after the other, with targets, is made good by the next run (${found ? "adopted" : "created"})`, async () => {
      const scene = new Scene(found);
      await scene.up({ old: scene.args() });
      tenant.editDialerConfig(scene.id, { name: "Autumn sales" });
      await scene.run((provider) => scene.stack.refresh(provider));
      const before = scene.document();
      const program = { new: scene.args() };
      await scene.up(program, { targets: ["new"] });
      await scene.up(program, { targets: ["old"] });
      assert.deepEqual(await scene.up(program), ["update new"]);
      assert.match(scene.messages, /put the configuration back as found or deleted it/);
      assert.deepEqual(scene.document(), before);
      await scene.isUnchangedBy(program);
      await scene.destroy();
      assert.deepEqual(scene.document(), found && { ...found, name: "Autumn sales" });
    });
  }

  for (const [found, onConflict] of [
    [undefined, "merge"],
    [undefined, "fail"],
    [foundDocument, "fail"],
  ] as const) {
    const how = `${found ? "edited" : "made"} the configuration since (onConflict: "${onConflict}")`;
    test(`one half right after the other, with targets, overwrites nobody who ${how}`, async () => {
      const scene = new Scene(found);
      const program = { new: scene.args({ onConflict }) };
      await scene.up({ old: scene.args({ onConflict }) });
      await scene.up(program, { targets: ["new"] });
      await scene.up(program, { targets: ["old"] });
      tenant.setDialerConfig(scene.id, { ...(found ?? settings), dialRate: 0.7 });
      if (onConflict === "merge") await scene.up(program);
      else await assert.rejects(scene.up(program), /dialRate from \S+ to 0\.7/);
      assert.equal(scene.document()?.dialRate, 0.7);
      await scene.run((provider) => scene.stack.refresh(provider));
      assert.deepEqual(await scene.up(program), ["update new"]);
      assert.equal(scene.document()?.dialRate, 1);
      await scene.isUnchangedBy(program);
    });
  }

  test("the old half first, with targets, ends as the program says, unmanaged fields included", async () => {
    const scene = new Scene(undefined);
    await scene.up({ old: scene.args() });
    tenant.editDialerConfig(scene.id, { name: "Autumn sales" });
    await scene.run((provider) => scene.stack.refresh(provider));
    const program = { new: scene.args() };
    assert.deepEqual(await scene.up(program, { targets: ["old"] }), ["delete old"]);
    assert.equal(scene.document(), undefined);
    await scene.up(program);
    assert.deepEqual(scene.document(), { ...settings, name: "Autumn sales" });
    await scene.isUnchangedBy(program);
  });

  test("puts back what the first found, where it was replaced before a second that had the configuration too left it", async () => {
    const scene = new Scene(foundDocument, undefined, undefined);
    const [, spare, other] = scene.ids;
    await scene.up({ first: scene.args(), second: scene.args({}, spare) });
    await scene.up({ first: scene.args({ dialRate: 3 }), second: scene.args({}, spare) });
    const both = { first: scene.args({ dialRate: 3 }), second: scene.args({ dialRate: 2 }) };
    await scene.up(both, { targets: ["second"] });
    const program = { first: scene.args({ dialRate: 2 }), second: scene.args({}, other) };
    await scene.up(program, { replace: ["first"], isDeletedFirst: true });
    await scene.isUnchangedBy(program);
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("deletes the configuration when it is destroyed later, where it had to create it because somebody had deleted it", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ old: scene.args() });
    tenant.setDialerConfig(scene.id, undefined);
    await scene.up({ new: scene.args({ dialRate: 2 }) });
    assert.equal(scene.document()?.dialRate, 2);
    await scene.destroy();
    assert.equal(scene.document(), undefined);
  });

  test("deletes the configuration that it created again after a destroy, both of them interrupted", async () => {
    const scene = new Scene(undefined);
    await scene.up({ old: scene.args() });
    tenant.inject({ match: { method: "DELETE" }, drop: "after" });
    tenant.inject({ match: { method: "DELETE" }, status: 403 });
    await assert.rejects(scene.destroy());
    const program = { new: scene.args() };
    const before = () => tenant.inject({ match: { method: "GET" }, status: 403 });
    tenant.inject({ match: { method: "PUT" }, drop: "after", before });
    tenant.inject({ match: { method: "PUT" }, status: 403 });
    await assert.rejects(scene.up(program));
    await scene.up(program);
    await scene.isUnchangedBy(program);
    await scene.destroy();
    assert.equal(scene.document(), undefined);
  });

  for (const found of [foundDocument, undefined]) {
    test(`takes over from two old ones what the first of them found (${found ? "adopted" : "created"})`, async () => {
      const scene = new Scene(found);
      await scene.up({ first: scene.args() });
      scene.moveToAnotherMachine();
      await scene.up({ second: scene.args({ dialRate: 2 }) }, { targets: ["second"] });
      const program = { third: scene.args({ dialRate: 2 }) };
      assert.deepEqual(await scene.up(program), ["create third", "delete first", "delete second"]);
      await scene.destroy();
      assert.deepEqual(scene.document(), found);
    });
  }

  test("evidences what the old resource had still to export", async () => {
    const scene = new Scene(foundDocument);
    tenant.inject({ match: { method: "POST", path: /exports$/ }, times: 4, status: 500 });
    await scene.up({ old: scene.args() });
    tenant.clearFaults();
    await scene.up({ new: scene.args() });
    const events = tenant.exports.filter(({ event }) => event.resource_id === scene.id);
    assert.equal(events.length, 1);
  });
});

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
    const program = { only: scene.args() };
    await scene.up(program);
    tenant.editDialerConfig(scene.id, { maxQueueDepth: 77 });
    await scene.up(program, { replace: ["only"], isDeletedFirst: true });
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
