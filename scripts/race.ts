/**
 * Plays a hundred times as many histories of the race as the tests do, up to the first that breaks a law.
 * `node scripts/race.ts 5000` plays 5,000; `node scripts/race.ts 5000 --count` plays them all, and counts by law.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { product } from "../test/resilience/race/product.ts";
import { doors } from "../test/resilience/race/scenario.ts";
import { survey } from "../test/resilience/race/survey.ts";

const { values, positionals } = parseArgs({
  options: { count: { type: "boolean", default: false }, door: { type: "string" } },
  allowPositionals: true,
});
const [runs = "30000"] = positionals;

if (values.count) {
  const door = doors.find((each) => each === values.door);
  const seed = Number(process.env.RACE_SEED ?? 20260302);
  const { broken, byLaw, figures } = await survey(product, { numRuns: Number(runs), seed, door });
  console.log(`${broken} of ${runs} histories break a law`);
  for (const [law, count] of byLaw) console.log(`${count} break ${law}`);
  console.log(`\n${figures}`);
  process.exitCode = broken > 0 ? 1 : 0;
} else {
  const { status } = spawnSync(process.execPath, ["--test", "test/resilience/race/race.test.ts"], {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, RACE_RUNS: runs },
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
