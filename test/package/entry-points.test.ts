import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { type PackedPackage, packProvider } from "./pack.ts";

describe("the package that npm publishes", () => {
  let packed: PackedPackage;

  before(async () => {
    packed = await packProvider();
  });

  after(() => packed[Symbol.asyncDispose]());

  test("has entry points that publint finds nothing to say about", async () => {
    const bytes = await readFile(packed.tarball);
    const tarball = new Uint8Array(bytes).buffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg, { color: false })),
      [],
    );
  });

  test("has types that are right for every way of importing it", async () => {
    const manifest = fileURLToPath(import.meta.resolve("@arethetypeswrong/cli/package.json"));
    const flags = ["--profile", "esm-only", "--no-definitely-typed", "--format", "ascii"];
    const run = promisify(execFile)(process.execPath, [
      join(dirname(manifest), "dist", "index.js"),
      ...flags,
      packed.tarball,
    ]);
    await run.catch(({ stdout }) => assert.fail(stdout));
  });
});
