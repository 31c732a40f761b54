import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { adopted, inBetween, loseCreation, Scene, settle, tenant } from "./scene.ts";
import { foundDocument, settings } from "./world.ts";

/** The whole warning that a resource gives which leaves its configuration to another one. */
function staysAsItIs({ id }: Scene, successor: string, consequence: string): string {
  return (
    `Dialer configuration ${id} stays as it is in the tenant: ${successor} has the same configId, so it was renamed, moved or ` +
    `replaced, and nothing is deleted or put back. ${consequence} To rename a resource without this, give it its old name as an ` +
    'alias before the deployment: aliases: [{ name: "OLD NAME" }]; where it had another parent, with the parent as well.'
  );
}

function says({ messages }: Scene, message: string): void {
  assert.ok(messages.split("\n").includes(message), messages);
}

function keptOn({ journal }: Scene): string {
  return (
    `What was found before the program adopted it is kept on this machine, in ${journal}: the next \`pulumi up\` that ` +
    "changes the resource, or `pulumi refresh`, takes it into the state. A destroy from another machine before that puts back what " +
    "the new resource found."
  );
}

describe("a resource that is renamed without an alias", () => {
  test("leaves the configuration as it is, and says how an alias keeps what was found", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ old: scene.args() });
    scene.takeWrites();
    assert.deepEqual(await scene.up({ new: scene.args() }), ["create new", "delete old"]);
    assert.deepEqual(scene.takeWrites(), []);
    assert.deepEqual(scene.document(), adopted);
    says(scene, staysAsItIs(scene, 'the resource "new"', keptOn(scene)));
    await scene.isUnchangedBy({ new: scene.args() });
  });

  test("says what is lost where this machine can keep nothing", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ old: scene.args() });
    await scene.moveToFullMachine();
    await scene.up({ new: scene.args() });
    const lost =
      `What was found before the program adopted it is lost, as ${scene.journal} cannot be written: a later destroy puts back ` +
      "what the new resource found, which this program wrote.";
    says(scene, staysAsItIs(scene, 'the resource "new"', lost));
    await scene.destroy();
    assert.deepEqual(scene.document(), adopted);
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
    await scene.up({ new: scene.args({ dialRate: 4 }) });
    assert.equal(scene.stack.state("new").outputs.managedValues, undefined);
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
    const [file] = (await readdir(scene.journal)).filter((name) => name.endsWith(".adoption"));
    assert.equal(
      scene.messages,
      `The file ${join(scene.journal, file ?? "")} cannot be understood: another client secret or a later release wrote it. It may hold ` +
        `what was found before the program adopted dialer configuration ${scene.id}, for a destroy to put back after a rename. Delete ` +
        "the file once that is clear.",
    );
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

    test(`and killed before the delete, with a change, is put back by a destroy on another machine with onConflict: "overwrite" (${order})`, async () => {
      const scene = new Scene(foundDocument);
      await settle(scene, "old", { onConflict: "overwrite" });
      const program = { new: scene.args({ onConflict: "overwrite", dialRate: 2 }) };
      await scene.up(program, { killed: "beforeDeletes" });
      scene.moveToAnotherMachine();
      await scene.destroy(order);
      assert.deepEqual(scene.document(), foundDocument);
    });

    for (const onConflict of ["overwrite", "fail"]) {
      test(`and killed before the delete is put back by a destroy on another machine with onConflict: "${onConflict}" (${order})`, async () => {
        const scene = new Scene(foundDocument);
        await settle(scene, "old", { onConflict });
        await scene.up({ new: scene.args({ onConflict }) }, { killed: "beforeDeletes" });
        scene.moveToAnotherMachine();
        await scene.destroy(order);
        assert.deepEqual(scene.document(), foundDocument);
      });
    }
  }

  test("one half at a time, with targets, loses nothing", async () => {
    const scene = new Scene(foundDocument);
    await settle(scene, "old");
    const program = { new: scene.args() };
    assert.deepEqual(await scene.up(program, { targets: ["new"] }), ["create new"]);
    await scene.isUnchangedBy(program, { targets: ["new"] });
    scene.takeWrites();
    assert.deepEqual(await scene.up(program, { targets: ["old"] }), ["delete old"]);
    assert.deepEqual(scene.takeWrites(), []);
    const successor = "another resource of the stack";
    says(scene, staysAsItIs(scene, successor, keptOn(scene)));
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
      says(
        scene,
        `Dialer configuration ${scene.id}: an earlier run deleted another resource with this configId, and put the configuration back as ` +
          "found or deleted it. `pulumi up` makes it what the program says.",
      );
      assert.doesNotMatch(scene.messages, /somebody changed it/);
      assert.deepEqual(scene.document(), before);
      await scene.isUnchangedBy(program);
      await scene.destroy();
      assert.deepEqual(scene.document(), found && { ...found, name: "Autumn sales" });
    });
  }

  test('one half right after the other, with targets and onDelete: "retain", leaves nothing to make good', async () => {
    const scene = new Scene(foundDocument);
    const program = { new: scene.args({ onDelete: "retain" }) };
    await scene.up({ old: scene.args({ onDelete: "retain" }) });
    await scene.up(program, { targets: ["new"] });
    scene.takeWrites();
    await scene.up(program, { targets: ["old"] });
    assert.deepEqual(scene.takeWrites(), []);
    await scene.isUnchangedBy(program);
    assert.equal(scene.messages, "");
  });

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
    tenant.editDialerConfig(scene.id, { name: "Autumn sales", division: 7 });
    await scene.run((provider) => scene.stack.refresh(provider));
    const program = { new: scene.args() };
    assert.deepEqual(await scene.up(program, { targets: ["old"] }), ["delete old"]);
    assert.equal(scene.document(), undefined);
    await scene.up(program);
    says(
      scene,
      `Dialer configuration ${scene.id} was deleted by this program and is created again, with the fields that the program does not ` +
        "manage as they were: name, division.",
    );
    assert.deepEqual(scene.document(), { ...settings, name: "Autumn sales", division: 7 });
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
    const anew =
      "It was gone from the tenant, and the new resource has created it again: a later destroy deletes it.";
    says(scene, staysAsItIs(scene, 'the resource "new"', anew));
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
    loseCreation();
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

    test(`takes over from two old ones what the first of them found, though that one leaves last (${found ? "adopted" : "created"})`, async () => {
      const scene = new Scene(found);
      await settle(scene, "first");
      scene.moveToAnotherMachine();
      await scene.up({ second: scene.args({ dialRate: 2 }) }, { targets: ["second"] });
      const program = { third: scene.args({ dialRate: 2 }) };
      const targets = ["third", "second"];
      assert.deepEqual(await scene.up(program, { targets }), ["create third", "delete second"]);
      assert.deepEqual(await scene.up(program), ["delete first"]);
      await scene.destroy();
      assert.deepEqual(scene.document(), found);
    });

    test(`leaves nothing to one that had the configuration before it (${found ? "adopted" : "created"})`, async () => {
      const scene = new Scene(found);
      await settle(scene, "first");
      await scene.up({ second: scene.args({ dialRate: 2 }) }, { targets: ["second"] });
      const program = { first: scene.args({ dialRate: 2 }) };
      assert.deepEqual(await scene.up(program), ["update first", "delete second"]);
      says(scene, staysAsItIs(scene, 'the resource "first"', keptOn(scene)));
      await scene.destroy();
      assert.deepEqual(scene.document(), found);
    });
  }

  test("puts back the original when it is destroyed later, where a release deployed it that did not note since when", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ old: scene.args() });
    scene.stack.rewrite("old", ({ managedSince, ...outputs }) => outputs);
    scene.moveToAnotherMachine();
    await scene.up({ old: scene.args({ dialRate: 2 }) });
    await scene.up({ new: scene.args({ dialRate: 2 }) });
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("puts back a field that only a resource in between managed", async () => {
    const scene = new Scene(foundDocument);
    await settle(scene, "first");
    await settle(scene, "second", { complianceRules: inBetween });
    await scene.up({ third: scene.args({ dialRate: 2 }) });
    assert.deepEqual(scene.document()?.complianceRules, inBetween);
    await scene.destroy();
    assert.deepEqual(scene.document(), foundDocument);
  });

  test("evidences what the old resource had still to export, from another machine too", async () => {
    const scene = new Scene(foundDocument);
    tenant.inject({ match: { method: "POST", path: /exports$/ }, times: 4, status: 500 });
    await scene.up({ old: scene.args() });
    tenant.clearFaults();
    scene.moveToAnotherMachine();
    await scene.up({ new: scene.args() });
    const events = tenant.exports.filter(({ event }) => event.resource_id === scene.id);
    assert.equal(events.length, 1);
  });
});
