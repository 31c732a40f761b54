import assert from "node:assert/strict";
import { test } from "node:test";
import { changesOf, complaintsOf, doneBy, Shelf } from "./shelf.ts";

test("refresh takes drift and disappearance into the state, and the next preview shows how to undo them", async () => {
  await using shelf = await Shelf.make();
  await shelf.up(`
    new Item("same", { label: { x: 1 } });
    new Item("drifted", { label: { x: 1, y: 1 } });
    new Item("gone");
    export const kept = "output";`);
  await shelf.put("drifted", { name: "drifted", label: { x: 1, y: 2 } });
  await shelf.take("gone");

  const refresh = await shelf.refresh();
  assert.deepEqual(complaintsOf(refresh), []);
  assert.deepEqual(doneBy(refresh).toSorted(), ["delete gone", "refresh drifted"]);
  assert.deepEqual(changesOf(refresh, "drifted"), [
    { path: "label.y", kind: "update", old: 1, new: 2 },
  ]);
  assert.deepEqual(refresh.outputs, { kept: "output" });
  assert.deepEqual(await shelf.calls("create", "update", "delete", "check"), []);

  const preview = await shelf.preview();
  assert.deepEqual(doneBy(preview).toSorted(), ["create gone", "update drifted"]);
  assert.deepEqual(changesOf(preview, "drifted"), [
    { path: "label.y", kind: "update", old: 2, new: 1 },
  ]);
});
