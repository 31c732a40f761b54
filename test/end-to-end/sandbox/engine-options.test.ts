import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { describe, test } from "node:test";
import { changesOf, complaintsOf, doneBy, Shelf } from "./shelf.ts";

const concurrency = availableParallelism();

describe("the sandbox engine heeds resource options", { concurrency }, () => {
  test("ignoreChanges keeps what was there, at any depth", async () => {
    await using shelf = await Shelf.make();
    const program = (value: number, ignore: boolean) => {
      const ignoring = (...paths: string[]) =>
        ignore ? JSON.stringify({ ignoreChanges: paths }) : "{}";
      const label = `{ label: { x: ${value}, inner: { y: ${value} }, list: [${value}, ${value}] } }`;
      return `
        new Item("whole", ${label}, ${ignoring("label")});
        new Item("nested", ${label}, ${ignoring("label.inner.y")});
        new Item("element", ${label}, ${ignoring("label.list[1]", 'label["x"]')});
        new Item("all", ${label}, ${ignoring("label.*")});
        new Item("each", ${label}, ${ignoring("label.list[*]")});
        new Item("missing", ${label}, ${ignoring("label.other.deeper")});
        new Item("mismatched", ${label}, ${ignoring("label.x.deeper", "label.list[7]", "name.*")});`;
    };
    await shelf.up(program(1, false));

    const preview = await shelf.preview(program(2, true));
    assert.deepEqual(complaintsOf(preview), []);
    const changed = (name: string) => changesOf(preview, name)?.map(({ path }) => path);
    assert.deepEqual(changed("whole"), []);
    assert.deepEqual(changed("nested"), ["label.list[0]", "label.list[1]", "label.x"]);
    assert.deepEqual(changed("element"), ["label.inner.y", "label.list[0]"]);
    assert.deepEqual(changed("all"), []);
    assert.deepEqual(changed("each"), ["label.inner.y", "label.x"]);
    const everything = ["label.inner.y", "label.list[0]", "label.list[1]", "label.x"];
    assert.deepEqual(changed("missing"), everything);
    assert.deepEqual(changed("mismatched"), everything);
    assert.deepEqual(
      preview.diagnostics.map(({ message }) => message),
      ['cannot ignore changes in added or removed elements of the path: "name.*"'],
    );
  });

  test("ignoreChanges keeps a property that the program took away, and one that it added out", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("a", { label: "old" }); new Item("b");`);
    const ignoring = `{ ignoreChanges: ["label"] }`;

    const up = await shelf.up(
      `new Item("a", {}, ${ignoring}); new Item("b", { label: "new" }, ${ignoring});`,
    );
    assert.deepEqual(doneBy(up), []);
    assert.deepEqual(await shelf.calls("update"), []);
  });

  test("what is protected is neither replaced nor deleted, and the message says how to unprotect it", async () => {
    await using shelf = await Shelf.make();
    const removed = `new Item("removed", {}, { protect: true });`;
    await shelf.up(
      `${removed} new Item("moved", { place: "left" }, { protect: true }); new Item("free");`,
    );

    const preview = await shelf.preview(
      `new Item("moved", { place: "right" }, { protect: true });`,
    );
    assert.equal(preview.ok, false);
    const [replaced, deleted] = complaintsOf(preview);
    assert.match(replaced ?? "", /unable to replace resource ".*::moved"/);
    assert.match(replaced ?? "", /remove the `protect` flag/);
    assert.match(
      deleted ?? "",
      /resource ".*::removed" cannot be deleted\nbecause it is protected/,
    );
    assert.deepEqual(doneBy(preview), ["replace moved", "delete removed", "delete free"]);

    const up = await shelf.up();
    assert.equal(up.ok, false);
    const destroy = await shelf.destroy();
    assert.equal(destroy.ok, false);
    assert.deepEqual(destroy.steps, []);
    assert.deepEqual(await shelf.items(), ["free", "moved@left", "removed"]);

    assert.equal((await shelf.up(`new Item("moved", { place: "right" });`)).ok, false);
    await shelf.up(`new Item("removed"); new Item("moved", { place: "right" });`);
    assert.deepEqual(await shelf.items(), ["moved@right", "removed"]);
  });

  test("retainOnDelete forgets without deleting, deletedWith leaves it to the other's deletion", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`
      new Item("retained", {}, { retainOnDelete: true });
      const host = new Item("host");
      new Item("guest", {}, { deletedWith: host });`);

    const destroy = await shelf.destroy();
    assert.deepEqual(doneBy(destroy).toSorted(), [
      "delete guest",
      "delete host",
      "delete retained",
    ]);
    assert.deepEqual(await shelf.calls("delete"), ["delete host"]);
    assert.deepEqual(await shelf.items(), ["guest", "retained"]);
  });

  test("a resource that was renamed is known by its alias", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("old", { label: 1 });`);

    const up = await shelf.up(`
      const renamed = new Item("new", { label: 2 }, { aliases: [{ name: "old" }] });
      export const { id } = renamed;`);
    assert.deepEqual(doneBy(up), ["update new"]);
    assert.deepEqual(up.outputs, { id: "old" });
    assert.deepEqual(doneBy(await shelf.preview()), []);
  });
});
