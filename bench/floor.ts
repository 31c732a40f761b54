/**
 * What the resource costs on Pulumi's command line against the floor: an empty resource with the same arguments, dynamic or of a native
 * provider. Prints ratios; the machine's own speed cancels out of them. Needs `pulumi` on the PATH.
 *
 *     npm run build && node bench/floor.ts [configurations …]
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import { campaignsOf, environmentOf, startTenantOf } from "./many-configurations.ts";

const run = promisify(execFile);
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 1000];
/** The best of so many counts; of many configurations one has to do. */
const repeatsOf = (count: number) => (count < 1000 ? 3 : 1);
const program = join(import.meta.dirname, "programs", "many");

const providers = /dynamic-provider|pulumi-resource-cxone\.js|empty\/index\.ts/;
const TICKS_A_SECOND = 100;

const up = ["up", "--yes", "--skip-preview"];
/** Each run of a step has the next of its dial rates. */
const steps = [
  { name: "preview, all new", command: ["preview"], dialRates: [0.2, 0.2, 0.2] },
  { name: "up, all new", command: up, dialRates: [0.2] },
  { name: "preview, unchanged", command: ["preview"], dialRates: [0.2, 0.2, 0.2] },
  { name: "up, all changed", command: up, dialRates: [0.3, 0.2, 0.3] },
] as const;

/** Each way to the resource, beside its floor. */
const ways = [
  { resource: "DialerConfig", empty: "empty" },
  { resource: "native", empty: "empty-native" },
] as const;

console.log(`The native provider listens after ${round(await secondsToListen())} s.`);
const rows = [];
for (const count of sizes) {
  await using tenant = await startTenantOf(count);
  for (const { resource, empty: emptyResource } of ways) {
    await using empty = await stackOf(emptyResource, count, tenant);
    await using dialer = await stackOf(resource, count, tenant);
    for (const { name, command, dialRates } of steps) {
      const [floors, costs]: [Cost[], Cost[]] = [[], []];
      // In turn, so that what else the machine does meanwhile falls on both.
      for (const dialRate of dialRates.slice(0, repeatsOf(count))) {
        floors.push(await empty.measure(command, dialRate));
        costs.push(await dialer.measure(command, dialRate));
      }
      const [floor, cost] = [cheapest(floors), cheapest(costs)];
      const row = {
        configurations: count,
        resource,
        run: name,
        floor: round(floor.seconds),
        seconds: round(cost.seconds),
        ratio: round(cost.seconds / floor.seconds),
        "provider CPU, floor": round(floor.cpuSeconds),
        "provider CPU": round(cost.cpuSeconds),
        "provider MiB": Math.round(cost.mebibytes),
      };
      rows.push(row);
      console.error(Object.values(row).join("  "));
    }
    const [ofEmpty, ofDialer] = [await empty.bytes(), await dialer.bytes()];
    console.log(
      `State of ${count}, ${resource}: ${Math.round(ofDialer / count)} bytes a configuration, against ${Math.round(ofEmpty / count)} of the empty resource.`,
    );
  }
}
console.table(rows);

interface Cost {
  readonly seconds: number;
  /** Of the provider's process; only Linux shows it. */
  readonly cpuSeconds: number;
  readonly mebibytes: number;
}

function cheapest([first, ...others]: readonly Cost[]): Cost {
  if (!first) throw new Error("A step is run at least once.");
  return others.reduce((best, each) => (each.seconds < best.seconds ? each : best), first);
}

/** From the start of the process to the port in its output. */
async function secondsToListen(): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i += 1) {
    const startedAt = performance.now();
    const executable = join(program, "..", "..", "..", "provider", "pulumi-resource-cxone");
    const child = spawn(executable, { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    best = Math.min(best, (performance.now() - startedAt) / 1000);
    child.kill();
    await once(child, "close");
  }
  return best;
}

/** A stack of so many resources in a backend of its own. */
async function stackOf(resource: string, count: number, tenant: Tenant) {
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
    async measure(command: readonly string[], dialRate: number): Promise<Cost> {
      await configure("dialRate", dialRate);
      const startedAt = performance.now();
      const usage = await providerUsage(pulumi(...command, "--stack", resource), tenant);
      return { seconds: (performance.now() - startedAt) / 1000, ...usage };
    },
    bytes: () => stateBytes(join(folder, ".pulumi", "stacks", "many", `${resource}.json`)),
    async [Symbol.asyncDispose]() {
      await rm(join(program, `Pulumi.${resource}.yaml`), { force: true });
      await rm(folder, { recursive: true });
    },
  };
}

/** What the provider's process for that tenant has used, as last seen while the run went on. */
async function providerUsage(
  work: Promise<unknown>,
  { url }: Tenant,
): Promise<Omit<Cost, "seconds">> {
  let usage = { cpuSeconds: 0, mebibytes: 0 };
  const timer = setInterval(async () => {
    for (const pid of (await readdir("/proc").catch(() => [])).filter((name) =>
      /^\d+$/.test(name),
    )) {
      const read = (name: string) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
      if (!providers.test(await read("cmdline"))) continue;
      if (!(await read("environ")).includes(url)) continue;
      const [user = "0", system = "0"] =
        (await read("stat")).split(") ")[1]?.split(" ").slice(11) ?? [];
      const kibibytes = (await read("status")).match(/VmHWM:\s+(\d+) kB/)?.[1] ?? 0;
      const cpuSeconds = (Number(user) + Number(system)) / TICKS_A_SECOND;
      if (cpuSeconds >= usage.cpuSeconds)
        usage = { cpuSeconds, mebibytes: Number(kibibytes) / 1024 };
    }
  }, 250);
  try {
    await work;
    return usage;
  } finally {
    clearInterval(timer);
  }
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
