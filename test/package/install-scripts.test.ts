import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import * as z from "zod";

const root = join(import.meta.dirname, "..", "..");

const read = async (name: string) => JSON.parse(await readFile(join(root, name), "utf8"));

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().default(false) })),
});

const manifestSchema = z.object({ allowScripts: z.record(z.string(), z.boolean()) });

test("each package with an install script is allowed to run it, or is not, and no other is named", async () => {
  const { packages } = lockSchema.parse(await read("package-lock.json"));
  const { allowScripts } = manifestSchema.parse(await read("package.json"));
  const withScript = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ""));
  assert.deepEqual([...new Set(withScript)].sort(), Object.keys(allowScripts).sort());
});
