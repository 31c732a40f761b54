/**
 * What deployments cost on the sandbox engine, against a sandbox tenant without limits: requests, time, and the memory of the
 * provider process. Times of one machine are to be read as ratios.
 *
 *     npm run build && node bench/deployment.ts [configurations …]
 */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SandboxEngine } from "pulumi-cxone-dialer/sandbox";
import { campaignsOf, environmentOf, startTenantOf } from "./many-configurations.ts";

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1, 100, 1000];
const program = join(import.meta.dirname, "programs", "many");

interface Row {
  readonly configurations: number;
  readonly campaigns: number;
  readonly run: string;
  readonly requests: number;
  readonly writes: number;
  readonly seconds: number;
  /** Peak resident memory of the provider process; only Linux tells it. */
  readonly providerMiB: number;
}

const rows: Row[] = [];
for (const count of sizes) rows.push(...(await measure(count)));
console.table(rows);

async function measure(count: number): Promise<Row[]> {
  const campaigns = campaignsOf(count);
  await using tenant = await startTenantOf(count);
  const folder = await mkdtemp(join(tmpdir(), "cxone-dialer-bench-"));
  const run = async (name: string, operation: "preview" | "up", dialRate: number): Promise<Row> => {
    tenant.clearRequests();
    const engine = new SandboxEngine({
      cwd: program,
      stateFile: join(folder, "state.json"),
      config: { count: `${count}`, campaigns: `${campaigns}`, dialRate: `${dialRate}` },
      env: environmentOf(tenant),
    });
    const startedAt = performance.now();
    const [{ ok, diagnostics }, providerMiB] = await withPeakMemory(engine[operation]());
    if (!ok) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
    const seconds = Number(((performance.now() - startedAt) / 1000).toFixed(1));
    const writes = tenant.requests.filter(({ method }) => method === "PUT").length;
    const requests = tenant.requests.length;
    return { configurations: count, campaigns, run: name, requests, writes, seconds, providerMiB };
  };
  const result = [
    await run("preview", "preview", 0.2),
    await run("up: adopt all, changing each", "up", 0.2),
    await run("up: change all", "up", 0.3),
    await run("up: change none", "up", 0.3),
    await run("preview: nothing to do", "preview", 0.3),
  ];
  await rm(folder, { recursive: true });
  return result;
}

async function withPeakMemory<T>(work: Promise<T>): Promise<[T, number]> {
  let peak = 0;
  const timer = setInterval(async () => {
    peak = Math.max(peak, await providerMemory());
  }, 100);
  try {
    return [await work, Math.round(peak)];
  } finally {
    clearInterval(timer);
  }
}

/** The high-water mark of this process's dynamic-provider child, in MiB. */
async function providerMemory(): Promise<number> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (!command.includes("dynamic-provider")) continue;
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    if (!status.includes(`PPid:\t${process.pid}\n`)) continue;
    return Number(status.match(/VmHWM:\s+(\d+) kB/)?.[1] ?? 0) / 1024;
  }
  return 0;
}
