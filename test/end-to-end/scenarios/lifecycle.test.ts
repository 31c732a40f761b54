import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { document, requestsOf, settings, startCallCentre } from "../../support/call-centre.ts";
import type { EngineKind } from "../../support/engine.ts";
import { engineKinds } from "../../support/engines.ts";
import { sales, startFleet, wants } from "./fleet.ts";

for (const kind of await engineKinds()) describe(`on ${kind.name}`, () => lifecycle(kind));

function lifecycle(kind: EngineKind) {
  test("what the program says arrives in the tenant, and the next preview is empty", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
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

  test("what exists is adopted, and what the program does not manage is kept", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await startFleet(kind, tenant);

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
    await using engine = await startFleet(kind, tenant);
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

  test("a field that the administrator changed as well is not overwritten, and the failure names both", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
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

  test("an id that changed replaces the resource", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await startFleet(kind, tenant);
    await engine.up(wants({ sales: { ...sales, dialRate: 3 } }));
    const up = await engine.up(wants({ sales: { ...sales, configId: "sales-2", dialRate: 3 } }));
    assert.equal(up.ok, true, up.messages);
    assert.deepEqual(tenant.dialerConfig("sales")?.document, document);
    assert.equal(tenant.dialerConfig("sales-2")?.document.dialRate, 3);
  });

  test("destroy puts back what was adopted, and deletes what the program made", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await startFleet(kind, tenant);
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
}
