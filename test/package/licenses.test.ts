import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { installedWithThePackage, isAllowed, licenseReport } from "../../scripts/licenses.ts";

const root = join(import.meta.dirname, "..", "..");

describe("the licences of what comes with the package", () => {
  const packages = installedWithThePackage(root);

  test("ask for their notice to be kept, and for nothing else", () => {
    assert.ok(packages.length > 0);
    assert.deepEqual(
      packages.filter((one) => !isAllowed(one)),
      [],
    );
  });

  test("are listed, each of them, as the lockfile has them", async () => {
    const listed = await readFile(join(root, "THIRD-PARTY-LICENSES.md"), "utf8");
    assert.equal(
      licenseReport(packages),
      listed,
      "write the list anew: node scripts/third-party-licenses.ts",
    );
  });

  test("are judged whole: each of those that hold together, and no expression with a choice", () => {
    const judge = (license: string) => isAllowed({ name: "it", version: "1.0.0", license });
    assert.equal(judge("MIT"), true);
    assert.equal(judge("(BSD-3-Clause AND Apache-2.0)"), true);
    assert.equal(judge("(MIT AND GPL-3.0-only)"), false);
    assert.equal(judge("(MIT OR GPL-3.0-only)"), false);
    assert.equal(judge("Apache-2.0 WITH LLVM-exception"), false);
    assert.equal(judge("none named"), false);
  });
});
