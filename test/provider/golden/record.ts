/**
 * Keeps the states that this release writes, for each way: `node test/provider/golden/record.ts`, once for each release. A folder that is
 * there is never written again; every later release has to read it.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";
import { configurationOf } from "../../support/call-centre.ts";
import { handler, ProviderProcess } from "../../support/provider-process.ts";
import { NativeStack } from "../native-stack.ts";
import { Stack } from "../stack.ts";
import { environmentOf } from "../world.ts";
import { interrupted, journalIn } from "./interrupted.ts";
import { CAMPAIGN, CONFIG, type GoldenScene, nativeScenes, scenes } from "./scenes.ts";

const manifest = join(import.meta.dirname, "..", "..", "..", "provider", "package.json");
const { version } = JSON.parse(await readFile(manifest, "utf8"));
const folder = join(import.meta.dirname, version);

/** Makes a folder for what `record` keeps; says so where there is one. */
async function once(path: string, record: () => Promise<void>): Promise<void> {
  try {
    await mkdir(path);
  } catch {
    console.log(`${path} is there, and stays as it is.`);
    return;
  }
  await record();
}

async function startTenantOf({ found }: GoldenScene): Promise<Tenant> {
  const tenant = await startTenant({ requestsPerMinute: Infinity });
  tenant.setCampaign(CAMPAIGN, { agentCount: 100, answerRate: 0.4, averageHandleTime: 60 });
  if (found) tenant.setDialerConfig(CONFIG, found);
  return tenant;
}

async function keep(path: string, name: string, golden: object): Promise<void> {
  await writeFile(join(path, `${name}.json`), `${JSON.stringify(golden, null, 2)}\n`);
}

await once(folder, async () => {
  const __provider = await handler();
  for (const [name, scene] of Object.entries(scenes)) {
    await using tenant = await startTenantOf(scene);
    await using provider = await ProviderProcess.start({
      env: { ...environmentOf(tenant), CXONE_AUDIT_LOG: join(folder, "audit.jsonl") },
    });
    const stack = new Stack(provider);
    await stack.up(scene.program);
    await scene.afterwards?.(stack, tenant, scene.program);
    await keep(folder, name, { __provider, ...stack.resource });
  }
  await journalIn(join(folder, "journal")).store(CONFIG, interrupted);
});

await once(join(folder, "native"), async () => {
  for (const [name, scene] of Object.entries(nativeScenes)) {
    await using tenant = await startTenantOf(scene);
    const stack = new NativeStack(configurationOf(tenant));
    if (scene.isImported) await stack.import(`${CONFIG}/${CAMPAIGN}`);
    await stack.up(scene.program);
    await scene.afterwards?.(stack, tenant, scene.program);
    await keep(join(folder, "native"), name, stack.state);
  }
});
