import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { complaintsOf, doneBy, Shelf } from "./shelf.ts";

const concurrency = availableParallelism();
const bin = join(import.meta.dirname, "..", "..", "..", "provider", "bin", "cxone-dialer.js");

describe("the sandbox engine replaces what it is asked to", { concurrency }, () => {
  test("it checks a replacement once, as a new resource, compares nothing, and deletes the old one last", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("a"); new Item("b");`);

    const preview = await shelf.preview(undefined, { replace: [shelf.urn("a")] });
    assert.deepEqual(doneBy(preview), ["replace a"]);
    const up = await shelf.up(undefined, { replace: [shelf.urn("a")] });
    assert.deepEqual(doneBy(up), ["replace a"]);
    const calls = await shelf.calls("check a", "diff a", "create", "delete");
    assert.deepEqual(calls, ["check a", "create a", "delete a"]);
    assert.deepEqual(await shelf.calls("diff"), ["diff b"]);
  });

  test("with deleteBeforeReplace it deletes the old one first", async () => {
    await using shelf = await Shelf.make();
    const program = `new Item("a", {}, { deleteBeforeReplace: true });`;
    await shelf.up(program);

    await shelf.up(program, { replace: [shelf.urn("a")] });
    const calls = await shelf.calls("check a", "diff a", "create", "delete");
    assert.deepEqual(calls, ["check a", "delete a", "create a"]);
    assert.deepEqual(await shelf.items(), ["a"]);
  });

  test("a replacement that failed after its deletion is created by the next run, and nothing is deleted again", async () => {
    await using shelf = await Shelf.make();
    const options = `{ deleteBeforeReplace: true }`;
    await shelf.up(`new Item("a", { place: "left" }, ${options});`);
    const moved = (trouble: string) =>
      `new Item("a", { place: "right", trouble: "${trouble}" }, ${options});`;
    assert.equal((await shelf.up(moved("create fails"))).ok, false);
    assert.deepEqual(await shelf.items(), []);

    const up = await shelf.up(moved("none"));
    assert.deepEqual(doneBy(up), ["replace a"]);
    const calls = await shelf.calls("check a", "diff", "create", "delete");
    assert.deepEqual(calls, ["check a", "diff a@left", "check a", "create a@right"]);
    assert.deepEqual(await shelf.items(), ["a@right"]);
    assert.deepEqual(doneBy(await shelf.preview()), []);
  });

  test("a replacement that failed after its deletion is forgotten where the program gave it up", async () => {
    await using shelf = await Shelf.make();
    const options = `{ deleteBeforeReplace: true }`;
    await shelf.up(`new Item("a", { place: "left" }, ${options});`);
    await shelf.up(`new Item("a", { place: "right", trouble: "create fails" }, ${options});`);

    const up = await shelf.up(`new Item("b");`);
    assert.equal(up.ok, true);
    assert.deepEqual(await shelf.calls("delete"), []);
    assert.ok(!(await shelf.stateText()).includes("::a"));
  });
});

describe("the sandbox engine leaves alone what is no target", { concurrency }, () => {
  test("what is there is neither checked nor changed, what is new is not created, what is gone is kept", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("old"); new Item("kept", { label: 1 });`);
    const program = `
      new Item("kept", { label: 2 });
      new Item("other");
      new Item("new");`;

    const up = await shelf.up(program, { target: [shelf.urn("new")] });
    assert.equal(up.ok, true);
    assert.deepEqual(doneBy(up), ["create new"]);
    assert.deepEqual(await shelf.calls("check", "diff", "create", "update", "delete"), [
      "check new",
      "checked new",
      "create new",
    ]);
    const all = doneBy(await shelf.up()).toSorted();
    assert.deepEqual(all, ["create other", "delete old", "update kept"]);
  });

  test("a target that the program gave up is deleted, and nothing else is done", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("old"); new Item("also");`);

    const target = [shelf.urn("old")];
    const up = await shelf.up(`new Item("new");`, { target });
    assert.deepEqual(doneBy(up), ["delete old"]);
    assert.deepEqual(await shelf.calls("check", "create", "delete"), ["delete old"]);
    assert.deepEqual(await shelf.items(), ["also"]);
  });

  test("a resource that is known by its alias is not deleted under its old name", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("old");`);
    const program = `new Item("new", {}, { aliases: [{ name: "old" }] });`;

    const up = await shelf.up(program, { target: [shelf.urn("old")] });
    assert.equal(up.ok, true);
    assert.deepEqual(doneBy(up), []);
    assert.deepEqual(await shelf.calls("delete"), []);
    const both = await shelf.up(program, { target: [shelf.urn("old"), shelf.urn("new")] });
    assert.equal(both.ok, true);
    assert.deepEqual(doneBy(both), []);
    assert.ok((await shelf.stateText()).includes("::new"));
  });

  test("what depends on a resource that is not created is refused, and so is a name that nobody has", async () => {
    await using shelf = await Shelf.make();
    const program = `
      const host = new Item("host");
      new Item("guest", {}, { dependsOn: [host] });`;

    const up = await shelf.up(program, { target: [shelf.urn("guest")] });
    assert.match(
      complaintsOf(up).join(),
      /'.*::guest' depends on '.*::host' which was not specified/,
    );
    const unknown = [shelf.urn("nobody")];
    for (const refused of [
      await shelf.up(program, { target: unknown }),
      await shelf.up(program, { replace: unknown }),
      await shelf.destroy({ target: unknown }),
      await shelf.refresh({ target: unknown }),
    ]) {
      assert.match(complaintsOf(refused).join(), /'.*::nobody' could not be found in the stack/);
    }
  });

  test("destroy deletes a target only together with what depends on it", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`
      const host = new Item("host");
      new Item("guest", { label: host.serial });
      new Item("free");`);

    const refused = await shelf.destroy({ target: [shelf.urn("host")] });
    assert.match(complaintsOf(refused).join(), /'.*::guest' will be destroyed but was not spec/);
    assert.deepEqual(await shelf.items(), ["free", "guest", "host"]);
    const both = await shelf.destroy({ target: [shelf.urn("host"), shelf.urn("guest")] });
    assert.deepEqual(doneBy(both), ["delete guest", "delete host"]);
    assert.deepEqual(await shelf.items(), ["free"]);
  });

  test("the command takes targets and replacements by their URNs", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("a"); new Item("b", { label: 1 });`);
    await shelf.program(`new Item("a"); new Item("b", { label: 2 });`);

    const urn = shelf.urn("a");
    const chosen = ["--target", urn, "--replace", urn];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [bin, "sandbox", "preview", "--cwd", shelf.cwd, "--json", ...chosen],
      { env: { ...process.env, ...shelf.environment } },
    );
    const { steps }: { steps: readonly { op: string; urn: string }[] } = JSON.parse(stdout);
    assert.deepEqual(
      steps.filter(({ op }) => op !== "same").map(({ op, urn }) => [op, urn]),
      [["replace", urn]],
    );
  });
});
