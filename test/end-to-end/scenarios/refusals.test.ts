import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { CAMPAIGN, requestsOf, startCallCentre } from "../../support/call-centre.ts";
import type { EngineKind } from "../../support/engine.ts";
import { engineKinds } from "../../support/engines.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { sales, startFleet, wants } from "./fleet.ts";

for (const kind of await engineKinds()) describe(`on ${kind.name}`, () => refusals(kind));

function refusals(kind: EngineKind) {
  test("what the campaign cannot carry is refused before anything is written", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
    tenant.setCampaign(CAMPAIGN, { agentCount: 5 });
    const preview = await engine.preview(
      wants({
        sales: { ...sales, dialRate: 3 },
        renewals: { ...sales, configId: "renewals", dialRate: 3 },
      }),
    );
    assert.equal(preview.ok, false);
    assert.match(
      preview.messages,
      /has 5 agents, which carry 5 dials a second at a ratio of 1; its 2 configurations \(.*\) ask for 6/,
    );
    assert.equal(tenant.dialerConfig("sales"), undefined);
  });

  test("a deployment without a preview says why it is refused", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
    const up = await engine.up(wants({ sales: { ...sales, dialRate: 99 } }));
    assert.equal(up.ok, false);
    assert.match(up.messages, /property dialRate value \{99\} .* from 0\.1 to 10/);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);
  });

  test("a forecast over the limit is refused, naming what would pass", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
    tenant.setCampaign(CAMPAIGN, { agentCount: 10, answerRate: 0.3, averageHandleTime: 180 });
    const ahead = { ...sales, pacingType: "predictive", agentRatio: 3, dialRate: 5 };
    const preview = await engine.preview(wants({ sales: ahead }));
    assert.equal(preview.ok, false);
    assert.match(
      preview.messages,
      /property dialRate .* of answered calls would be abandoned: no agent within 2 s\. That is over the limit of 3 %\. At an agentRatio of 3 .*; at a dialRate of 5 the highest agentRatio is 1 \(whole lines\)/,
    );
    const [, ratio] = preview.messages.match(/the highest agentRatio is (\d)/) ?? [];
    const passing = await engine.preview(wants({ sales: { ...ahead, agentRatio: Number(ratio) } }));
    assert.equal(passing.ok, true, passing.messages);
  });

  test("with a telemetry file the live campaign does not matter, and its figures are not asked for", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
    await using folder = await temporaryFolder();
    const telemetry = join(folder.path, "telemetry.json");
    const figures = { agents: 50, answerRate: 0.3, averageHandleTimeSeconds: 180 };
    const write = (asOf: string) =>
      writeFile(telemetry, JSON.stringify({ campaigns: { [CAMPAIGN]: { ...figures, asOf } } }));
    tenant.setCampaign(CAMPAIGN, { agentCount: 0 });

    await write(new Date().toISOString());
    const config = { ...wants({ sales }), "cxone:telemetry": telemetry };
    const preview = await engine.preview(config);
    assert.equal(preview.ok, true, preview.messages);
    assert.equal(preview.messages, "");
    assert.deepEqual(requestsOf(tenant, "GET"), ["GET dialerconfigs/sales 404"]);

    await write("2001-01-01T00:00:00Z");
    assert.match(
      (await engine.preview()).messages,
      /warning: .* days old \(2001-01-01T00:00:00Z\)/,
    );
    await writeFile(telemetry, "{}");
    assert.match(
      (await engine.preview()).messages,
      /error: .*which is not a telemetry file: campaigns: Invalid input/,
    );
    await writeFile(telemetry, '{ "campaigns": { "campaign-1": { "age');
    assert.match(
      (await engine.preview()).messages,
      /error: .*which is not JSON, or not all of it: perhaps it was cut off .* Write it anew with/,
    );
  });

  test("a setting that is mistyped is named, with the one that is meant", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
    const { ok, messages } = await engine.preview({
      ...wants({ sales, other: { ...sales, configId: "other" } }),
      "cxone:requestsPerMinute": "100000",
      "cxone:enviromentUrl": tenant.url,
      "cxone:colour": "blue",
    });
    assert.equal(ok, true, messages);
    const warnings = messages.split("\n").filter((line) => line.includes("is no setting of"));
    assert.equal(warnings.length, 2, messages);
    assert.match(messages, /cxone:enviromentUrl is no .* Did you mean (cxone:)?environmentUrl\?/);
    assert.match(
      messages,
      /cxone:colour is no .* settings are (cxone:)?environmentUrl, (cxone:)?cl/,
    );
  });

  test("every failure of a resource is reported at once", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
    const { dialRate, ...rest } = sales;
    const preview = await engine.preview(
      wants({
        sales: {
          ...rest,
          dailRate: dialRate,
          agentRatio: 4,
          maxAbandonmentRate: 0.04,
          regulation: "us",
        },
      }),
    );
    assert.equal(preview.ok, false);
    for (const expected of [
      /property dialRate .*missing/,
      /dailRate is no argument of DialerConfig. Did you mean dialRate\?/,
      /property agentRatio .*over agentRatioLimit, 3/,
      /property maxAbandonmentRate .*4 % is over the 3 % that regulation "us" allows/,
    ]) {
      assert.match(preview.messages, expected);
    }
  });

  test("a value that only the deployment knows is not judged in the preview", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
    const config = wants({
      sales,
      waiting: { ...sales, configId: "waiting", queueDepthOf: "sales" },
    });
    const preview = await engine.preview(config);
    assert.equal(preview.ok, true, preview.messages);
    const up = await engine.up();
    assert.equal(up.ok, true, up.messages);
    assert.equal(tenant.dialerConfig("waiting")?.document.maxQueueDepth, 50);
  });

  test("without credentials one error names all that is missing, before any request", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant, {
      CXONE_ENVIRONMENT_URL: "",
      CXONE_CLIENT_ID: "",
      CXONE_CLIENT_SECRET: "",
    });
    const preview = await engine.preview(wants({ sales }));
    assert.equal(preview.ok, false);
    for (const name of ["environmentUrl", "clientId", "clientSecret"]) {
      assert.match(preview.messages, new RegExp(`cxone:${name} is missing`));
    }
    assert.equal(tenant.requests.length, 0);
  });

  test("a tenant that cannot be reached is reported as such, and the state stays", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
    await engine.up(wants({ sales }));
    tenant.inject({ match: { method: "PUT" }, times: Number.POSITIVE_INFINITY, drop: "before" });
    const up = await engine.up(wants({ sales: { ...sales, dialRate: 4 } }));
    assert.equal(up.ok, false);
    assert.match(up.messages, /PUT http.*after 4 tries/);
    tenant.clearFaults();
    assert.equal((await engine.up()).ok, true);
    assert.equal(tenant.dialerConfig("sales")?.document.dialRate, 4);
  });
}
