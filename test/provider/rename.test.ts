import assert from "node:assert/strict";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { beginRun, type Provider, takeMessages } from "./in-process.ts";
import { ManyStack, type Program, type RunOptions } from "./stack-run.ts";
import { foundDocument, settings, startUnlimitedTenant } from "./world.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());
const tenant = await startUnlimitedTenant();
tenant.setCampaign("campaign", { agentCount: 100, answerRate: 0.4, averageHandleTime: 60 });

let configurations = 0;

/** A stack, its tenant's configurations, and the machine it runs on: each run begins anew. */
class Scene {
  readonly stack = new ManyStack();
  readonly ids: readonly string[];
  /** What the last run said. */
  messages = "";
  #machine = 1;

  /** @param found What the tenant holds; `undefined` where it holds nothing. */
  constructor(...found: readonly (JsonObject | undefined)[]) {
    this.ids = found.map(() => `configuration-${++configurations}`);
    found.forEach((document, i) => {
      tenant.setDialerConfig(this.ids[i] ?? "", document);
    });
    tenant.clearRequests();
  }

  get id(): string {
    return this.ids[0] ?? "";
  }

  args(changes: JsonObject = {}, configId = this.id): JsonObject {
    return { ...settings, configId, campaignId: "campaign", ...changes };
  }

  document(configId = this.id): JsonObject | undefined {
    return tenant.dialerConfig(configId)?.document;
  }

  /** The writes since this was last asked, as `PUT configuration-1`. */
  takeWrites(): readonly string[] {
    const writes = tenant.requests
      .filter(({ method }) => method === "PUT" || method === "DELETE")
      .map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);
    tenant.clearRequests();
    return writes;
  }

  moveToAnotherMachine(): void {
    this.#machine += 1;
  }

  async run<T>(command: (provider: Provider) => Promise<T>): Promise<T> {
    const provider = await beginRun({
      "cxone:environmentUrl": tenant.url,
      "cxone:clientId": tenant.clientId,
      "cxone:clientSecret": tenant.clientSecret,
      "cxone:journal": join(folder.path, `${this.id}-${this.#machine}`),
      "cxone:requestsPerMinute": "100000",
      "cxone:requestsPerSecond": "100000",
    });
    try {
      return await command(provider);
    } finally {
      this.messages = (await takeMessages()).join("\n");
    }
  }

  up(program: Program, options?: RunOptions): Promise<readonly string[]> {
    return this.run((provider) => this.stack.up(provider, program, options));
  }

  destroy(order?: Parameters<ManyStack["destroy"]>[1]): Promise<void> {
    return this.run((provider) => this.stack.destroy(provider, order));
  }

  async isUnchangedBy(program: Program, options?: RunOptions): Promise<void> {
    assert.deepEqual(await this.up(program, options), []);
  }
}

/** What the program makes of what was found. */
const adopted = {
  ...foundDocument,
  ...settings,
  complianceRules: { ...foundDocument.complianceRules, ringSeconds: 15 },
};

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

describe("resources that exchange their configurations", () => {
  const found = [1, 2, 3].map((division) => ({ ...foundDocument, division }));

  for (const isDeletedFirst of [false, true]) {
    const suffix = isDeletedFirst ? " with deleteBeforeReplace" : "";
    for (const size of [2, 3]) {
      test(`end as the program says, ${size} of them${suffix}`, async () => {
        const scene = new Scene(...found.slice(0, size));
        const program = (shift: number): Program =>
          Object.fromEntries(
            scene.ids.map((_, i) => [
              `resource-${i}`,
              scene.args({ dialRate: i + 1 }, scene.ids[(i + shift) % size]),
            ]),
          );
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
        const program = (shift: number): Program =>
          Object.fromEntries(
            scene.ids.map((_, i) => [
              `resource-${i}`,
              scene.args({ dialRate: i + 1 }, scene.ids[(i + shift) % size]),
            ]),
          );
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
