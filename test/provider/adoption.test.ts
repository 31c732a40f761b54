import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { foundDocument, type Scene, settings, startWorld, takeRequests } from "./world.ts";

const { tenant, provider, scene } = await startWorld();

function checked({ program }: Scene, changes: JsonObject = {}) {
  return provider.check(program(changes));
}

describe("the preview of a configuration that the tenant has", () => {
  test("lists each managed field that would change, from what to what", async () => {
    const given = scene({ found: foundDocument });
    const { inputs, failures } = await checked(given);
    assert.deepEqual(failures, []);
    assert.deepEqual(inputs.adoption, {
      exists: true,
      changes: {
        pacingType: { from: "preview", to: "progressive" },
        dialRate: { from: 0.5, to: 1 },
        agentRatio: { from: 1, to: 1.5 },
        maxAbandonmentRate: { from: 0.01, to: 0.03 },
        maxQueueDepth: { from: 10, to: 40 },
        answerRateThreshold: { from: 0.1, to: 0.2 },
        "complianceRules.ringSeconds": { to: 15 },
      },
    });
    assert.match(
      provider.takeMessages().join(),
      /exists in the tenant and is adopted\. This changes .*dialRate 0\.5 → 1, .*complianceRules\.ringSeconds not there → 15\./,
    );
  });

  test("says that there is nothing to write where it says what the program says", async () => {
    const given = scene({ found: { ...foundDocument, ...settings } });
    const { inputs } = await checked(given);
    assert.deepEqual(inputs.adoption, { exists: true, changes: {} });
    assert.match(provider.takeMessages().join(), /is adopted\. .*nothing to write\./);
  });

  test("shows that a list would be emptied, and no text of the rules", async () => {
    const rules = { doNotCall: ["canary"], hours: { zone: "canary", days: 5, breaks: [] } };
    const given = scene({ found: { ...settings, complianceRules: rules } });
    const { inputs } = await checked(given, {
      complianceRules: { doNotCall: [], pin: "canary", hours: "" },
    });
    assert.deepEqual(inputs.adoption, {
      exists: true,
      changes: {
        "complianceRules.doNotCall": { from: "[not shown]", to: [] },
        "complianceRules.pin": { to: "[not shown]" },
        "complianceRules.hours": { from: { zone: "[not shown]", days: 5, breaks: [] }, to: "" },
      },
    });
    assert.doesNotMatch(provider.takeMessages().join(), /canary/);
  });

  test("says nothing of a field that is not known yet", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const given = scene({ found: foundDocument });
    const { inputs } = await checked(given, { dialRate: unknown, complianceRules: unknown });
    const { changes } = inputs.adoption as { changes: JsonObject };
    assert.deepEqual(Object.keys(changes).sort(), [
      "agentRatio",
      "answerRateThreshold",
      "maxAbandonmentRate",
      "maxQueueDepth",
      "pacingType",
    ]);
  });

  test('refuses it with existing: "refuse", and leads from a rename to an alias', async () => {
    const given = scene({ found: foundDocument });
    const { failures } = await checked(given, { existing: "refuse" });
    assert.deepEqual(failures, [
      {
        property: "configId",
        reason:
          `Dialer configuration ${given.configId} exists in the tenant, and existing is "refuse". Set existing: "adopt" to take it over as ` +
          "it is found, or choose another configId. Where the resource was only renamed, give it its old name as an alias: " +
          'aliases: [{ name: "OLD NAME" }].',
      },
    ]);
  });

  test("that it may not read fails the resource with the tenant's words, and none of its properties", async () => {
    const given = scene({ found: foundDocument });
    tenant.inject({ match: given.on("GET"), status: 403 });
    const { failures } = await checked(given);
    assert.deepEqual(
      failures.map(({ property }) => property),
      [""],
    );
    assert.match(failures[0]?.reason ?? "", /403 Forbidden.*\[CXONE_/s);
  });

  test("is of the resource's creation only: a later check shows nothing of it, and reads nothing", async () => {
    const { stack, program } = scene({ found: foundDocument });
    await stack.up(program());
    takeRequests(tenant);
    const { inputs } = await stack.preview(program({ dialRate: 2 }));
    assert.equal(inputs.adoption, undefined);
    assert.deepEqual(takeRequests(tenant), []);
  });
});

describe("the preview of a configuration that the tenant does not have", () => {
  test("says that it is created in the tenant", async () => {
    const { inputs } = await checked(scene());
    assert.deepEqual(inputs.adoption, { exists: false });
    assert.match(
      provider.takeMessages().join(),
      /does not exist in the tenant: it is created there/,
    );
  });

  test('refuses to create it with existing: "require", and names what to do', async () => {
    const given = scene();
    const { failures } = await checked(given, { existing: "require" });
    assert.deepEqual(failures, [
      {
        property: "configId",
        reason:
          `The tenant has no dialer configuration ${given.configId}, and existing is "require". Check the id, or set ` +
          'existing: "adopt" to create the configuration.',
      },
    ]);
  });
});

test('a configuration that exists is adopted with existing: "require"', async () => {
  const { stack, program, document } = scene({ found: foundDocument });
  await stack.up(program({ existing: "require" }));
  assert.equal(document()?.dialRate, 1);
});

test('a configuration that disappears between check and create is not created with existing: "require"', async () => {
  const { configId, program, document } = scene({ found: foundDocument });
  const { inputs } = await provider.check(program({ existing: "require" }));
  tenant.setDialerConfig(configId, undefined);
  await assert.rejects(provider.create(inputs), /is gone|existing is "require"/);
  assert.equal(document(), undefined);
});

test("an adoption is written under the version that check saw, and an edit in between survives and is named", async () => {
  const { configId, program, document } = scene({ found: { ...foundDocument, maxQueueDepth: 40 } });
  const { inputs } = await provider.check(program());
  tenant.editDialerConfig(configId, { maxQueueDepth: 55, name: "Autumn sales" });
  takeRequests(tenant);
  await provider.create(inputs);
  assert.deepEqual(takeRequests(tenant), [
    `PUT ${configId} 412`,
    `GET ${configId} 200`,
    `PUT ${configId} 200`,
    "POST exports 201",
  ]);
  const { name, maxQueueDepth, dialRate } = document() ?? {};
  assert.deepEqual(
    { name, maxQueueDepth, dialRate },
    { name: "Autumn sales", maxQueueDepth: 55, dialRate: 1 },
  );
  assert.match(provider.takeWarnings().join(), /maxQueueDepth stays 55 \(the program says 40\)/);
});

test("an adoption stops at an edit, since check, of a field that it changes", async () => {
  const { configId, program, document } = scene({ found: foundDocument });
  const { inputs } = await provider.check(program());
  tenant.editDialerConfig(configId, { maxQueueDepth: 55 });
  await assert.rejects(
    provider.create(inputs),
    /maxQueueDepth was 10, the program says 40, the tenant now holds 55\. Nothing was written\. Run the deployment again: its preview shows/,
  );
  assert.equal(document()?.maxQueueDepth, 55);
});
