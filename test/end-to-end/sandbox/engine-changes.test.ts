import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, test } from "node:test";
import { changesOf, complaintsOf, doneBy, Shelf } from "./shelf.ts";

describe("the sandbox engine brings a shelf to what the program says", {
  concurrency: availableParallelism(),
}, () => {
  test("it creates what is new, and a preview of the same program is empty", async () => {
    await using shelf = await Shelf.make();
    const program = `
      const a = new Item("a", { label: "first" });
      export const { label, serial } = a;`;

    const preview = await shelf.preview(program);
    assert.deepEqual(complaintsOf(preview), []);
    assert.deepEqual(doneBy(preview), ["create a"]);
    assert.deepEqual(changesOf(preview, "a"), [
      { path: "label", kind: "add", new: "first" },
      { path: "name", kind: "add", new: "a" },
    ]);
    assert.deepEqual(preview.outputs, { label: "first", serial: "[unknown]" });
    assert.deepEqual(await shelf.items(), []);

    const up = await shelf.up();
    assert.deepEqual(doneBy(up), ["create a"]);
    assert.deepEqual(up.outputs, { label: "first", serial: 1 });
    assert.deepEqual(await shelf.items(), ["a"]);

    const again = await shelf.preview();
    assert.deepEqual(doneBy(again), []);
    assert.deepEqual(again.outputDiff, []);
  });

  test("it updates what differs, property by property and as deep as they go", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("a", { label: { x: 1, list: [1, 2, 3], same: true } });`);

    const up = await shelf.up(
      `new Item("a", { label: { x: 2, list: [1, 5], same: true, y: 0 } });`,
    );
    assert.deepEqual(doneBy(up), ["update a"]);
    assert.deepEqual(changesOf(up, "a"), [
      { path: "label.list[1]", kind: "update", old: 2, new: 5 },
      { path: "label.list[2]", kind: "delete", old: 3 },
      { path: "label.x", kind: "update", old: 1, new: 2 },
      { path: "label.y", kind: "add", new: 0 },
    ]);
    assert.deepEqual(await shelf.calls("create", "update", "delete"), ["update a"]);
  });

  test("it creates a replacement, then updates what depends on it, then deletes the old one", async () => {
    await using shelf = await Shelf.make();
    const program = (place: string) => `
      const a = new Item("a", { place: "${place}" });
      new Item("b", { label: a.id });`;
    await shelf.up(program("left"));

    const preview = await shelf.preview(program("right"));
    assert.deepEqual(doneBy(preview), ["replace a", "update b"]);
    assert.deepEqual(changesOf(preview, "b"), [
      { path: "label", kind: "update", old: "a@left", new: "[unknown]" },
    ]);

    const up = await shelf.up();
    assert.deepEqual(doneBy(up), ["replace a", "update b"]);
    const changes = ["create a@right", "update b", "delete a@left"];
    assert.deepEqual(await shelf.calls("create", "update", "delete"), changes);
    assert.deepEqual(await shelf.items(), ["a@right", "b"]);
    assert.deepEqual(doneBy(await shelf.preview()), []);
  });

  test("it deletes first where the provider asks for it, and before that what would be replaced with it", async () => {
    await using shelf = await Shelf.make();
    const program = (place: string) => `
      const a = new Item("a", { place: "${place}", unique: true });
      new Item("follower", { place: a.id });
      new Item("reader", { label: a.id });`;
    await shelf.up(program("left"));

    const up = await shelf.up(program("right"));
    assert.deepEqual(complaintsOf(up), []);
    assert.deepEqual((await shelf.calls("create", "update", "delete")).slice(0, 3), [
      "delete follower@a@left",
      "delete a@left",
      "create a@right",
    ]);
    assert.deepEqual(await shelf.items(), ["a@right", "follower@a@right", "reader"]);
    assert.deepEqual(doneBy(await shelf.preview()), []);
  });

  test("it deletes what the program no longer names, and what depends on something before that", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`
      const z = new Item("z");
      const a = new Item("a", { label: z.serial });
      const m = new Item("m", {}, { dependsOn: a });
      new Item("kept");`);

    const up = await shelf.up(`new Item("kept");`);
    assert.deepEqual(doneBy(up), ["delete m", "delete a", "delete z"]);
    assert.deepEqual(await shelf.calls("delete"), ["delete m", "delete a", "delete z"]);
  });

  test("destroy deletes everything in reverse order, whatever order the program was in", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`
      const box = new Box("box");
      const b = new Item("b", {}, { parent: box });
      new Item("a", { label: b.serial }, { parent: box });`);
    // An update of b moves it in the order in which the run dealt with things.
    await shelf.up(`
      const box = new Box("box");
      const b = new Item("b", { label: "new" }, { parent: box });
      new Item("a", { label: b.serial }, { parent: box });`);

    const destroy = await shelf.destroy();
    assert.deepEqual(doneBy(destroy), ["delete a", "delete b", "delete box"]);
    assert.deepEqual(await shelf.calls("delete"), ["delete a", "delete b"]);
    assert.deepEqual(destroy.outputs, {});
    assert.deepEqual(doneBy(await shelf.preview(`new Item("b");`)), ["create b"]);
  });

  test("new inputs are stored although the provider sees no change in them", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("a", { trouble: "none" });`);

    assert.deepEqual(doneBy(await shelf.up(`new Item("a", { trouble: "nothing at all" });`)), []);
    assert.match(await shelf.stateText(), /nothing at all/);
  });

  test("a resource under a component has the component's type in its name", async () => {
    await using shelf = await Shelf.make();
    const { steps } = await shelf.preview(`new Item("a", {}, { parent: new Box("box") });`);
    assert.deepEqual(
      steps.map(({ urn }) => urn),
      [
        "urn:pulumi:dev::shelf::pulumi:pulumi:Stack::shelf-dev",
        "urn:pulumi:dev::shelf::shelf:Box::box",
        "urn:pulumi:dev::shelf::shelf:Box$pulumi-nodejs:dynamic/shelf:Item::a",
      ],
    );
  });
});
