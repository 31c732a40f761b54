import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { authority, files } from "../support/certificates.ts";
import { ProviderProcess, type ProviderProcessOptions } from "../support/provider-process.ts";
import { startTlsFront } from "../support/tls-front.ts";
import { environmentOf, settings, startUnlimitedTenant } from "./world.ts";

const tenant = await startUnlimitedTenant();
tenant.setCampaign("91ab", { agentCount: 100, answerRate: 0.4, averageHandleTime: 60 });

const program = { ...settings, configId: "4f1c", campaignId: "91ab" };
const wrong = "a secret that the tenant does not know";

/** What check says to a provider with these settings, and what it wrote. */
async function checkWith(options: ProviderProcessOptions, news: typeof program | object = {}) {
  await using provider = await ProviderProcess.start(options);
  tenant.clearRequests();
  const { failures } = await provider.check({ ...program, ...news });
  return { failures, errorOutput: provider.errorOutput, requests: tenant.requests.length };
}

describe("a provider without settings", () => {
  test("says in one failure which are missing and both ways to give them, before any request", async () => {
    const staffing = { agents: 100, answerRate: 0.4, averageHandleTimeSeconds: 60 };
    await using provider = await ProviderProcess.start({});
    // Neither what has to be asked of the tenant nor what is planned altogether.
    for (const news of [program, { ...program, staffing }]) {
      const { failures } = await provider.check(news);
      assert.equal(failures.length, 1);
      const [{ property, reason } = { property: undefined, reason: "" }] = failures;
      assert.equal(property, "");
      for (const [key, variable] of [
        ["environmentUrl", "CXONE_ENVIRONMENT_URL"],
        ["clientId", "CXONE_CLIENT_ID"],
        ["clientSecret", "CXONE_CLIENT_SECRET"],
      ]) {
        assert.match(
          reason,
          new RegExp(
            `cxone:${key} is missing\\. Give it with \`pulumi config set .*cxone:${key}.*${variable}`,
          ),
        );
      }
      assert.match(reason, /No request was made/);
    }
    await assert.rejects(provider.create(program), /cxone:environmentUrl is missing/);
    const resource = { id: "4f1c", inputs: program, outputs: program };
    await assert.rejects(provider.read(resource), /cxone:clientSecret is missing/);
    await assert.rejects(provider.delete(resource), /cxone:clientSecret is missing/);
    assert.doesNotMatch(provider.errorOutput, /^ +at /m);
  });
});

describe("the settings of a provider", () => {
  const configOf = (clientSecret: string) => ({
    "cxone:environmentUrl": tenant.url,
    "cxone:clientId": tenant.clientId,
    "cxone:clientSecret": clientSecret,
  });

  test("are taken from the stack's configuration", async () => {
    const { failures } = await checkWith({ config: configOf(tenant.clientSecret) });
    assert.deepEqual(failures, []);
  });

  test("are taken from the environment before the configuration", async () => {
    const config = {
      ...configOf(wrong),
      "cxone:environmentUrl": "https://us1-cxone.example",
      "cxone:clientId": "old",
    };
    const { failures } = await checkWith({ env: environmentOf(tenant), config });
    assert.deepEqual(failures, []);
  });

  test("may come from both", async () => {
    const env = { CXONE_CLIENT_SECRET: tenant.clientSecret };
    const { failures } = await checkWith({ env, config: configOf(wrong) });
    assert.deepEqual(failures, []);
  });

  test("that the tenant does not know fail with its words, and without the secret", async () => {
    const { failures, errorOutput } = await checkWith({ config: configOf(wrong) });
    assert.equal(failures.length, 1);
    assert.match(
      failures[0]?.reason ?? "",
      /oauth\/token: 401 .*invalid_client.*cxone:clientSecret/,
    );
    assert.ok(!`${failures[0]?.reason}${errorOutput}`.includes(wrong));
  });

  test("that lead to where there is no token endpoint are not taken for a missing campaign", async () => {
    tenant.inject({ match: { path: "/oauth/token" }, status: 404 });
    const { failures } = await checkWith({ env: environmentOf(tenant) });
    assert.equal(failures.length, 1);
    assert.match(
      failures[0]?.reason ?? "",
      /oauth\/token: 404 .*not how a token endpoint answers.*cxone:environmentUrl/,
    );
    assert.doesNotMatch(failures[0]?.reason ?? "", /campaign/);
  });

  test("may not lead to anything but loopback in plain text", async () => {
    const env = { ...environmentOf(tenant), CXONE_ENVIRONMENT_URL: "http://us1-cxone.example" };
    const { failures, requests } = await checkWith({ env });
    assert.equal(failures.length, 1);
    assert.match(failures[0]?.reason ?? "", /cxone:environmentUrl.*https/);
    assert.ok(!failures[0]?.reason.includes(tenant.clientSecret));
    assert.equal(requests, 0);
  });
});

test("a tenant's authority may be one of Node.js, one of NODE_EXTRA_CA_CERTS, or one in cxone:caFile", async () => {
  const authorities = [await authority("in cxone:caFile"), await authority("in Node's variable")];
  const [first = "", second = ""] = authorities.map(({ certificate }) => certificate);
  await using folder = await files({ "first.pem": first, "second.pem": second });
  for (const each of authorities) {
    const { certificate: cert, key } = await each.issue();
    await using front = await startTlsFront(Number(new URL(tenant.url).port), { cert, key });
    const { failures } = await checkWith({
      env: {
        ...environmentOf(tenant),
        CXONE_ENVIRONMENT_URL: `https://127.0.0.1:${front.port}`,
        NODE_EXTRA_CA_CERTS: folder.file("second.pem"),
      },
      config: { "cxone:caFile": folder.file("first.pem") },
    });
    assert.deepEqual(failures, []);
  }
});
