import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { ProviderProcess } from "../support/provider-process.ts";
import { environmentOf, settings, startUnlimitedTenant } from "./world.ts";

const tenant = await startUnlimitedTenant();

describe("40 configurations created at once, as the first thing after configure", () => {
  const ids = Array.from({ length: 40 }, (_, i) => `config-${i}`);
  let results: readonly { readonly id: string; readonly outputs: JsonObject }[] = [];

  before(async () => {
    await using provider = await ProviderProcess.start({ env: environmentOf(tenant) });
    results = await Promise.all(
      ids.map((configId) => provider.create({ ...settings, configId, campaignId: "91ab" })),
    );
  });

  test("are all created", () => {
    assert.deepEqual(
      results.map(({ id }) => id),
      ids,
    );
    for (const id of ids) assert.deepEqual(tenant.dialerConfig(id)?.document, settings);
  });

  test("share one token", () => {
    assert.equal(tenant.requests.filter(({ path }) => path === "/oauth/token").length, 1);
  });

  test("take three requests each", () => {
    assert.equal(tenant.requests.length, 1 + 40 * 3);
  });

  test("have an audit event each, which claims no check, as none ran", () => {
    assert.deepEqual(
      tenant.exports.map(({ event }) => event.resource_id).toSorted(),
      ids.toSorted(),
    );
    for (const { event } of tenant.exports) {
      assert.equal(event.audit_trail.validated, false);
      assert.equal(event.audit_trail.compliance_check, "not_checked");
    }
  });
});
