import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { doneBy, Shelf } from "./shelf.ts";

const bin = join(import.meta.dirname, "..", "..", "..", "provider", "bin", "cxone-dialer.js");

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: readonly string[], shelf?: Shelf): Promise<Ended> {
  const env = { ...process.env, ...shelf?.environment };
  try {
    const ended = await promisify(execFile)(process.execPath, [bin, ...args], { env });
    return { code: 0, ...ended };
  } catch (error) {
    // What execFile rejects with is the output and the exit code, on an Error.
    const { code, stdout, stderr } = Object.assign({ code: -1, stdout: "", stderr: "" }, error);
    return { code, stdout, stderr };
  }
}

/** In a group of its own, for a terminal sends Ctrl-C to all of a group. */
function startUp(shelf: Shelf) {
  return spawn(process.execPath, [bin, "sandbox", "up", "--cwd", shelf.cwd, "--json"], {
    env: { ...process.env, ...shelf.environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
}

describe("cxone-dialer sandbox", { concurrency: availableParallelism() }, () => {
  test("--json prints one object with what was done, and nothing else", async () => {
    await using shelf = await Shelf.make();
    await shelf.program(`
      import { Config } from "@pulumi/pulumi/config.js";
      console.log("noise");
      const config = new Config();
      export const password = config.requireSecret("password");
      export const { serial } = new Item("a", { label: config.require("word") });`);
    const settings = ["--config", "word=x=y", "--secret-config", "password=hush"];
    const up = await run(["sandbox", "up", "--cwd", shelf.cwd, "--json", ...settings], shelf);
    assert.equal(up.stderr, "");
    assert.equal(up.code, 0);
    const root = "urn:pulumi:dev::shelf::pulumi:pulumi:Stack::shelf-dev";
    assert.deepEqual(JSON.parse(up.stdout), {
      ok: true,
      steps: [
        { op: "create", urn: root, diff: [], inputs: {} },
        {
          op: "create",
          urn: "urn:pulumi:dev::shelf::pulumi-nodejs:dynamic/shelf:Item::a",
          diff: [
            { path: "label", kind: "add", new: "x=y" },
            { path: "name", kind: "add", new: "a" },
          ],
          inputs: { label: "x=y", name: "a" },
        },
      ],
      outputs: { password: "[secret]", serial: 1 },
      diagnostics: [{ severity: "info", message: "noise" }],
    });

    const preview = await run(["sandbox", "preview", "--cwd", shelf.cwd, ...settings], shelf);
    assert.equal(preview.stderr, "");
    assert.match(preview.stdout, /^Previewing update \(dev\):\n {2}pulumi:pulumi:Stack: \(same\)/);
    assert.match(preview.stdout, /\nResources:\n {4}2 unchanged\n$/);
  });

  test("preview --json prints the digest that pulumi preview --json prints", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("a", { label: 1 }); new Item("b", { label: 1 });`);
    await shelf.program(`
      console.log("noise");
      new Item("a", { label: secret("hush") });
      const c = new Item("c", { label: 1 });
      new Item("d", { label: c.serial });`);
    const settings = ["--config", "word=x", "--secret-config", "password=hush"];
    const flags = ["sandbox", "preview", "--cwd", shelf.cwd, "--json", ...settings];
    const { code, stdout, stderr } = await run(flags, shelf);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.doesNotMatch(stdout, /hush/);
    const { config, steps, diagnostics, duration, changeSummary } = JSON.parse(stdout);
    assert.deepEqual(config, { "shelf:password": "[secret]", "shelf:word": "x" });
    assert.deepEqual(diagnostics, [{ message: "noise\n", severity: "info" }]);
    assert.ok(duration > 1_000_000);
    assert.deepEqual(changeSummary, { same: 1, update: 1, create: 2, delete: 1 });
    const type = "pulumi-nodejs:dynamic/shelf:Item";
    const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    // The program registers its resources at the same time: only their set is certain.
    const named = (name: string) =>
      steps.find(({ urn }: { urn: string }) => urn.endsWith(`::${name}`));
    const [a, b, c, d] = ["a", "b", "c", "d"].map(named);
    assert.equal(steps.length, 5);
    assert.equal(named("shelf-dev").op, "same");
    assert.deepEqual([a.op, b.op, c.op, d.op], ["update", "delete", "create", "create"]);
    assert.equal(
      a.provider,
      `urn:pulumi:dev::shelf::pulumi:providers:pulumi-nodejs::default::${unknownValue}`,
    );
    assert.equal(a.detailedDiff, null);
    assert.equal(a.oldState.type, type);
    assert.equal(a.oldState.inputs.label, 1);
    assert.equal(a.oldState.outputs.serial, 1);
    assert.equal(a.newState.inputs.label, "[secret]");
    assert.equal(d.oldState, undefined);
    assert.equal(d.newState.inputs.label, unknownValue);
    assert.equal(b.newState, undefined);

    await shelf.program(`new Item("a", { label: 1 }); new Item("b", { label: 1 });`);
    const operations = async (...more: readonly string[]) =>
      JSON.parse((await run([...flags, ...more], shelf)).stdout).steps.length;
    assert.equal(await operations(), 1);
    assert.equal(await operations("--show-sames"), 3);
  });

  test("a failed run ends with exit code 1", async () => {
    await using shelf = await Shelf.make();
    await shelf.program(`new Item("a", { label: "refused" });`);
    const human = await run(["sandbox", "preview", "--cwd", shelf.cwd], shelf);
    assert.equal(human.code, 1);
    assert.match(human.stdout, /has a problem: nobody reads it\n/);
  });

  test("Ctrl-C lets end what is running, and the state has it", {
    skip: process.platform === "win32" && "no process groups",
  }, async () => {
    await using shelf = await Shelf.make();
    await shelf.program(`new Item("slow", { trouble: "create waits" });`);
    const child = startUp(shelf);
    const ended = once(child, "exit");
    const output = text(child.stdout);
    await shelf.called("create waits");
    process.kill(-(child.pid ?? 0), "SIGINT");
    await once(child.stderr, "data");
    await shelf.letGo();

    assert.deepEqual(await ended, [1, null]);
    const { ok, steps } = JSON.parse(await output);
    assert.equal(ok, false);
    assert.equal(steps.length, 2);
    assert.deepEqual(doneBy(await shelf.preview()), []);
  });

  test("a run that is killed leaves no process behind", async () => {
    await using shelf = await Shelf.make();
    await shelf.program(`new Item("slow", { trouble: "create waits" });`);
    const child = startUp(shelf);
    await shelf.called("create waits");
    child.kill("SIGKILL");
    await shelf.called("exit");
    assert.deepEqual(await shelf.calls("create"), ["create waits"]);
  });

  test("a mistake in the command line is one line on the error stream, and exit code 2", async () => {
    const mistakes = {
      "error: unknown command 'previw'\n(Did you mean preview?)\n": ["sandbox", "previw"],
      "error: unknown command 'deploy'\n(Did you mean up?)\n": ["sandbox", "deploy"],
      "error: unknown command 'launch'\n(Take one of tenant, history, preview, up, refresh, destroy.)\n":
        ["sandbox", "launch"],
      "error: There is no Pulumi.yaml in /. Name the project's folder with --cwd.\n": [
        "sandbox",
        "up",
        "--cwd",
        "/",
      ],
    };
    for (const [stderr, args] of Object.entries(mistakes)) {
      assert.deepEqual(await run(args), { code: 2, stdout: "", stderr });
    }
    const setting = await run(["sandbox", "up", "--config", "colour"]);
    assert.equal(setting.code, 2);
    assert.match(setting.stderr, /argument 'colour' is invalid\. Write it as key=value/);
  });

  test("--help shows examples, --version the package's", async () => {
    assert.match((await run(["--help"])).stdout, /\$ cxone-dialer sandbox preview\n/);
    assert.match((await run(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/);
  });
});
