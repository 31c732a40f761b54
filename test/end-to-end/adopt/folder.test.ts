import assert from "node:assert/strict";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { amendedGitignore } from "../../../provider/src/cli/adopt/program/surroundings.ts";

import { callCentre } from "./call-centre.ts";
import { type Workbench, workbench } from "./workbench.ts";

async function write(bench: Workbench, path: string, text: string): Promise<void> {
  await mkdir(bench.folder, { recursive: true });
  await writeFile(join(bench.folder, path), text);
}

describe("the folder of cxone-dialer adopt", { concurrency: 2 }, () => {
  test("is refused where somebody else wrote what is in it, and is left as it is", async () => {
    await using bench = await workbench(callCentre(1, 1));
    await write(bench, "Pulumi.yaml", "name: by-hand\nruntime: nodejs\n");
    await write(bench, "index.ts", "console.log(1);\n");
    const files = await bench.files();
    for (const run of [() => bench.adopt(), () => bench.adopt("--force"), () => bench.verify()]) {
      const { code, stderr } = await run();
      assert.equal(code, 2);
      assert.match(
        stderr,
        /did not write \(Pulumi\.yaml, index\.ts\).*Name a new folder, such as /,
      );
    }
    assert.deepEqual(await bench.files(), files);
    assert.deepEqual(bench.takeRequests(), []);
  });

  test("may be a new repository, which keeps its own files", async () => {
    await using bench = await workbench(callCentre(1, 1));
    await write(bench, "README.md", "# Dialers\n");
    await write(bench, ".gitignore", "*.log\n/node_modules\n!adopt.json\n");
    assert.equal((await bench.adopt()).code, 0);
    const { "README.md": readme, ".gitignore": ignored = "" } = await bench.files();
    assert.equal(readme, "# Dialers\n");
    assert.match(
      ignored,
      /^\*\.log\n\/node_modules\n!adopt\.json\n\.sandbox\/\nadopt\.json\nadopt\.partial\.jsonl\n/,
    );
    await bench.adopt();
    assert.equal(await bench.read(".gitignore"), ignored);
  });

  test("shows the documents of adopt.json to its owner alone", {
    skip: process.platform === "win32" && "files have no such rights",
  }, async () => {
    await using bench = await workbench(callCentre(1, 1));
    await bench.adopt();
    assert.equal((await stat(join(bench.folder, "adopt.json"))).mode & 0o777, 0o600);
  });

  test("is not made where the settings are missing, or there is nothing to work from", async () => {
    await using bench = await workbench(callCentre(1, 1));
    const offline = await bench.adopt("--offline");
    assert.equal(offline.code, 2);
    assert.match(offline.stderr, /There is no folder .*dialers\./);
    await assert.rejects(stat(bench.folder), { code: "ENOENT" });
  });

  test("that is not there, or is a file, gets a plain answer from verify, and JSON where that is wanted", async () => {
    await using bench = await workbench(callCentre(1, 1));
    const missing = await bench.verify("--json");
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /^error: There is no folder .*dialers\.\n$/);
    assert.match(JSON.parse(missing.stdout).error.message, /^There is no folder/);

    await write(bench, "README.md", "# Dialers\n");
    const empty = await bench.verify();
    assert.equal(empty.code, 2);
    assert.match(empty.stderr, /holds no plan\.yaml, so nothing is adopted here yet/);
  });

  test("gets an error of the tenant's in JSON, with its code", async () => {
    await using bench = await workbench(callCentre(1, 1));
    bench.tenant.rotateSecret("another");
    const { code, stdout, stderr } = await bench.adopt("--json");
    assert.equal(code, 1);
    assert.match(stderr, /^error: POST .*invalid_client/);
    const { version, error } = JSON.parse(stdout);
    assert.deepEqual([version, error.code], [1, "CXONE_AUTHENTICATION"]);
  });
});

describe("a .gitignore", () => {
  test("keeps every line, ignores what has to be, and is amended once", () => {
    const line = fc.constantFrom(
      "*.log",
      "adopt.json",
      "!adopt.json",
      "/adopt.json",
      "node_modules",
      "",
      "# x",
    );
    const text = fc
      .tuple(fc.array(line), fc.constantFrom("\n", "\r\n"), fc.boolean())
      .map(([lines, end, isEnded]) => lines.join(end) + (isEnded ? end : ""));
    fc.assert(
      fc.property(text, (present) => {
        const amended = amendedGitignore(present);
        assert.ok(amended.startsWith(present));
        assert.equal(amendedGitignore(amended), amended);
        const said = amended.split(/\r?\n/).filter((each) => /^!?\/?adopt\.json$/.test(each));
        assert.ok(!said.at(-1)?.startsWith("!"));
      }),
    );
  });
});
