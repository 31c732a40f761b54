/**
 * What the resource costs on Pulumi's command line against the floor: an empty dynamic resource with the same arguments. Prints ratios;
 * the machine's own speed cancels out of them. Needs `pulumi` on the PATH.
 *
 *     npm run build && node bench/floor.ts [configurations …]
 */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { campaignsOf, environmentOf, startTenantOf } from "./many-configurations.ts";

const run = promisify(execFile);
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 1000];
const REPEATS = 3;
const program = join(import.meta.dirname, "programs", "many");

const steps = [
  { name: "preview, all new", command: ["preview"], dialRate: 0.2, repeats: REPEATS },
  { name: "up, all new", command: ["up", "--yes", "--skip-preview"], dialRate: 0.2, repeats: 1 },
  { name: "preview, unchanged", command: ["preview"], dialRate: 0.2, repeats: REPEATS },
  {
    name: "up, all changed",
    command: ["up", "--yes", "--skip-preview"],
    dialRate: 0.3,
    repeats: 1,
  },
] as const;

const rows = [];
for (const count of sizes) {
  const [empty, dialer] = [await measure(count, "empty"), await measure(count, "DialerConfig")];
  for (const [i, { name }] of steps.entries()) {
    const [floor = Number.NaN, seconds = Number.NaN] = [empty.seconds[i], dialer.seconds[i]];
    rows.push({ configurations: count, run: name, floor, seconds, ratio: round(seconds / floor) });
  }
  console.log(
    `State of ${count}: ${dialer.bytes} bytes a configuration, against ${empty.bytes} of the empty resource.`,
  );
}
console.table(rows);

async function measure(count: number, resource: "empty" | "DialerConfig") {
  await using tenant = await startTenantOf(count);
  const folder = await mkdtemp(join(tmpdir(), "cxone-dialer-floor-"));
  const pulumi = (...args: readonly string[]) =>
    run("pulumi", [...args, "--non-interactive"], {
      cwd: program,
      env: { ...process.env, ...environmentOf(tenant), ...pulumiIn(folder) },
      maxBuffer: 1 << 28,
    });
  await pulumi("stack", "init", "bench");
  await pulumi("config", "set", "count", `${count}`);
  await pulumi("config", "set", "campaigns", `${campaignsOf(count)}`);
  await pulumi("config", "set", "resource", resource);
  const seconds: number[] = [];
  for (const { command, dialRate, repeats } of steps) {
    await pulumi("config", "set", "dialRate", `${dialRate}`);
    const times: number[] = [];
    for (let i = 0; i < repeats; i += 1) {
      const startedAt = performance.now();
      await pulumi(...command);
      times.push((performance.now() - startedAt) / 1000);
    }
    seconds.push(round(Math.min(...times)));
  }
  const bytes = Math.round((await stateBytes(folder)) / count);
  await rm(join(program, "Pulumi.bench.yaml"), { force: true });
  await rm(folder, { recursive: true });
  return { seconds, bytes };
}

async function stateBytes(folder: string): Promise<number> {
  const file = join(folder, ".pulumi", "stacks", "many", "bench.json");
  const { checkpoint } = JSON.parse(await readFile(file, "utf8"));
  const ofResources = checkpoint.latest.resources.filter(({ id }: { id?: string }) =>
    id?.startsWith("config-"),
  );
  return JSON.stringify(ofResources).length;
}

/** A backend of its own, in a folder. */
function pulumiIn(folder: string): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    CXONE_JOURNAL: join(folder, "journal"),
  };
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
