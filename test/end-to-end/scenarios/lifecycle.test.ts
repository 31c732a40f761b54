import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import { document, requestsOf, settings, startCallCentre } from "../../support/call-centre.ts";
import { type EngineKind, withoutForecast } from "../../support/engine.ts";
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
    assert.deepEqual(actionsOf(tenant), ["CREATE"]);

    tenant.clearRequests();
    const again = await engine.preview();
    assert.deepEqual(again, { ok: true, steps: [], outputs: up.outputs, messages: "" });
    const reads = kind.door === "native" ? ["GET dialerconfigs/sales 200"] : [];
    assert.deepEqual(requestsOf(tenant, "GET", "PUT", "POST"), [
      ...reads,
      "GET campaigns/campaign-1 200",
    ]);
  });

  test("a changed value shows as that field, goes out as one write and one event, and overwrites no administrator's change", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
    await engine.up(wants({ sales }));

    const preview = await engine.preview(wants({ sales: { ...sales, dialRate: 4 } }));
    const bookkeeping = kind.door === "dynamic" ? ["adoption", "deployed"] : [];
    assert.deepEqual(withoutForecast(preview.steps), [
      { op: "update", name: "sales", changed: [...bookkeeping, "dialRate"] },
    ]);
    tenant.clearRequests();
    const up = await engine.up();
    assert.equal(up.ok, true, up.messages);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST", "DELETE"), [
      "PUT dialerconfigs/sales 200",
      "POST eventstreams/exports 201",
    ]);
    assert.equal(tenant.dialerConfig("sales")?.document.dialRate, 4);

    tenant.editDialerConfig("sales", { dialRate: 1 });
    const conflict = await engine.up(wants({ sales: { ...sales, dialRate: 3 } }));
    assert.equal(conflict.ok, false);
    assert.match(conflict.messages, /dialRate was 4, the program says 3, the tenant now holds 1/);
    assert.equal(tenant.dialerConfig("sales")?.document.dialRate, 1);

    const refresh = await engine.refresh();
    // Through the native provider, the run that failed has read the edit already.
    const found = { op: "refresh", name: "sales", changed: ["dialRate"] };
    assert.deepEqual(refresh.steps, kind.door === "native" ? [] : [found]);
    const decided = await engine.up();
    assert.equal(decided.ok, true, decided.messages);
    assert.equal(tenant.dialerConfig("sales")?.document.dialRate, 3);
  });

  test("what exists is adopted with what the program does not manage, put back where the id changes, and put back by destroy", async () => {
    const other = { ...document, name: "another" };
    await using tenant = await startCallCentre({ sales: document, other });
    await using engine = await startFleet(kind, tenant);
    const complianceRules = { ringSeconds: 25 };
    const program = {
      sales: { ...sales, dialRate: 3, complianceRules },
      other: { ...sales, configId: "other", dialRate: 3 },
    };

    const up = await engine.up(wants(program));
    assert.equal(up.ok, true, up.messages);
    assert.deepEqual(tenant.dialerConfig("sales")?.document, {
      ...document,
      dialRate: 3,
      complianceRules: { ringSeconds: 25, callingHours: { start: "09:00", end: "18:00" } },
    });
    assert.deepEqual(actionsOf(tenant), ["UPDATE", "UPDATE"]);

    const moved = await engine.up(
      wants({ ...program, sales: { ...program.sales, configId: "sales-2" } }),
    );
    assert.equal(moved.ok, true, moved.messages);
    assert.deepEqual(tenant.dialerConfig("sales")?.document, document);
    assert.equal(tenant.dialerConfig("sales-2")?.document.dialRate, 3);

    const before = actionsOf(tenant).length;
    const destroy = await engine.destroy();
    assert.equal(destroy.ok, true, destroy.messages);
    assert.deepEqual(tenant.dialerConfig("other")?.document, other);
    assert.equal(tenant.dialerConfig("sales-2"), undefined);
    assert.deepEqual(actionsOf(tenant).slice(before).toSorted(), ["DELETE", "UPDATE"]);
  });
}

function actionsOf(tenant: Tenant): readonly string[] {
  return tenant.exports.map(({ event }) => event.audit_trail.action);
}
