import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sampleData, tenantDataSchema } from "../../../provider/src/sandbox/tenant/index.ts";
import { etagOf, signIn, startSmallTenant } from "./session.ts";

describe("a tenant's data", () => {
  test("is empty where none is given", async () => {
    await using tenant = await startSmallTenant({ data: { campaigns: {}, dialerConfigs: {} } });
    const request = await signIn(tenant);
    assert.equal(Object((await request("GET", "/api/v2/outbound/campaigns")).body).total, 0);
  });

  test("as the sample gives it can be read from a file and is accepted by the API", async () => {
    assert.deepEqual(tenantDataSchema.parse(JSON.parse(JSON.stringify(sampleData))), sampleData);
    await using tenant = await startSmallTenant({ data: sampleData });
    const request = await signIn(tenant);
    for (const [id, document] of Object.entries(sampleData.dialerConfigs)) {
      const path = `/api/v2/outbound/dialerconfigs/${id}`;
      const headers = { "If-Match": etagOf(tenant, id) };
      assert.equal((await request("PUT", path, { json: document, headers })).status, 200);
    }
  });

  const bad: readonly [string, unknown, string][] = [
    ["without configurations", { campaigns: {} }, "dialerConfigs"],
    [
      "with a misspelt figure",
      { campaigns: { a: { agents: 3 } }, dialerConfigs: {} },
      "campaigns.a",
    ],
    [
      "with half an agent",
      { campaigns: { a: { agentCount: 0.5 } }, dialerConfigs: {} },
      "campaigns.a.agentCount",
    ],
    [
      "with a document that is none",
      { campaigns: {}, dialerConfigs: { b: [] } },
      "dialerConfigs.b",
    ],
  ];
  for (const [what, data, path] of bad) {
    test(`is refused ${what}, naming ${path}`, () => {
      const { error } = tenantDataSchema.safeParse(data);
      assert.ok(error?.issues.some((issue) => issue.path.join(".").startsWith(path)));
    });
  }
});
