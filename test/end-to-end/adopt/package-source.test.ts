import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { callCentre } from "./call-centre.ts";
import { type Workbench, workbench } from "./workbench.ts";

async function dependencyOf(bench: Workbench): Promise<string> {
  return JSON.parse(await bench.read("package.json")).dependencies["pulumi-cxone-dialer"];
}

describe("--package of cxone-dialer adopt", { concurrency: 2 }, () => {
  for (const [spec, expected] of [
    ["0.1.0", "0.1.0"],
    ["^0.1.0", "^0.1.0"],
    ["next", "next"],
    ["pulumi-cxone-dialer@0.1.0", "0.1.0"],
    ["https://packages.example.com/dialer.tgz", "https://packages.example.com/dialer.tgz"],
    ["git+https://git.example.com/dialer.git#main", "git+https://git.example.com/dialer.git#main"],
  ] as const) {
    test(`takes ${spec} as npm does`, async () => {
      await using bench = await workbench(callCentre(1, 1));
      assert.equal((await bench.adopt("--package", spec)).code, 0);
      assert.equal(await dependencyOf(bench), expected);
    });
  }

  test("takes a packed file, seen from the program's folder, and changes a package.json that is there in that alone", async () => {
    await using bench = await workbench(callCentre(1, 1));
    await bench.adopt();
    await bench.edit("package.json", (text) =>
      text.replace('"private": true', '"private":   true'),
    );
    const manifest = await bench.read("package.json");
    await mkdir(join(bench.folder, "..", "packed"));
    const file = join(bench.folder, "..", "packed", "pulumi-cxone-dialer-0.1.0.tgz");
    await writeFile(file, "");
    const { code, stdout } = await bench.adopt("--offline", "--package", file);
    assert.equal(code, 0);
    const expected = "file:../packed/pulumi-cxone-dialer-0.1.0.tgz";
    assert.ok(stdout.includes(`package.json takes pulumi-cxone-dialer from ${expected}.`));
    assert.equal(
      await bench.read("package.json"),
      manifest.replace(/("pulumi-cxone-dialer": )".*"/, `$1"${expected}"`),
    );
    await bench.adopt("--offline");
    assert.equal(await dependencyOf(bench), expected);
  });

  test("is refused before a request where it is nothing that npm takes", async () => {
    await using bench = await workbench(callCentre(1, 1));
    for (const [spec, message] of [
      ["../nowhere.tgz", /--package \.\.\/nowhere\.tgz: there is no \/.*nowhere\.tgz/],
      ["two words", /--package two words: give a version \(0\.1\.0\), a packed file/],
      ["", /give a version/],
    ] as const) {
      const { code, stderr } = await bench.adopt("--package", spec);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
    assert.deepEqual(bench.takeRequests(), []);
  });

  test("has npm copy a folder, for a linked one would have an SDK of its own", async () => {
    await using bench = await workbench(callCentre(1, 1));
    await mkdir(bench.folder, { recursive: true });
    await writeFile(join(bench.folder, ".npmrc"), "save-exact=true");
    await bench.adopt();
    assert.match(await dependencyOf(bench), /^file:.*\/provider$/);
    assert.equal(await bench.read(".npmrc"), "save-exact=true\ninstall-links=true\n");
  });
});
