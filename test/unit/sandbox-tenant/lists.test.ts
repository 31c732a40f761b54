import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  campaignId,
  campaignPath,
  configId,
  settings,
  signIn,
  startSmallTenant,
} from "./session.ts";

const campaigns = "/api/v2/outbound/campaigns";
const dialerConfigs = "/api/v2/outbound/dialerconfigs";

describe("a campaign", () => {
  test("is read with its id, and with no figure that the tenant does not have", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    assert.deepEqual((await request("GET", campaignPath)).body, {
      id: campaignId,
      name: "Spring sales",
      agentCount: 12,
      answerRate: 0.24,
    });
    tenant.setCampaign(campaignId, { agentCount: 0 });
    assert.deepEqual((await request("GET", campaignPath)).body, { id: campaignId, agentCount: 0 });
    assert.deepEqual(tenant.campaign(campaignId), { agentCount: 0 });
    tenant.setCampaign(campaignId, undefined);
    assert.equal((await request("GET", campaignPath)).status, 404);
  });
});

describe("a list", () => {
  test("of configurations holds the documents, each with its id", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    assert.deepEqual((await request("GET", dialerConfigs)).body, {
      entities: [{ ...settings, name: "First call", id: configId }],
      pageSize: 25,
      pageNumber: 1,
      pageCount: 1,
      total: 1,
    });
  });

  test("of campaigns can be narrowed to an exact name", async () => {
    await using tenant = await startSmallTenant();
    tenant.setCampaign("other", { name: "Spring sales, north", agentCount: 3 });
    const request = await signIn(tenant);
    const named = async (name: string) => {
      const reply = await request("GET", `${campaigns}?name=${encodeURIComponent(name)}`);
      return Object(reply.body).entities.map(({ id }: { id: string }) => id);
    };
    assert.deepEqual(await named("Spring sales"), [campaignId]);
    assert.deepEqual(await named("Spring sales, north"), ["other"]);
    assert.deepEqual(await named("spring sales"), []);
  });

  test("holds every entry once over all its pages", async () => {
    await using tenant = await startSmallTenant({ data: { campaigns: {}, dialerConfigs: {} } });
    const request = await signIn(tenant);
    await fc.assert(
      fc.asyncProperty(fc.nat(30), fc.integer({ min: 1, max: 12 }), async (total, pageSize) => {
        for (let id = 0; id < 30; id += 1) {
          tenant.setCampaign(`c${id}`, id < total ? { agentCount: id } : undefined);
        }
        const ids: string[] = [];
        let pageCount = 1;
        for (let pageNumber = 1; pageNumber <= pageCount; pageNumber += 1) {
          const query = `pageSize=${pageSize}&pageNumber=${pageNumber}`;
          const page = Object((await request("GET", `${campaigns}?${query}`)).body);
          assert.ok(page.entities.length <= pageSize);
          assert.deepEqual([page.pageSize, page.pageNumber], [pageSize, pageNumber]);
          assert.equal(page.total, total);
          pageCount = page.pageCount;
          ids.push(...page.entities.map(({ id }: { id: string }) => id));
        }
        assert.equal(pageCount, Math.ceil(total / pageSize));
        assert.equal(ids.length, total);
        assert.equal(new Set(ids).size, total);
      }),
      { numRuns: 15 },
    );
  });

  test("is empty on a page after the last", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const page = Object((await request("GET", `${campaigns}?pageNumber=9`)).body);
    assert.deepEqual([page.entities, page.total], [[], 1]);
  });

  const badPages = [
    ["pageSize=0", "pageSize"],
    ["pageSize=101", "pageSize"],
    ["pageSize=ten", "pageSize"],
    ["pageSize=", "pageSize"],
    ["pageNumber=0", "pageNumber"],
    ["pageNumber=-1", "pageNumber"],
    ["pageNumber=1.5", "pageNumber"],
  ] as const;
  for (const path of [campaigns, dialerConfigs]) {
    for (const [query, field] of badPages) {
      test(`at ${path} is refused for ${query}`, async () => {
        await using tenant = await startSmallTenant();
        const request = await signIn(tenant);
        const reply = await request("GET", `${path}?${query}`);
        assert.equal(reply.status, 400);
        assert.equal(Object(reply.body).errors[0].field, field);
      });
    }
  }
});
