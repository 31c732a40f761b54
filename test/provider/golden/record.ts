/**
 * Keeps the states that this release writes: `node test/provider/golden/record.ts`, once for each release. A folder that is there is
 * never written again; every later release has to read it.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startTenant } from "pulumi-cxone-dialer/sandbox";
import { handler, ProviderProcess } from "../../support/provider-process.ts";
import { Stack } from "../stack.ts";
import { environmentOf } from "../world.ts";
import { interrupted, journalIn } from "./interrupted.ts";
import { CAMPAIGN, CONFIG, scenes } from "./scenes.ts";

const manifest = join(import.meta.dirname, "..", "..", "..", "provider", "package.json");
const { version } = JSON.parse(await readFile(manifest, "utf8"));
const folder = join(import.meta.dirname, version);
await mkdir(folder);

const __provider = await handler();
for (const [name, { program, found, afterwards }] of Object.entries(scenes)) {
  await using tenant = await startTenant({ requestsPerMinute: Infinity });
  tenant.setCampaign(CAMPAIGN, { agentCount: 100, answerRate: 0.4, averageHandleTime: 60 });
  if (found) tenant.setDialerConfig(CONFIG, found);
  await using provider = await ProviderProcess.start({
    env: { ...environmentOf(tenant), CXONE_AUDIT_LOG: join(folder, "audit.jsonl") },
  });
  const stack = new Stack(provider);
  await stack.up(program);
  await afterwards?.(stack, tenant, program);
  const golden = { __provider, ...stack.resource };
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify(golden, null, 2)}\n`);
}

const journal = join(folder, "journal");
await journalIn(journal).store(CONFIG, interrupted);
