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
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import { campaignsOf, environmentOf, startTenantOf } from "./many-configurations.ts";

const run = promisify(execFile);
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 1000];
const REPEATS = 3;
const program = join(import.meta.dirname, "programs", "many");

const up = ["up", "--yes", "--skip-preview"];
/** Each run of a step has the next of its dial rates. */
const steps = [
  { name: "preview, all new", command: ["preview"], dialRates: Array(REPEATS).fill(0.2) },
  { name: "up, all new", command: up, dialRates: [0.2] },
  { name: "preview, unchanged", command: ["preview"], dialRates: Array(REPEATS).fill(0.2) },
  { name: "up, all changed", command: up, dialRates: [0.3, 0.2, 0.3] },
] as const;

const rows = [];
for (const count of sizes) {
  await using tenant = await startTenantOf(count);
  await using empty = await stackOf("empty", count, tenant);
  await using dialer = await stackOf("DialerConfig", count, tenant);
  for (const { name, command, dialRates } of steps) {
    const [floor, seconds]: [number[], number[]] = [[], []];
    // In turn, so that what else the machine does meanwhile falls on both.
    for (const dialRate of dialRates) {
      floor.push(await empty.time(command, dialRate));
      seconds.push(await dialer.time(command, dialRate));
    }
    const best = { floor: Math.min(...floor), seconds: Math.min(...seconds) };
    const ratio = round(best.seconds / best.floor);
    rows.push({
      configurations: count,
      run: name,
      floor: round(best.floor),
      seconds: round(best.seconds),
      ratio,
    });
  }
  const [ofEmpty, ofDialer] = [await empty.bytes(), await dialer.bytes()];
  console.log(
    `State of ${count}: ${Math.round(ofDialer / count)} bytes a configuration, against ${Math.round(ofEmpty / count)} of the empty resource.`,
  );
}
console.table(rows);

/** A stack of so many resources in a backend of its own. */
async function stackOf(resource: "empty" | "DialerConfig", count: number, tenant: Tenant) {
  const folder = await mkdtemp(join(tmpdir(), "cxone-dialer-floor-"));
  const pulumi = (...args: readonly string[]) =>
    run("pulumi", [...args, "--non-interactive"], {
      cwd: program,
      env: { ...process.env, ...environmentOf(tenant), ...pulumiIn(folder) },
      maxBuffer: 1 << 28,
    });
  const configure = (name: string, value: string | number) =>
    pulumi("config", "set", "--stack", resource, name, `${value}`);
  await pulumi("stack", "init", resource);
  await configure("count", count);
  await configure("campaigns", campaignsOf(count));
  await configure("resource", resource);
  return {
    async time(command: readonly string[], dialRate: number): Promise<number> {
      await configure("dialRate", dialRate);
      const startedAt = performance.now();
      await pulumi(...command, "--stack", resource);
      return (performance.now() - startedAt) / 1000;
    },
    bytes: () => stateBytes(join(folder, ".pulumi", "stacks", "many", `${resource}.json`)),
    async [Symbol.asyncDispose]() {
      await rm(join(program, `Pulumi.${resource}.yaml`), { force: true });
      await rm(folder, { recursive: true });
    },
  };
}

async function stateBytes(file: string): Promise<number> {
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
