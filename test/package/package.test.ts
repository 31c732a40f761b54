import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type PackedPackage, packProvider } from "./pack.ts";

const root = join(import.meta.dirname, "..", "..");

describe("the package that npm publishes", () => {
  let packed: PackedPackage;

  before(async () => {
    packed = await packProvider();
  });

  after(() => packed[Symbol.asyncDispose]());

  test("holds each module's JavaScript and types, the commands, and what a reader needs", () => {
    const modules = globSync("**/*.ts", { cwd: join(root, "provider", "src") })
      .map((source) => source.replaceAll("\\", "/").replace(/\.ts$/, ""))
      .flatMap((module) => [`dist/${module}.js`, `dist/${module}.d.ts`]);
    const others = [
      ...["LICENSE", "README.md", "package.json"],
      ...["bin/cxone-dialer.js", "bin/pulumi-resource-cxone.js"],
      ...["pulumi-resource-cxone", "pulumi-resource-cxone.cmd"],
      ...["NOTICES.txt", "native.cjs", "provider.cjs", "provider.d.cts"].map(
        (name) => `dist/bundle/${name}`,
      ),
    ];
    assert.deepEqual([...packed.files].sort(), [...modules, ...others].sort());
  });

  test("leaves npm a range for each dependency, so that a program needs no second copy", async () => {
    const manifest = JSON.parse(await readFile(join(root, "provider", "package.json"), "utf8"));
    const { dependencies, peerDependencies } = manifest;
    for (const [name, range] of Object.entries({ ...dependencies, ...peerDependencies })) {
      assert.match(String(range), /^\^\d/, name);
    }
  });

  test("is small", () => {
    assert.ok(packed.size < 720_000, `the tarball has ${packed.size} bytes`);
    assert.ok(packed.unpackedSize < 2_500_000, `it unpacks to ${packed.unpackedSize} bytes`);
  });
});
