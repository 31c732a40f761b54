/**
 * Changes the source in one place at a time, and expects a unit test to fail: `node scripts/mutation.ts` in every area,
 * `node scripts/mutation.ts domain transport` in these. What follows `--` is for Stryker:
 * `node scripts/mutation.ts domain -- --mutate provider/src/domain/merge.ts --concurrency 1`.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { areas } from "./mutation/areas.ts";

const root = join(import.meta.dirname, "..");
const all = process.argv.slice(2);
const end = all.includes("--") ? all.indexOf("--") : all.length;
const named = all.slice(0, end);
const unknown = named.filter((name) => !Object.hasOwn(areas, name));
if (unknown.length > 0) {
  console.error(`No area ${unknown.join(", ")}: there are ${Object.keys(areas).join(", ")}.`);
  process.exit(2);
}

for (const area of named.length > 0 ? named : Object.keys(areas)) {
  const { status } = spawnSync(
    process.execPath,
    ["node_modules/@stryker-mutator/core/bin/stryker.js", "run", ...all.slice(end + 1)],
    { cwd: root, env: { ...process.env, MUTATION_AREA: area }, stdio: "inherit" },
  );
  if (status !== 0) process.exitCode = 1;
}
