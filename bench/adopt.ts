/**
 * What adopting a tenant costs: requests and time at the tenant's quota against the bound, the program's type check, previews
 * and deployment, and kills survived. Times of one machine are to be read as ratios.
 *
 *     npm run build && node bench/adopt.ts [--configurations 1000] [--kills 20] [--quota]
 *
 * `--quota` adopts under the tenant's 100 requests a minute, in real minutes: about eleven for a thousand.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import {
  type EngineResult,
  SandboxEngine,
  startTenant,
  type Tenant,
} from "pulumi-cxone-dialer/sandbox";

const { values } = parseArgs({
  options: {
    configurations: { type: "string", default: "1000" },
    kills: { type: "string", default: "20" },
    quota: { type: "boolean", default: false },
  },
});
const count = Number(values.configurations);
const kills = Number(values.kills);
const REQUESTS_PER_MINUTE = 100;

const root = join(import.meta.dirname, "..");
const bin = join(root, "provider", "bin", "cxone-dialer.js");
const campaigns = Math.max(1, Math.round(count / 10));
const data = {
  campaigns: numbered(campaigns, "campaign", (i) => ({
    name: `Campaign ${i}`,
    agentCount: 100,
    answerRate: 0.3,
    averageHandleTime: 180,
  })),
  dialerConfigs: numbered(count, "config", (i) => ({
    name: `Configuration ${i}`,
    campaignId: `campaign-${i % campaigns}`,
    pacingType: "progressive",
    dialRate: 0.1,
    agentRatio: 1,
    maxAbandonmentRate: 0.03,
    maxQueueDepth: 40,
    answerRateThreshold: 0.2,
    complianceRules: { ringSeconds: 20, callingHours: { start: "09:00", end: "18:00" } },
  })),
};

interface Row {
  readonly step: string;
  readonly requests: number;
  readonly writes: number;
  readonly seconds: number;
  readonly note: string;
}

const home = await mkdtemp(join(tmpdir(), "cxone-dialer-adopt-"));
const rows: Row[] = [];
if (values.quota) rows.push(await underQuota());
else rows.push(...(await withoutLimits()), await killed());
console.table(rows);
await rm(home, { recursive: true });

/** The quota lets the first hundred requests go at once, and so many more each minute: what is left is the bound. */
async function underQuota(): Promise<Row> {
  await using tenant = await startTenant({ data });
  const row = await measured(tenant, "adopt at the quota", () => adopt(tenant, "quota"));
  const bound = (Math.ceil(row.requests / REQUESTS_PER_MINUTE) - 1) * 60;
  return { ...row, note: `${row.note}; the quota's own bound is ${bound} s` };
}

async function withoutLimits(): Promise<readonly Row[]> {
  await using tenant = await unlimited();
  const cwd = join(home, "free");
  const engine = new SandboxEngine({ cwd, env: environmentOf(tenant, 1_000_000) });
  const run = (step: string, operate: () => Promise<unknown>) => measured(tenant, step, operate);
  return [
    await run("adopt, without limits", () => adopt(tenant, "free")),
    await run("adopt again", () => adopt(tenant, "free")),
    await run("install (a link)", () =>
      symlink(join(root, "node_modules"), join(cwd, "node_modules")),
    ),
    await run("type check", () =>
      promisify(execFile)(process.execPath, [join(root, "node_modules/typescript/bin/tsc")], {
        cwd,
      }),
    ),
    await run("adopt verify", () => cli(tenant, ["verify", cwd])),
    await run("preview", async () => summary(await engine.preview())),
    await run("up", async () => summary(await engine.up())),
    await run("preview after it", async () => summary(await engine.preview())),
  ];
}

/** Kills the process at requests spread over the whole run, and resumes. */
async function killed(): Promise<Row> {
  let child: ChildProcess | undefined;
  let left = 0;
  await using tenant = await unlimited(({ path }) => {
    if (path === "/oauth/token") return;
    left -= 1;
    if (left === 0) child?.kill("SIGKILL");
  });
  const folder = join(home, "killed");
  const total = count + Math.ceil(count / 100) + Math.ceil(campaigns / 100);
  return await measured(tenant, `adopt, killed ${kills} times`, async () => {
    let survived = 0;
    for (;;) {
      left = survived < kills ? Math.ceil(total / (kills + 1)) : Number.POSITIVE_INFINITY;
      const env = { ...process.env, ...environmentOf(tenant, 1_000_000) };
      child = spawn(process.execPath, [bin, "adopt", folder, "--resume"], { env, stdio: "ignore" });
      const [code] = await once(child, "exit");
      if (code === 0) break;
      if (code !== null) throw new Error(`adopt ended with ${code}.`);
      survived += 1;
    }
    const [resumed, undisturbed] = await Promise.all(
      [folder, join(home, "free")].map((path) =>
        readFile(join(path, "campaigns/campaign-0.ts"), "utf8"),
      ),
    );
    const gets = tenant.requests.filter(({ method }) => method === "GET").length;
    return `${survived} kills survived, ${gets - total} requests more than ${total}, ${resumed === undisturbed ? "same" : "another"} program`;
  });
}

async function measured(tenant: Tenant, step: string, work: () => Promise<unknown>): Promise<Row> {
  tenant.clearRequests();
  const startedAt = performance.now();
  const outcome = await work();
  const seconds = Number(((performance.now() - startedAt) / 1000).toFixed(1));
  const writes = tenant.requests.filter(
    ({ method }) => method === "PUT" || method === "DELETE",
  ).length;
  const note = typeof outcome === "string" ? outcome : "";
  console.error(`${step}: ${seconds} s`);
  return { step, requests: tenant.requests.length, writes, seconds, note };
}

async function adopt(tenant: Tenant, name: string): Promise<string> {
  const output = await cli(tenant, [join(home, name)]);
  return /\d+ in the program.*written|\d+ in the program.*changed/.exec(output)?.[0] ?? output;
}

async function cli(tenant: Tenant, args: readonly string[]): Promise<string> {
  const limit = values.quota ? REQUESTS_PER_MINUTE : 1_000_000;
  const env = { ...process.env, ...environmentOf(tenant, limit) };
  const { stdout } = await promisify(execFile)(process.execPath, [bin, "adopt", ...args], { env });
  return stdout.trim();
}

function summary({ ok, steps, diagnostics }: EngineResult): string {
  if (!ok) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
  const changed = steps.filter(({ op }) => op !== "same").length;
  return `${steps.length} resources, ${changed} with something to do`;
}

function unlimited(onRequest: (request: { readonly path: string }) => void = () => {}) {
  const limit = Number.POSITIVE_INFINITY;
  return startTenant({ data, requestsPerMinute: limit, requestsPerSecond: limit, onRequest });
}

function environmentOf(
  { url, clientId, clientSecret }: Tenant,
  requestsPerMinute: number,
): Record<string, string> {
  return {
    CXONE_ENVIRONMENT_URL: url,
    CXONE_CLIENT_ID: clientId,
    CXONE_CLIENT_SECRET: clientSecret,
    CXONE_REQUESTS_PER_MINUTE: `${requestsPerMinute}`,
    CXONE_REQUESTS_PER_SECOND: requestsPerMinute > 100 ? "10000" : "15",
  };
}

function numbered<T>(length: number, name: string, value: (i: number) => T): Record<string, T> {
  return Object.fromEntries(Array.from({ length }, (_, i) => [`${name}-${i}`, value(i)]));
}
