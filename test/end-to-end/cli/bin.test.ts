import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const provider = join(import.meta.dirname, "..", "..", "..", "provider");

test("the command of a clone that is not built says how to build it", async () => {
  await using folder = await temporaryFolder();
  await cp(join(provider, "bin"), join(folder.path, "bin"), { recursive: true });
  await cp(join(provider, "package.json"), join(folder.path, "package.json"));
  const bin = join(folder.path, "bin", "cxone-dialer.js");
  await assert.rejects(
    promisify(execFile)(process.execPath, [bin, "forecast"]),
    ({ code, stdout, stderr }) => {
      assert.deepEqual([code, stdout], [1, ""]);
      assert.equal(stderr, "error: this clone is not built yet. Run `npm run build` in it.\n");
      return true;
    },
  );
});
