/** Runs the fuzz tests by night's measure. `node scripts/fuzz.ts 5000` runs each property 5,000 times. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const [runs = "100000"] = process.argv.slice(2);
const { status } = spawnSync(process.execPath, ["--test", "test/resilience/fuzz/*.test.ts"], {
  cwd: join(import.meta.dirname, ".."),
  env: { ...process.env, FUZZ_RUNS: runs },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
