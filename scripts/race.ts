/** Plays a hundred times as many histories of the race as the tests do. `node scripts/race.ts 5000` plays 5,000. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const [runs = "50000"] = process.argv.slice(2);
const { status } = spawnSync(process.execPath, ["--test", "test/race/race.test.ts"], {
  cwd: join(import.meta.dirname, ".."),
  env: { ...process.env, RACE_RUNS: runs },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
