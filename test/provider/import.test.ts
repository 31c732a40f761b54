import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { importConfig } from "../../provider/src/dialer-config/import.ts";
import { startSourceRun } from "./source-run.ts";
import { environmentOf, foundDocument, settings, startUnlimitedTenant } from "./world.ts";

const tenant = await startUnlimitedTenant();
tenant.setCampaign("campaign", { agentCount: 100, answerRate: 0.4, averageHandleTime: 60 });

/** As the native provider imports a configuration under an id, in a run of its own. */
function imported(found: JsonObject | undefined, id = "config") {
  tenant.clearFaults();
  tenant.setDialerConfig("config", found);
  return importConfig(startSourceRun(environmentOf(tenant)), id);
}

const named = { ...foundDocument, campaignId: "campaign" };
const { complianceRules, ...foundSettings } = Object.fromEntries(
  Object.entries(foundDocument).filter(([name]) => Object.hasOwn(settings, name)),
);

describe("an import", () => {
  test("gives the arguments that a program needs, and keeps the document as found", async () => {
    const before = new Date().toISOString();
    const { inputs, state } = (await imported(named)) ?? assert.fail("It is not there.");
    const args = { configId: "config", campaignId: "campaign", ...foundSettings, complianceRules };
    assert.deepEqual(inputs, args);
    const { document, etag, capacity, originalDocument, managedValues, managedSince } = state;
    assert.deepEqual(document, named);
    assert.equal(etag, tenant.dialerConfig("config")?.etag);
    assert.deepEqual(capacity, { status: "unchecked", campaignId: "campaign" });
    assert.deepEqual(originalDocument, named);
    assert.deepEqual(managedValues, { ...foundSettings, complianceRules });
    assert.ok(managedSince !== undefined && managedSince >= before);
    assert.equal(state.existing, "adopt");
    assert.equal(state.dialRate, foundDocument.dialRate);
  });

  test("leaves out rules where there are none, and a setting that the tenant lacks", async () => {
    const { maxQueueDepth, ...rest } = named;
    const { inputs } = (await imported({ ...rest, complianceRules: {} })) ?? {};
    const { maxQueueDepth: missing, ...kept } = foundSettings;
    assert.deepEqual(inputs, { configId: "config", campaignId: "campaign", ...kept });
  });

  for (const [agentRatio, limit] of [
    [3, undefined],
    [4, 4],
    ["4", undefined],
  ]) {
    test(`of an agentRatio of ${JSON.stringify(agentRatio)} ${limit ? "raises" : "leaves"} its limit`, async () => {
      const { inputs } = (await imported({ ...named, agentRatio: agentRatio ?? 0 })) ?? {};
      assert.equal(inputs?.agentRatioLimit, limit);
    });
  }

  test("of a document without an agentRatio leaves its limit", async () => {
    const { agentRatio, ...rest } = named;
    const { inputs } = (await imported(rest)) ?? {};
    assert.equal(inputs?.agentRatioLimit, undefined);
  });

  test("of what the tenant does not have gives nothing", async () => {
    assert.equal(await imported(undefined), undefined);
  });
});

describe("the campaign of an import", () => {
  test("is the one in the id, whatever the document names", async () => {
    const found = { ...foundDocument, campaignId: "another" };
    const { inputs } = (await imported(found, "config/campaign")) ?? {};
    assert.equal(inputs?.campaignId, "campaign");
  });

  test("is the first that the document names and the tenant has", async () => {
    const found = { ...foundDocument, campaignId: "gone", campaign: { id: "campaign" } };
    const { inputs } = (await imported(found)) ?? {};
    assert.equal(inputs?.campaignId, "campaign");
  });

  test("fails the import where the tenant does not let it be read", async () => {
    const path = "/api/v2/outbound/campaigns/campaign";
    const importing = imported(named);
    tenant.inject({ match: { method: "GET", path }, status: 403 });
    await assert.rejects(importing, /403 Forbidden/);
  });

  test("is asked for where the document names none", async () => {
    await assert.rejects(imported(foundDocument), {
      message:
        "The document of dialer configuration config does not say which campaign it dials for. Import it with the id " +
        "config/CAMPAIGN, where CAMPAIGN is the campaign's id.",
    });
  });
});

for (const id of ["", "/campaign", "config/", "config/campaign/more"]) {
  test(`an import under the id ${JSON.stringify(id)} is refused`, async () => {
    await assert.rejects(imported(named, id), {
      message:
        `${JSON.stringify(id)} names no dialer configuration. Import one with its id, or with CONFIG/CAMPAIGN: its id and the id of its ` +
        "campaign.",
    });
  });
}
