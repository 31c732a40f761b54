import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Provider } from "./in-process.ts";
import { adopted, Scene, tenant } from "./scene.ts";
import type { Program } from "./stack-run.ts";
import { foundDocument } from "./world.ts";

/** A program in which each resource has the configuration that is so many places after its own. */
function shifted(scene: Scene, shift: number): Program {
  const { ids } = scene;
  return Object.fromEntries(
    ids.map((_, i) => [
      `resource-${i}`,
      scene.args({ dialRate: i + 1 }, ids[(i + shift) % ids.length]),
    ]),
  );
}

describe("resources that exchange their configurations", () => {
  const found = [1, 2, 3].map((division) => ({ ...foundDocument, division }));

  for (const isDeletedFirst of [false, true]) {
    const suffix = isDeletedFirst ? " with deleteBeforeReplace" : "";
    for (const size of [2, 3]) {
      test(`end as the program says, ${size} of them${suffix}`, async () => {
        const scene = new Scene(...found.slice(0, size));
        const program = (shift: number) => shifted(scene, shift);
        await scene.up(program(0));
        scene.takeWrites();
        await scene.up(program(1), { isDeletedFirst });
        if (!isDeletedFirst) assert.equal(scene.takeWrites().length, size);
        scene.ids.forEach((id, i) => {
          const { dialRate, division, name } = scene.document(id) ?? {};
          const expected = { dialRate: ((i - 1 + size) % size) + 1, division: i + 1 };
          assert.deepEqual({ dialRate, division, name }, { ...expected, name: "Spring sales" });
        });
        await scene.isUnchangedBy(program(1));
        await scene.destroy();
        scene.ids.forEach((id, i) => {
          assert.deepEqual(scene.document(id), found[i]);
        });
      });

      test(`that the program created keep what nobody manages, ${size} of them${suffix}`, async () => {
        const scene = new Scene(...found.slice(0, size).map(() => undefined));
        const program = (shift: number) => shifted(scene, shift);
        await scene.up(program(0));
        for (const id of scene.ids) tenant.editDialerConfig(id, { name: `name of ${id}` });
        await scene.run((provider) => scene.stack.refresh(provider));
        await scene.up(program(1), { isDeletedFirst });
        for (const id of scene.ids) assert.equal(scene.document(id)?.name, `name of ${id}`);
        await scene.isUnchangedBy(program(1));
        await scene.destroy();
        for (const id of scene.ids) assert.equal(scene.document(id), undefined);
      });
    }
  }
});

describe("two resources with one configId", () => {
  test("are refused, and the failure names the other one and what to do", async () => {
    const scene = new Scene(foundDocument);
    await scene.run(async (provider) => {
      const first = await provider.check({ ...scene.args(), resourceName: "first" });
      assert.deepEqual(first.failures, []);
      const { failures } = await provider.check({ ...scene.args(), resourceName: "second" });
      assert.deepEqual(failures, [
        {
          property: "configId",
          reason:
            `Dialer configuration ${scene.id} is managed by another resource of the program, "first", and the two would overwrite ` +
            "each other. Give each resource a configId of its own, or take one of the two out.",
        },
      ]);
    });
  });

  test("of one name are refused too, where their parents differ", async () => {
    const scene = new Scene(foundDocument);
    const check = (provider: Provider, parentUrn: string) =>
      provider.check({ ...scene.args(), resourceName: "same", parentUrn });
    await scene.run(async (provider) => {
      await check(provider, "urn:pulumi:stack::project::a::one");
      const { failures } = await check(provider, "urn:pulumi:stack::project::b::two");
      assert.equal(failures.length, 1);
    });
  });

  test("are refused again by the run after, when one of them is deployed", async () => {
    const scene = new Scene(foundDocument);
    await scene.up({ first: scene.args() });
    const program = { first: scene.args(), second: scene.args({ dialRate: 2 }) };
    for (let runs = 0; runs < 2; runs += 1) {
      await assert.rejects(scene.up(program), /managed by another resource/);
      assert.deepEqual(scene.document(), adopted);
    }
  });
});
