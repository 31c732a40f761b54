import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { beginRun, type Provider } from "./in-process.ts";
import { ManyStack, type Program } from "./stack-run.ts";
import { foundDocument, settings, stackConfigOf, startUnlimitedTenant } from "./world.ts";

const [CONFIGURATIONS, CAMPAIGNS] = [12, 3];

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());
const tenant = await startUnlimitedTenant();
for (let campaign = 0; campaign < CAMPAIGNS; campaign += 1) {
  tenant.setCampaign(`campaign-${campaign}`, {
    agentCount: 100,
    answerRate: 0.4,
    averageHandleTime: 60,
  });
}
for (let i = 0; i < CONFIGURATIONS; i += 1) tenant.setDialerConfig(`config-${i}`, foundDocument);

function program(changes: JsonObject = {}): Program {
  return Object.fromEntries(
    Array.from({ length: CONFIGURATIONS }, (_, i) => [
      `resource-${i}`,
      {
        ...settings,
        configId: `config-${i}`,
        campaignId: `campaign-${i % CAMPAIGNS}`,
        ...changes,
      },
    ]),
  );
}

/** All that a run asks the tenant for, tokens included. */
async function requestsOf(command: (provider: Provider) => Promise<unknown>): Promise<number> {
  tenant.clearRequests();
  await command(
    await beginRun({
      ...stackConfigOf(tenant),
      "cxone:journal": folder.path,
      "cxone:requestsPerMinute": "100000",
      "cxone:requestsPerSecond": "100000",
    }),
  );
  return tenant.requests.length;
}

test("N configurations of C campaigns take N + C + 1 requests to preview, 3N + C + 1 to adopt, 2N + C + 1 to change, and C + 1 to leave as they are", async () => {
  const stack = new ManyStack();
  const preview = await requestsOf(async (provider) => {
    for (const [resourceName, args] of Object.entries(program())) {
      await provider.check({ ...args, resourceName });
    }
  });
  assert.equal(preview, CONFIGURATIONS + CAMPAIGNS + 1);
  const up = (changes?: JsonObject) =>
    requestsOf((provider) => stack.up(provider, program(changes)));
  assert.equal(await up(), 3 * CONFIGURATIONS + CAMPAIGNS + 1);
  assert.equal(await up({ dialRate: 2 }), 2 * CONFIGURATIONS + CAMPAIGNS + 1);
  assert.equal(await up({ dialRate: 2 }), CAMPAIGNS + 1);
});
