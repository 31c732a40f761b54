import assert from "node:assert/strict";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { renderResult } from "pulumi-cxone-dialer/sandbox";
import { changesOf, complaintsOf, doneBy, Shelf } from "./shelf.ts";

const secrets = /hush|whisper|7331/;

describe("the sandbox engine keeps secrets", { concurrency: availableParallelism() }, () => {
  test("a secret is neither shown nor stored readably, and follows its value into the outputs", async () => {
    await using shelf = await Shelf.make();
    const program = (word: string) => `
      const a = new Item("a", { label: { open: "seen", closed: secret("${word}") } });
      const b = new Item("b", { label: a.label });
      const c = new Item("c", { label: 7331 }, { additionalSecretOutputs: ["label"] });
      export const fromA = a.label;
      export const fromB = b.label;
      export const fromC = c.label;
      export const list = [1, secret("whisper")];`;

    const up = await shelf.up(program("hush"));
    assert.deepEqual(complaintsOf(up), []);
    assert.deepEqual(changesOf(up, "a")?.[0], {
      path: "label",
      kind: "add",
      new: { open: "seen", closed: "[secret]" },
    });
    assert.deepEqual(up.outputs, {
      fromA: "[secret]",
      fromB: "[secret]",
      fromC: "[secret]",
      list: [1, "[secret]"],
    });
    assert.doesNotMatch(JSON.stringify(up.outputs), secrets);
    // The input of c is no secret, only its output is.
    assert.doesNotMatch((await shelf.stateText()).replace(/"inputs":\{[^}]*7331/, ""), secrets);
    assert.match(await readFile(join(shelf.cwd, "shelf", "a.json"), "utf8"), /hush/);

    const preview = await shelf.preview(program("whisper"));
    assert.deepEqual(changesOf(preview, "a"), [
      { path: "label.closed", kind: "update", old: "[secret]", new: "[secret]" },
    ]);
    assert.doesNotMatch(renderResult(preview), secrets);
    assert.deepEqual(doneBy(await shelf.preview(program("hush"))), []);
  });

  test("the key is its owner's alone, and without it a run stops before anything is done", async () => {
    await using shelf = await Shelf.make();
    await shelf.up(`new Item("a", { label: secret("hush") });`);
    const key = join(shelf.cwd, ".sandbox", "dev.key");
    if (process.platform !== "win32") assert.equal((await stat(key)).mode & 0o777, 0o600);
    assert.equal(await readFile(join(shelf.cwd, ".sandbox", ".gitignore"), "utf8"), "*\n");

    await writeFile(key, Buffer.alloc(32).toString("base64"));
    assert.match(
      complaintsOf(await shelf.up())[0] ?? "",
      /cannot be decrypted: the key is another/,
    );
    await rm(key);
    const state = await shelf.stateText();
    assert.match(
      complaintsOf(await shelf.destroy())[0] ?? "",
      /their key .*dev\.key cannot be read/,
    );
    assert.equal(await shelf.stateText(), state);
    assert.deepEqual(await shelf.items(), ["a"]);
  });

  test("settings reach the program and the provider, secret ones as secrets", async () => {
    await using shelf = await Shelf.make({
      config: { colour: "red", "other:size": "5" },
      secretConfig: { password: "hush" },
    });
    await writeFile(
      join(shelf.cwd, "Pulumi.dev.yaml"),
      "config:\n  shelf:colour: blue\n  shelf:flag: true\n  shelf:tags: [1, { a: b }]\n",
    );
    const up = await shelf.up(`
      import { Config } from "@pulumi/pulumi/config.js";
      const config = new Config();
      new Item("a", { label: config.requireSecret("password") });
      export const colour = config.require("colour");
      export const size = new Config("other").requireNumber("size");
      export const flag = config.requireBoolean("flag");
      export const tags = config.requireObject("tags");
      export const password = config.requireSecret("password");`);
    assert.deepEqual(up.outputs, {
      colour: "red",
      size: 5,
      flag: true,
      tags: [1, { a: "b" }],
      password: "[secret]",
    });
    assert.deepEqual(await shelf.calls("configure"), ["configure red"]);
    assert.doesNotMatch(await shelf.stateText(), secrets);
  });

  test("what only Pulumi's command line can decrypt is an error that names the setting, unless it is given", async () => {
    await using shelf = await Shelf.make();
    await writeFile(
      join(shelf.cwd, "Pulumi.dev.yaml"),
      "config:\n  cxone:clientSecret:\n    secure: v1:abc=\n",
    );
    const [complaint] = complaintsOf(await shelf.preview(""));
    assert.match(complaint ?? "", /cxone:clientSecret in .*Pulumi\.dev\.yaml is encrypted/);
    assert.match(complaint ?? "", /--secret-config cxone:clientSecret=/);
  });
});
