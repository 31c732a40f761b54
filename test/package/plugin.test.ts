import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { test } from "node:test";
import { makePlugin } from "../../scripts/plugin.ts";
import { NativeProvider } from "../support/native-provider.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = join(import.meta.dirname, "..", "..");

test("the plugin's tarball holds a provider that needs no package beside it", async () => {
  await using folder = await temporaryFolder();
  const tarball = await makePlugin(folder.path);
  assert.ok((await stat(tarball)).size < 800_000);
  execFileSync("tar", ["-xzf", basename(tarball)], { cwd: folder.path });
  await using provider = await NativeProvider.launch(
    {},
    join(folder.path, "pulumi-resource-cxone"),
  );
  const { version } = JSON.parse(await readFile(join(root, "provider", "package.json"), "utf8"));
  assert.equal((await provider.schema()).version, version);
  assert.match(await readFile(join(folder.path, "NOTICES.txt"), "utf8"), /undici .*MIT/);
});
