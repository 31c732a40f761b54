import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import {
  CAMPAIGN,
  document,
  environmentOf,
  requestsOf,
  settings,
  startCallCentre,
} from "../../support/call-centre.ts";
import type { Config, EngineKind } from "../../support/engine.ts";
import { engineKinds } from "../../support/engines.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const program = join(import.meta.dirname, "programs", "fleet");

interface Fleet {
  readonly [name: string]: Readonly<Record<string, unknown>>;
}

/** The configuration of the stack that asks for a fleet. */
function wants(fleet: Fleet): Config {
  return { fleet: JSON.stringify(fleet) };
}

const sales = { ...settings, configId: "sales", campaignId: CAMPAIGN };

for (const kind of await engineKinds()) describe(`on ${kind.name}`, () => lifecycle(kind));

function lifecycle(kind: EngineKind) {
  const start = (tenant: Tenant, env = environmentOf(tenant), secretConfig: Config = {}) =>
    kind.start({ program, env, secretConfig });

  test("what the program says arrives in the tenant, and the next preview is empty", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
    const config = wants({ sales: { ...sales, complianceRules: { ringSeconds: 15 } } });

    const preview = await engine.preview(config);
    assert.equal(preview.ok, true, preview.messages);
    assert.deepEqual(preview.steps, [{ op: "create", name: "sales", changed: [] }]);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);

    const up = await engine.up();
    assert.equal(up.ok, true, up.messages);
    assert.deepEqual(up.outputs, { audits: { sales: "exported" } });
    assert.deepEqual(tenant.dialerConfig("sales")?.document, {
      ...settings,
      complianceRules: { ringSeconds: 15 },
    });
    assert.deepEqual(
      tenant.exports.map(({ event }) => event.audit_trail.action),
      ["CREATE"],
    );

    tenant.clearRequests();
    const again = await engine.preview();
    assert.deepEqual(again, { ok: true, steps: [], outputs: up.outputs, messages: "" });
    assert.deepEqual(requestsOf(tenant, "GET", "PUT", "POST"), ["GET campaigns/campaign-1 200"]);
  });

  test("an audit log tells which program wrote, also as it is destroyed", async () => {
    await using tenant = await startCallCentre();
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    const env = { ...environmentOf(tenant), CXONE_AUDIT_LOG: file };
    await using engine = await start(tenant, env);
    const up = await engine.up(wants({ sales }));
    assert.equal(up.ok, true, up.messages);
    const destroy = await engine.destroy();
    assert.equal(destroy.ok, true, destroy.messages);
    const records = (await readFile(file, "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      records.map(({ event, origin: { project, stack } }) => [
        event.event_type,
        project,
        typeof stack,
      ]),
      [
        ["DIALER_CONFIG_CREATE", "fleet", "string"],
        ["DIALER_CONFIG_DELETE", "fleet", "string"],
      ],
    );
    assert.equal(records[0].origin.stack, records[1].origin.stack);
  });

  test("what exists is adopted, and what the program does not manage is kept", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await start(tenant);

    const up = await engine.up(
      wants({ sales: { ...sales, dialRate: 3, complianceRules: { ringSeconds: 25 } } }),
    );
    assert.equal(up.ok, true, up.messages);
    assert.deepEqual(tenant.dialerConfig("sales")?.document, {
      ...document,
      dialRate: 3,
      complianceRules: { ringSeconds: 25, callingHours: { start: "09:00", end: "18:00" } },
    });
    assert.deepEqual(
      tenant.exports.map(({ event }) => event.audit_trail.action),
      ["UPDATE"],
    );
  });

  test("a changed value shows as that field, and goes out as one write and one event", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
    await engine.up(wants({ sales }));

    const preview = await engine.preview(wants({ sales: { ...sales, dialRate: 4 } }));
    assert.deepEqual(preview.steps, [
      { op: "update", name: "sales", changed: ["adoption", "deployed", "dialRate"] },
    ]);
    tenant.clearRequests();
    const up = await engine.up();
    assert.equal(up.ok, true, up.messages);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST", "DELETE"), [
      "PUT dialerconfigs/sales 200",
      "POST eventstreams/exports 201",
    ]);
    assert.equal(tenant.dialerConfig("sales")?.document.dialRate, 4);
  });

  test("N configurations of C campaigns change in 2N + C + 1 requests, and none change in C + 1", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
    const campaigns = ["first", "second"];
    for (const id of campaigns) {
      tenant.setCampaign(id, { agentCount: 50, answerRate: 0.3, averageHandleTime: 180 });
    }
    const fleetAt = (dialRate: number): Fleet =>
      Object.fromEntries(
        [..."abcdef"].map((configId, i) => [
          configId,
          { ...settings, configId, dialRate, campaignId: campaigns[i % campaigns.length] },
        ]),
      );
    await engine.up(wants(fleetAt(2)));

    tenant.clearRequests();
    const changed = await engine.up(wants(fleetAt(3)));
    assert.equal(changed.steps.length, 6, changed.messages);
    assert.equal(tenant.requests.length, 2 * 6 + 2 + 1);

    tenant.clearRequests();
    assert.deepEqual((await engine.up()).steps, []);
    assert.equal(tenant.requests.length, 2 + 1);
  });

  test("an administrator's edit to another field survives the update, and the next preview tells of it", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
    await engine.up(wants({ sales }));
    tenant.editDialerConfig("sales", { maxQueueDepth: 5 });

    const up = await engine.up(wants({ sales: { ...sales, dialRate: 4 } }));
    assert.equal(up.ok, true, up.messages);
    assert.deepEqual(tenant.dialerConfig("sales")?.document, {
      ...settings,
      dialRate: 4,
      maxQueueDepth: 5,
      complianceRules: {},
    });

    const preview = await engine.preview();
    assert.deepEqual(preview.steps, [{ op: "update", name: "sales", changed: ["deployed"] }]);
    assert.match(
      preview.messages,
      /warning: .*the tenant holds 5 in maxQueueDepth, and the program says 40/,
    );
  });

  test("a field that the administrator changed as well is not overwritten, and the failure names both", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
    await engine.up(wants({ sales }));
    tenant.editDialerConfig("sales", { dialRate: 1 });

    const up = await engine.up(wants({ sales: { ...sales, dialRate: 4 } }));
    assert.equal(up.ok, false);
    assert.match(up.messages, /dialRate was 2, the program says 4, the tenant now holds 1/);
    assert.equal(tenant.dialerConfig("sales")?.document.dialRate, 1);

    const refresh = await engine.refresh();
    assert.deepEqual(refresh.steps, [{ op: "refresh", name: "sales", changed: ["dialRate"] }]);
    const decided = await engine.up();
    assert.equal(decided.ok, true, decided.messages);
    assert.equal(tenant.dialerConfig("sales")?.document.dialRate, 4);
  });

  test("after an edit in the console a refresh shows that field, and only it", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await start(tenant);
    await engine.up(
      wants({ sales: { ...sales, complianceRules: { callingHours: { end: "18:00" } } } }),
    );
    tenant.editDialerConfig("sales", {
      complianceRules: { ringSeconds: 30, callingHours: { start: "10:00", end: "19:00" } },
    });

    const refresh = await engine.refresh();
    assert.deepEqual(refresh.steps, [
      { op: "refresh", name: "sales", changed: ["complianceRules.callingHours.end"] },
    ]);
    // What adopting it did is shown as going, with the first update.
    const preview = await engine.preview();
    assert.deepEqual(preview.steps, [
      { op: "update", name: "sales", changed: ["adoption", "complianceRules.callingHours.end"] },
    ]);
  });

  test("a configuration that somebody deleted is created again after a refresh", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
    await engine.up(wants({ sales }));
    tenant.setDialerConfig("sales", undefined);

    const lost = await engine.up(wants({ sales: { ...sales, dialRate: 4 } }));
    assert.equal(lost.ok, false);
    assert.match(
      lost.messages,
      /sales is gone: somebody deleted it in the tenant. Run `pulumi refresh`/,
    );
    const refresh = await engine.refresh();
    assert.deepEqual(
      refresh.steps.map(({ op }) => op),
      ["delete"],
    );
    assert.equal((await engine.up()).ok, true);
    assert.equal(tenant.dialerConfig("sales")?.document.dialRate, 4);
  });

  test("what the campaign cannot carry is refused before anything is written", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
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

  test("a forecast over the limit is refused, naming what would pass", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
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
    await using engine = await start(tenant);
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
    await using engine = await start(tenant);
    const { ok, messages } = await engine.preview({
      ...wants({ sales, other: { ...sales, configId: "other" } }),
      "cxone:requestsPerMinute": "100000",
      "cxone:enviromentUrl": tenant.url,
      "cxone:colour": "blue",
    });
    assert.equal(ok, true, messages);
    const warnings = messages.split("\n").filter((line) => line.includes("is no setting of"));
    assert.equal(warnings.length, 2, messages);
    assert.match(messages, /cxone:enviromentUrl is no .* Did you mean cxone:environmentUrl\?/);
    assert.match(messages, /cxone:colour is no .* Its settings are cxone:environmentUrl, cxone:cl/);
  });

  test("every failure of a resource is told at once", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
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
    for (const told of [
      /property dialRate .*missing/,
      /dailRate is no argument of DialerConfig. Did you mean dialRate\?/,
      /property agentRatio .*over agentRatioLimit, 3/,
      /property maxAbandonmentRate .*4 % is over the 3 % that regulation "us" allows/,
    ]) {
      assert.match(preview.messages, told);
    }
  });

  test("an id that changed replaces the resource", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await start(tenant);
    await engine.up(wants({ sales: { ...sales, dialRate: 3 } }));
    const up = await engine.up(wants({ sales: { ...sales, configId: "sales-2", dialRate: 3 } }));
    assert.equal(up.ok, true, up.messages);
    assert.deepEqual(tenant.dialerConfig("sales")?.document, document);
    assert.equal(tenant.dialerConfig("sales-2")?.document.dialRate, 3);
  });

  test("destroy undoes what the program changed, and leaves what an administrator changed since", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await start(tenant);
    await engine.up(wants({ sales: { ...sales, dialRate: 3 } }));
    tenant.editDialerConfig("sales", { maxQueueDepth: 5, name: "renamed" });
    const destroy = await engine.destroy();
    assert.equal(destroy.ok, true, destroy.messages);
    assert.deepEqual(tenant.dialerConfig("sales")?.document, {
      ...document,
      maxQueueDepth: 5,
      name: "renamed",
    });
  });

  test("destroy puts back what was adopted, and deletes what the program made", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await start(tenant);
    await engine.up(
      wants({ sales: { ...sales, dialRate: 3 }, made: { ...sales, configId: "made" } }),
    );
    const destroy = await engine.destroy();
    assert.equal(destroy.ok, true, destroy.messages);
    assert.deepEqual(tenant.dialerConfig("sales")?.document, document);
    assert.equal(tenant.dialerConfig("made"), undefined);
    assert.deepEqual(
      tenant.exports.map(({ event }) => event.event_type).sort(),
      ["CREATE", "DELETE", "UPDATE", "UPDATE"].map((action) => `DIALER_CONFIG_${action}`),
    );
  });

  test("an export that fails leaves the write, and the next up sends the same event", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
    tenant.inject({ match: { path: /exports$/ }, times: Number.POSITIVE_INFINITY, status: 403 });
    const up = await engine.up(wants({ sales }));
    assert.equal(up.ok, true, up.messages);
    assert.match(up.messages, /warning: .*audit event .* could not be exported/);
    assert.deepEqual(up.outputs, { audits: { sales: "pending" } });
    assert.equal(tenant.exports.length, 0);

    tenant.clearFaults();
    tenant.clearRequests();
    const again = await engine.up();
    assert.deepEqual(again.outputs, { audits: { sales: "exported" } });
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), ["POST eventstreams/exports 201"]);
    assert.equal(
      up.messages.includes(tenant.exports[0]?.event.audit_trail.request_id ?? "none"),
      true,
    );
    assert.deepEqual((await engine.preview()).steps, []);
  });

  test("a value that only the deployment knows is not judged in the preview", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
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

  test("a protected configuration is not deleted, and an ignored change is not made", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
    await engine.up(wants({ sales: { ...sales, options: { protect: true } } }));
    assert.equal((await engine.destroy()).ok, false);
    assert.notEqual(tenant.dialerConfig("sales"), undefined);

    const ignored = await engine.up(
      wants({ sales: { ...sales, dialRate: 4, options: { ignoreChanges: ["dialRate"] } } }),
    );
    assert.equal(ignored.ok, true, ignored.messages);
    assert.equal(tenant.dialerConfig("sales")?.document.dialRate, 2);
  });

  test("a secret setting and the client's secret cannot be read in the state", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await start(tenant, environmentOf(tenant), {
      token: "canary-in-the-mine",
    });
    const up = await engine.up(wants({ sales }));
    assert.equal(up.ok, true, up.messages);
    assert.deepEqual(tenant.dialerConfig("sales")?.document.complianceRules, {
      ...(document.complianceRules as object),
      token: "canary-in-the-mine",
    });
    const state = await engine.stateText();
    assert.match(state, /maxQueueDepth/);
    assert.equal(state.includes("canary-in-the-mine"), false);
    assert.equal(state.includes(tenant.clientSecret), false);
  });

  test("without credentials one error names all that is missing, before any request", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant, {
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

  test("a tenant that cannot be reached is told as such, and the state stays", async () => {
    await using tenant = await startCallCentre();
    await using engine = await start(tenant);
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
