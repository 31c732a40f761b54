import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CAMPAIGN, document, requestsOf, startCallCentre } from "../../support/call-centre.ts";
import type { EngineKind, EngineRun } from "../../support/engine.ts";
import { engineKinds } from "../../support/engines.ts";
import { sales, startFleet, wants } from "./fleet.ts";

for (const kind of await engineKinds(["native"])) describe(`on ${kind.name}`, () => imports(kind));

const options = { import: `sales/${CAMPAIGN}`, protect: true };
const { complianceRules } = document;

function operationsOf({ steps }: EngineRun): readonly string[] {
  return steps.map(({ op }) => op);
}

function imports(kind: EngineKind) {
  test("an import that the program agrees with writes nothing, and its option may stay or go", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await startFleet(kind, tenant);
    const config = wants({ sales: { ...sales, complianceRules, options } });
    assert.deepEqual(operationsOf(await engine.preview(config)), ["import"]);
    const up = await engine.up();
    assert.equal(up.ok, true, up.messages);
    assert.deepEqual(operationsOf(up), ["import"]);
    assert.deepEqual(operationsOf(await engine.preview()), []);
    const without = wants({ sales: { ...sales, complianceRules, options: { protect: true } } });
    assert.deepEqual(operationsOf(await engine.up(without)), []);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST", "DELETE"), []);
  });

  test("an import that the program differs from is followed by an update, and a destroy puts back what was found", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await startFleet(kind, tenant);
    const { import: id } = options;
    const wanted = { ...sales, complianceRules, dialRate: 3, options: { import: id } };
    const preview = await engine.preview(wants({ sales: wanted }));
    assert.deepEqual(operationsOf(preview), ["import", "update"]);
    assert.ok(preview.steps.some(({ changed }) => changed.includes("dialRate")));
    const up = await engine.up();
    assert.equal(up.ok, true, up.messages);
    assert.deepEqual(requestsOf(tenant, "PUT"), ["PUT dialerconfigs/sales 200"]);
    assert.equal(tenant.dialerConfig("sales")?.document.dialRate, 3);
    assert.deepEqual(operationsOf(await engine.preview()), []);
    const destroy = await engine.destroy();
    assert.equal(destroy.ok, true, destroy.messages);
    assert.deepEqual(tenant.dialerConfig("sales")?.document, document);
  });

  test("an edit after an import is somebody else's: the first deployment keeps it and says so", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await startFleet(kind, tenant);
    await engine.up(wants({ sales: { ...sales, complianceRules, options } }));
    tenant.editDialerConfig("sales", { maxQueueDepth: 7 });
    const up = await engine.up();
    assert.match(up.messages, /somebody changed maxQueueDepth .* from 40 to 7/);
    assert.equal(tenant.dialerConfig("sales")?.document.maxQueueDepth, 7);
  });

  test("what the tenant does not have is not imported, and nothing is made of it", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
    const up = await engine.up(wants({ sales: { ...sales, options } }));
    assert.equal(up.ok, false);
    assert.match(up.messages, /resource 'sales\/campaign-1' does not exist/);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);
  });
}
