import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { renderResult, SandboxEngine } from "pulumi-cxone-dialer/sandbox";
import { complaintsOf, doneBy, Shelf } from "./shelf.ts";

const concurrency = availableParallelism();
const item = "pulumi-nodejs:dynamic/shelf:Item";

describe("when something fails in the sandbox engine", { concurrency }, () => {
  test("a refused check is printed as Pulumi prints it, and nothing more is done", async () => {
    await using shelf = await Shelf.make();
    const preview = await shelf.preview(`
      const a = new Item("a", { label: "refused" });
      new Item("after", { label: a.id });`);
    assert.deepEqual(complaintsOf(preview), [
      `error: ${item} resource 'a': property label value {refused} has a problem: nobody reads it`,
    ]);
    assert.equal(preview.ok, false);
    assert.deepEqual(doneBy(preview), []);
  });

  test("what succeeded stays, what failed is tried again, and nothing is deleted", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("old");`);

    const failed = await shelf.up(`
      const a = new Item("a");
      const b = new Item("b", { label: a.serial, trouble: "create fails" });
      new Item("c", { label: b.serial });`);
    assert.equal(failed.ok, false);
    assert.deepEqual(complaintsOf(failed), ["error: the shelf is full"]);
    assert.match(failed.diagnostics[0]?.urn ?? "", /::b$/);
    assert.deepEqual(doneBy(failed), ["create a"]);
    assert.deepEqual(await shelf.items(), ["a", "old"]);

    const repaired = await shelf.up(`new Item("a"); new Item("b");`);
    assert.deepEqual(doneBy(repaired), ["create b", "delete old"]);
  });

  test("after a run that stopped midway, what depends on something still goes before it", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`const a = new Item("a"); new Item("b", { label: a.id });`);
    const stopped = await shelf.up(`
      const a = new Item("a", { label: "new" });
      const c = new Item("c", { label: a.id, trouble: "create fails" });
      new Item("b", { label: c.id });`);
    assert.deepEqual(doneBy(stopped), ["update a"]);

    await shelf.destroy();
    assert.deepEqual(await shelf.calls("delete"), ["delete b", "delete a"]);
  });

  test("a create that ended halfway is in the state, and the next run completes it", async () => {
    await using shelf = await Shelf.make();
    const failed = await shelf.up(`new Item("a", { trouble: "create is half done" });`);
    assert.deepEqual(complaintsOf(failed), ["error: 1 error occurred:\n    * the glue is wet"]);

    // The same program: nothing differs, and still there is something to do.
    const repaired = await shelf.up();
    assert.deepEqual(doneBy(repaired), ["update a"]);
    assert.deepEqual(await shelf.calls("create", "update"), ["update a"]);
    assert.deepEqual(doneBy(await shelf.preview()), []);
  });

  test("an update that ended halfway keeps the old inputs, so that the next run sees what is missing", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("a", { label: 1 });`);
    const failed = await shelf.up(`new Item("a", { label: 2, trouble: "update is half done" });`);
    assert.equal(failed.ok, false);

    const repaired = await shelf.up(`new Item("a", { label: 2 });`);
    assert.deepEqual(repaired.steps.find(({ op }) => op === "update")?.diff, [
      { path: "label", kind: "update", old: 1, new: 2 },
    ]);
  });

  test("an error out of the provider is one line without the SDK's stack, whichever call it comes from", async () => {
    await using shelf = await Shelf.make();
    const clean = (trouble: string, result: Awaited<ReturnType<Shelf["up"]>>) =>
      assert.deepEqual(
        result.diagnostics.map(({ severity, message }) => `${severity}: ${message}`),
        ["error: the shelf is full"],
        trouble,
      );
    clean("check", await shelf.up(`new Item("a", { trouble: "check fails" });`));
    await shelf.up(`new Item("a", { trouble: "delete fails" });`);
    clean("diff", await shelf.up(`new Item("a", { trouble: "diff fails" });`));
    clean("delete", await shelf.destroy());
    assert.deepEqual(await shelf.items(), ["a"]);
  });

  test("what a provider and a program print is shown, under the stack", async () => {
    await using shelf = await Shelf.make();
    const { ok, diagnostics } = await shelf.preview(`
      import { error, warn } from "@pulumi/pulumi/log/index.js";
      const a = new Item("a", { trouble: "check talks" });
      warn("mind the gap", a);
      console.log("from the program");
      console.error("and its error stream");`);
    assert.equal(ok, true);
    const lines = diagnostics.map(({ severity, message, urn }) =>
      [severity, message, urn?.split("::").at(-1)].filter((part) => part !== undefined).join(" "),
    );
    assert.deepEqual(lines.toSorted(), [
      "info a word from the provider",
      "info and its error stream",
      "info from the program",
      "info the provider's error stream",
      "warning mind the gap a",
    ]);
  });

  test("a program that throws deletes nothing and shows the place without a stack", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("a");`);

    const thrown = await shelf.up(`throw new Error("no such campaign");`);
    assert.equal(thrown.ok, false);
    const [complaint = ""] = complaintsOf(thrown);
    assert.match(complaint, /failed with an unhandled exception:\nError: no such campaign\n/);
    assert.equal(complaint.match(/^ +at /gm)?.length, 1);
    assert.match(complaint, /index\.js:3/);

    // On Windows a signal to oneself is an exit code.
    if (process.platform !== "win32") {
      const killed = await shelf.up(`process.kill(process.pid, "SIGKILL");`);
      assert.deepEqual(complaintsOf(killed), ["error: The program was ended by SIGKILL."]);
    }
    const exited = await shelf.up(`process.exit(4);`);
    assert.deepEqual(complaintsOf(exited), ["error: The program ended with exit code 4."]);
    assert.deepEqual(await shelf.items(), ["a"]);
  });

  test("a provider process that dies is reported, and what was done before is in the state", async () => {
    await using shelf = await Shelf.make();
    const died = await shelf.up(`
      const a = new Item("a");
      new Item("b", { label: a.serial, trouble: "create dies" });`);
    const [complaint = ""] = complaintsOf(died);
    assert.match(complaint, /provider process ended with exit code 3 during the operation/);
    assert.match(complaint, /run refresh/);
    assert.deepEqual(doneBy(await shelf.up(`new Item("a"); new Item("b");`)), ["create b"]);
  });

  test("two resources of one name are refused", async () => {
    await using shelf = await Shelf.make();
    const preview = await shelf.preview(`new Item("a"); new Item("a");`);
    assert.deepEqual(complaintsOf(preview), [
      `error: Duplicate resource URN 'urn:pulumi:dev::shelf::${item}::a'; try giving it a unique name`,
    ]);
  });

  test("what only Pulumi's command line can do is refused, naming it", async () => {
    await using shelf = await Shelf.make();
    const imports = `
      import { CustomResource } from "@pulumi/pulumi/resource.js";
      import { invoke } from "@pulumi/pulumi/runtime/invoke.js";
      import { registerResourceTransform } from "@pulumi/pulumi/runtime/stack.js";
      import { StackReference } from "@pulumi/pulumi/stackReference.js";`;
    const programs = {
      "aws:s3/bucket:Bucket is not a dynamic resource": `new CustomResource("aws:s3/bucket:Bucket", "b");`,
      "pulumi:pulumi:StackReference is not": `new StackReference("acme/net/dev");`,
      "calls a function of another provider": `await invoke("aws:index:getRegion", {});`,
      "The option import is not supported": `new Item("a", {}, { import: "b" });`,
      "The option transforms is not supported": `new Item("a", {}, { transforms: [() => undefined] });`,
      "registers a transform for all its resources": `registerResourceTransform(() => undefined); new Item("a");`,
    };
    for (const [expected, program] of Object.entries(programs)) {
      const { ok, diagnostics } = await shelf.preview(`${imports}\n${program}`);
      assert.equal(ok, false);
      assert.equal(diagnostics.length, 1, JSON.stringify(diagnostics));
      assert.ok(diagnostics[0]?.message.includes(expected), diagnostics[0]?.message);
      assert.match(diagnostics[0]?.message ?? "", /use Pulumi's command line \(pulumi\) for it/);
    }
  });

  test("a project that cannot run is refused in one sentence, before anything starts", async () => {
    await using shelf = await Shelf.make();
    const complain = async (project: string) => {
      await writeFile(join(shelf.cwd, "Pulumi.yaml"), project);
      return complaintsOf(await shelf.preview(""))[0] ?? "";
    };
    assert.match(
      await complain("name: shelf\nruntime: python\n"),
      /runs Node\.js programs, not python/,
    );
    assert.match(
      await complain("name: shelf\nruntime: nodejs\nmain: lost.ts\n"),
      /names lost\.ts, which does not exist/,
    );
    assert.match(await complain("runtime: nodejs\n"), /Pulumi\.yaml is not as expected:\n.*name/s);
    assert.match(await complain("name: [\n"), /Pulumi\.yaml cannot be read: /);

    const nowhere = await new SandboxEngine({ cwd: join(shelf.cwd, "shelf") }).up();
    assert.match(complaintsOf(nowhere)[0] ?? "", /There is no Pulumi\.yaml in .*shelf/);
    assert.doesNotMatch(renderResult(nowhere), /Resources:/);
    const stack = await new SandboxEngine({ cwd: shelf.cwd, stack: "../up" }).up();
    assert.match(complaintsOf(stack)[0] ?? "", /"\.\.\/up" cannot be a stack's name/);
  });

  test("a state that cannot be understood is left alone", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("a");`);
    const file = join(shelf.cwd, ".sandbox", "dev.json");
    await writeFile(file, `{"version":1,"resour`);

    const [complaint = ""] = complaintsOf(await shelf.up());
    assert.match(complaint, /The state .*dev\.json cannot be understood\. Put a good copy back/);
    assert.equal(await shelf.stateText(), `{"version":1,"resour`);
  });
});
