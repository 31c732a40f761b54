import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { sampleData, startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";
import { environmentOf } from "../../support/call-centre.ts";
import { preview } from "./program.ts";

const springSales = {
  id: "91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25",
  name: "Spring sales",
  agentCount: 18,
  answerRate: 0.24,
  averageHandleTimeSeconds: 210,
};
const firstCall = "4f1c9e52-7a3d-4086-b5e1-c8d26f90a743";

function pathsOf(tenant: Tenant): readonly string[] {
  return tenant.requests.map(({ method, path }) => `${method} ${path}`);
}

/** What a program that catches its failures tells of them. */
const reported = "const reported = (error) => ({ code: error.code, message: error.message });";

describe("a lookup in a program", { concurrency: 3 }, () => {
  test("finds a campaign by id or name, a configuration, and the list, and asks once for each", async () => {
    await using tenant = await startTenant({ data: sampleData });
    const { ok, outputs, diagnostics } = await preview(
      `export const byName = await cxone.getCampaign({ name: "Spring sales" });
export const again = await cxone.getCampaign({ name: "Spring sales" });
export const [byId, byOutput] = await Promise.all([
  cxone.getCampaign({ id: byName.id }),
  cxone.getCampaignOutput({ id: pulumi.output(byName.id) }),
]);
export const settings = cxone.getDialerConfigOutput({ id: "${firstCall}" });
export const listed = (await cxone.listDialerConfigs()).length;
export const names = cxone.listDialerConfigsOutput().apply((all) => all.map(({ name }) => name));`,
      { env: environmentOf(tenant) },
    );
    assert.deepEqual([ok, diagnostics], [true, []]);
    for (const found of [outputs.byName, outputs.again, outputs.byId, outputs.byOutput]) {
      assert.deepEqual(found, springSales);
    }
    const { division, ...known } = sampleData.dialerConfigs[firstCall] ?? {};
    assert.ok(division);
    assert.deepEqual(outputs.settings, { ...known, etag: tenant.dialerConfig(firstCall)?.etag });
    assert.equal(outputs.listed, 7);
    assert.deepEqual(
      outputs.names,
      Object.values(sampleData.dialerConfigs).map(({ name }) => name),
    );
    assert.deepEqual(pathsOf(tenant).toSorted(), [
      "GET /api/v2/outbound/campaigns",
      `GET /api/v2/outbound/campaigns/${springSales.id}`,
      "GET /api/v2/outbound/dialerconfigs",
      `GET /api/v2/outbound/dialerconfigs/${firstCall}`,
      "POST /oauth/token",
    ]);
  });

  test("of what is not there, or not one thing, fails with a code and says what to do", async () => {
    const campaigns = { b: { name: "Twins", agentCount: 1 }, a: { name: "Twins", agentCount: 2 } };
    const dialerConfigs = { odd: { dialRate: "fast" } };
    await using tenant = await startTenant({ data: { campaigns, dialerConfigs } });
    const { outputs } = await preview(
      `${reported}
export const ambiguous = await cxone.getCampaign({ name: "Twins" }).catch(reported);
export const ids = await cxone.getCampaign({ name: "Twins" }).catch(({ ids }) => ids);
export const unnamed = await cxone.getCampaign({ name: "twins" }).catch(reported);
export const unknown = await cxone.getCampaign({ id: "c" }).catch(reported);
export const neither = await cxone.getCampaign({}).catch(reported);
export const both = await cxone.getCampaign({ id: "a", name: "Twins" }).catch(reported);
export const gone = await cxone.getDialerConfig({ id: "none" }).catch(reported);
export const odd = await cxone.getDialerConfig({ id: "odd" }).catch(reported);`,
      { env: environmentOf(tenant) },
    );
    const expected: Record<string, readonly [code: string, message: RegExp]> = {
      ambiguous: ["CXONE_AMBIGUOUS", /2 campaigns named "Twins": a, b\. Give the id/],
      unnamed: ["CXONE_NOT_FOUND", /no campaign named "twins"\. Check the name/],
      unknown: ["CXONE_NOT_FOUND", /campaigns\/c: 404.*check the id/],
      neither: ["CXONE_CONFIGURATION", /id or its name: give exactly one/],
      both: ["CXONE_CONFIGURATION", /id or its name: give exactly one/],
      gone: ["CXONE_NOT_FOUND", /dialerconfigs\/none: 404.*check the id/],
      odd: ["CXONE_RESPONSE", /dialerconfigs\/odd: 200.*dialRate: .*agentRatio: /],
    };
    for (const [name, [code, message]] of Object.entries(expected)) {
      const failure = JSON.parse(JSON.stringify(outputs[name]));
      assert.equal(failure.code, code, name);
      assert.match(failure.message, message, name);
    }
    assert.deepEqual(outputs.ids, ["a", "b"]);
  });

  test("that fails uncaught ends the program with one message, without a stack", async () => {
    await using tenant = await startTenant({ data: sampleData });
    const { ok, diagnostics } = await preview(`await cxone.getCampaign({ name: "Autumn" });`, {
      env: environmentOf(tenant),
    });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    assert.equal(ok, false);
    assert.equal(errors.length, 1);
    assert.match(errors[0]?.message ?? "", /no campaign named "Autumn"/);
    assert.doesNotMatch(errors[0]?.message ?? "", /\n\s+at /);
  });

  test("takes the stack's configuration, whose secret shows nowhere", async () => {
    await using tenant = await startTenant({
      data: sampleData,
      clientSecret: "canary-5f2d81c3",
      scopes: ["outbound.dialerconfig.readwrite"],
    });
    const none = { CXONE_ENVIRONMENT_URL: "", CXONE_CLIENT_ID: "", CXONE_CLIENT_SECRET: "" };
    const result = await preview(
      `export const found = await cxone.getDialerConfig({ id: "${firstCall}" });
await cxone.getCampaign({ name: "Spring sales" });`,
      {
        env: none,
        config: { "cxone:environmentUrl": tenant.url, "cxone:clientId": tenant.clientId },
        secretConfig: { "cxone:clientSecret": tenant.clientSecret },
      },
    );
    assert.equal(result.ok, false);
    assert.match(JSON.stringify(result.diagnostics), /needs the scope outbound\.read/);
    assert.doesNotMatch(JSON.stringify(result), /canary|value is a secret/);
    assert.ok(pathsOf(tenant).includes(`GET /api/v2/outbound/dialerconfigs/${firstCall}`));
  });

  test("without settings names what is missing", async () => {
    const none = { CXONE_ENVIRONMENT_URL: "", CXONE_CLIENT_ID: "", CXONE_CLIENT_SECRET: "" };
    const { diagnostics } = await preview("await cxone.listDialerConfigs();", { env: none });
    assert.match(JSON.stringify(diagnostics), /CXONE_ENVIRONMENT_URL.*CXONE_CLIENT_SECRET/);
    assert.doesNotMatch(JSON.stringify(diagnostics), /\\n\s+at /);
  });

  test("of a value that a preview does not know stays unknown, and asks nothing", async () => {
    await using tenant = await startTenant({ data: sampleData });
    const { ok, outputs } = await preview(
      `const made = new cxone.DialerConfig("made", {
  configId: "made",
  campaignId: "${springSales.id}",
  pacingType: "progressive",
  dialRate: 0.5,
  agentRatio: 1,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 10,
  answerRateThreshold: 0.2,
});
const requestId = made.audit.apply((audit) => audit?.requestId ?? "");
export const campaign = cxone.getCampaignOutput({ name: requestId });
export const configuration = cxone.getDialerConfigOutput({ id: requestId });`,
      { env: environmentOf(tenant) },
    );
    assert.equal(ok, true);
    assert.deepEqual(outputs, { campaign: "[unknown]", configuration: "[unknown]" });
    assert.deepEqual(pathsOf(tenant), [
      "POST /oauth/token",
      `GET /api/v2/outbound/campaigns/${springSales.id}`,
      "GET /api/v2/outbound/dialerconfigs/made",
    ]);
  });
});

test("a program that looks nothing up loads nothing that speaks to a tenant", async () => {
  const script = `
import { registerHooks } from "node:module";
const loaded = [];
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
await import("pulumi-cxone-dialer");
console.log(JSON.stringify(loaded));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", script],
    { cwd: join(import.meta.dirname, "..", "..", ".."), maxBuffer: 2 ** 24 },
  );
  const loaded: readonly string[] = JSON.parse(stdout);
  assert.ok(loaded.some((url) => url.endsWith("/dist/lookups/get-campaign.js")));
  const heavy = loaded.filter((url) =>
    /\/node_modules\/(undici|zod)\/|\/dist\/(transport|client)\//.test(url),
  );
  assert.deepEqual(heavy, []);
});
