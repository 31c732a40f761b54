import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { type EngineEvent, SandboxEngine } from "pulumi-cxone-dialer/sandbox";
import { complaintsOf, doneBy, Shelf } from "./shelf.ts";

/** Ends at the first event that is looked for. */
function waitFor(isIt: (event: EngineEvent) => boolean) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onEvent = (event: EngineEvent) => {
    if (isIt(event)) resolve();
  };
  return { promise, onEvent };
}

function isStart(event: EngineEvent, name: string): boolean {
  return event.type === "step-started" && event.urn.endsWith(`::${name}`);
}

describe("a run of the sandbox engine", { concurrency: availableParallelism() }, () => {
  test("does as many things at a time as it is asked to, and checks one after another", async () => {
    let running = 0;
    let most = 0;
    const full = waitFor((event) => {
      if (event.type !== "diagnostic") running += event.type === "step-started" ? 1 : -1;
      most = Math.max(most, running);
      return running === 2;
    });
    await using shelf = await Shelf.make({ parallel: 2, onEvent: full.onEvent });
    const names = ["a", "b", "c", "d"];
    const items = names.map((name) => `new Item("${name}", { trouble: "create waits" });`);
    const run = shelf.up(items.join("\n"));
    await full.promise;
    await shelf.letGo();
    assert.equal((await run).ok, true);
    assert.deepEqual(await shelf.items(), names);
    assert.equal(most, 2);
    const checks = await shelf.calls("check");
    const inTurn = checks.flatMap((call) =>
      call.startsWith("check ") ? [call, call.replace("check", "checked")] : [],
    );
    assert.equal(checks.length, 8);
    assert.deepEqual(checks, inTurn);
  });

  test("that is interrupted ends what is running and starts nothing else", async () => {
    const waiting = waitFor((event) => isStart(event, "slow"));
    await using shelf = await Shelf.make({ onEvent: waiting.onEvent });
    const controller = new AbortController();
    const program = `
      const slow = new Item("slow", { trouble: "create waits" });
      new Item("next", { label: slow.serial });`;
    const run = shelf.up(program, { signal: controller.signal });
    await waiting.promise;
    controller.abort();
    await shelf.letGo();

    const result = await run;
    assert.equal(result.ok, false);
    assert.match(complaintsOf(result)[0] ?? "", /^error: The run was interrupted/);
    assert.deepEqual(doneBy(result), ["create slow"]);
    assert.deepEqual(doneBy(await shelf.up()), ["create next"]);
  });

  test("keeps another away from the same state, but not a preview", async () => {
    const waiting = waitFor((event) => isStart(event, "slow"));
    await using shelf = await Shelf.make({ onEvent: waiting.onEvent });
    const run = shelf.up(`new Item("slow", { trouble: "create waits" });`);
    await waiting.promise;

    const [complaint = ""] = complaintsOf(await shelf.destroy());
    assert.match(complaint, /Another run \(process \d+\) is using this state/);
    assert.deepEqual(doneBy(await shelf.preview()), ["create slow"]);
    await shelf.letGo();
    assert.equal((await run).ok, true);
    assert.equal((await shelf.destroy()).ok, true);
  });

  test("takes over the lock of a process that is no more, and leaves no file but state and key", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("a", { label: secret(1) });`);
    const lock = join(shelf.cwd, ".sandbox", "dev.json.lock");
    // Above any process number that Linux gives (4,194,304).
    for (const stale of ["99999999\n", `${process.pid}\n`, ""]) {
      await writeFile(lock, stale);
      assert.deepEqual(complaintsOf(await shelf.refresh()), []);
    }
    const files = (await readdir(join(shelf.cwd, ".sandbox"))).toSorted();
    assert.deepEqual(files, [".gitignore", "dev.json", "dev.key"]);
  });

  test("refuses the state of another project, and has one for each stack", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("a");`);
    const project = join(shelf.cwd, "Pulumi.yaml");
    await writeFile(project, (await readFile(project, "utf8")).replace("shelf", "other"));

    const [complaint = ""] = complaintsOf(await shelf.refresh());
    assert.match(complaint, /belongs to project shelf, not to other/);
    const { env, cwd } = { env: shelf.environment, cwd: shelf.cwd };
    const test = await new SandboxEngine({ cwd, env, stack: "test" }).preview();
    assert.deepEqual(doneBy(test), ["create a"]);
  });
});
