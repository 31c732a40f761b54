import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import {
  document,
  environmentOf,
  requestsOf,
  settings,
  startCallCentre,
} from "../../support/call-centre.ts";
import type { EngineKind } from "../../support/engine.ts";
import { engineKinds } from "../../support/engines.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type Fleet, sales, startFleet, wants } from "./fleet.ts";

for (const kind of await engineKinds()) describe(`on ${kind.name}`, () => evidence(kind));

function evidence(kind: EngineKind) {
  test("an audit log says which program wrote, also as it is destroyed", async () => {
    await using tenant = await startCallCentre();
    await using folder = await temporaryFolder();
    const file = join(folder.path, "audit.jsonl");
    const env = { ...environmentOf(tenant), CXONE_AUDIT_LOG: file };
    await using engine = await startFleet(kind, tenant, env);
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

  const reads = kind.door === "native" ? 6 : 0;
  const alsoRead = kind.door === "native" ? ", each read once more" : "";
  test(`N configurations of C campaigns change in 2N + C + 1 requests, and none change in C + 1${alsoRead}`, async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
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
    assert.equal(tenant.requests.length, 2 * 6 + 2 + 1 + reads);

    tenant.clearRequests();
    assert.deepEqual((await engine.up()).steps, []);
    assert.equal(tenant.requests.length, 2 + 1 + reads);
  });

  test("an export that fails leaves the write, and the next up sends the same event", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
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

  test("a protected configuration is not deleted, and an ignored change is not made", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
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
    await using engine = await startFleet(kind, tenant, environmentOf(tenant), {
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
}
