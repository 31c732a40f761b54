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
import { startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";

const run = promisify(execFile);
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 1000];
const REPEATS = 3;
const programs = ["empty", "many"] as const;
type Program = (typeof programs)[number];

const settings = {
  pacingType: "progressive",
  dialRate: 0.1,
  agentRatio: 1,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
  complianceRules: {},
};

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
  const [empty, many] = [await measure("empty", count), await measure("many", count)];
  for (const [i, { name }] of steps.entries()) {
    const [floor = Number.NaN, seconds = Number.NaN] = [empty.seconds[i], many.seconds[i]];
    rows.push({ configurations: count, run: name, floor, seconds, ratio: round(seconds / floor) });
  }
  console.log(
    `State of ${count}: ${many.bytes} bytes a configuration, against ${empty.bytes} of the empty resource.`,
  );
}
console.table(rows);

async function measure(program: Program, count: number) {
  const campaigns = Math.max(1, Math.round(count / 10));
  await using tenant = await startTenant({
    requestsPerMinute: Number.POSITIVE_INFINITY,
    requestsPerSecond: Number.POSITIVE_INFINITY,
    data: {
      campaigns: numbered(campaigns, "campaign", {
        agentCount: 100,
        answerRate: 0.3,
        averageHandleTime: 180,
      }),
      dialerConfigs: numbered(count, "config", settings),
    },
  });
  const folder = await mkdtemp(join(tmpdir(), "cxone-dialer-floor-"));
  const pulumi = (...args: readonly string[]) =>
    run("pulumi", [...args, "--non-interactive"], {
      cwd: join(import.meta.dirname, "programs", program),
      env: { ...process.env, ...environmentOf(tenant, folder) },
      maxBuffer: 1 << 28,
    });
  await pulumi("stack", "init", "bench");
  await pulumi("config", "set", "count", `${count}`);
  await pulumi("config", "set", "campaigns", `${campaigns}`);
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
  const bytes = Math.round((await stateBytes(folder, program)) / count);
  await rm(join(import.meta.dirname, "programs", program, "Pulumi.bench.yaml"), { force: true });
  await rm(folder, { recursive: true });
  return { seconds, bytes };
}

async function stateBytes(folder: string, program: Program): Promise<number> {
  const file = join(folder, ".pulumi", "stacks", program, "bench.json");
  const { checkpoint } = JSON.parse(await readFile(file, "utf8"));
  const ofResources = checkpoint.latest.resources.filter(({ id }: { id?: string }) =>
    id?.startsWith("config-"),
  );
  if (process.env.SHOW_STATE) console.log(JSON.stringify(ofResources[0], null, 1));
  return JSON.stringify(ofResources).length;
}

function environmentOf({ url, clientId, clientSecret }: Tenant, folder: string) {
  return {
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    CXONE_ENVIRONMENT_URL: url,
    CXONE_CLIENT_ID: clientId,
    CXONE_CLIENT_SECRET: clientSecret,
    CXONE_JOURNAL: join(folder, "journal"),
    CXONE_REQUESTS_PER_MINUTE: "1000000",
    CXONE_REQUESTS_PER_SECOND: "10000",
  };
}

function numbered<T>(count: number, name: string, value: T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${name}-${i}`, value]));
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
