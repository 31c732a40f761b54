import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { document, settings, startCallCentre } from "../../support/call-centre.ts";
import type { EngineKind } from "../../support/engine.ts";
import { engineKinds } from "../../support/engines.ts";
import { sales, startFleet, wants } from "./fleet.ts";

for (const kind of await engineKinds()) describe(`on ${kind.name}`, () => edits(kind));

function edits(kind: EngineKind) {
  test("an administrator's edit to another field survives the update, and the next preview reports it", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
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
    const changed = kind.door === "native" ? ["maxQueueDepth"] : ["deployed"];
    assert.deepEqual(preview.steps, [{ op: "update", name: "sales", changed }]);
    assert.match(
      kind.door === "native" ? up.messages : preview.messages,
      kind.door === "native"
        ? /warning: .*maxQueueDepth stays 5 \(the program says 40\)/
        : /warning: .*the tenant holds 5 in maxQueueDepth, and the program says 40/,
    );
  });

  test("after an edit in the console a refresh shows that field, and only it", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await startFleet(kind, tenant);
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
      {
        op: "update",
        name: "sales",
        changed: [
          ...(kind.door === "dynamic" ? ["adoption"] : []),
          "complianceRules.callingHours.end",
        ],
      },
    ]);
  });

  test("a configuration that somebody deleted is created again after a refresh", async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
    await engine.up(wants({ sales }));
    tenant.setDialerConfig("sales", undefined);

    const lost = await engine.up(wants({ sales: { ...sales, dialRate: 4 } }));
    if (kind.door === "native") {
      assert.deepEqual(
        lost.steps.map(({ op }) => op),
        ["create"],
        lost.messages,
      );
      assert.equal(tenant.dialerConfig("sales")?.document.dialRate, 4);
      return;
    }
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

  test('with onConflict "fail" every deployment stops at an edit, until a refresh has shown it', async () => {
    await using tenant = await startCallCentre();
    await using engine = await startFleet(kind, tenant);
    const strict = { ...sales, onConflict: "fail" };
    assert.equal((await engine.up(wants({ sales: strict }))).ok, true);
    tenant.editDialerConfig("sales", { maxQueueDepth: 5 });
    await engine.up();
    for (const dialRate of [3, 4]) {
      const up = await engine.up(wants({ sales: { ...strict, dialRate } }));
      assert.equal(up.ok, false);
      assert.match(
        up.messages,
        /maxQueueDepth from 40 to 5\).*onConflict is "fail"\. Nothing was written/,
      );
    }
    assert.equal(tenant.dialerConfig("sales")?.document.maxQueueDepth, 5);
    assert.deepEqual(
      (await engine.refresh()).steps.map(({ changed }) =>
        changed.filter((path) => path === "maxQueueDepth"),
      ),
      [["maxQueueDepth"]],
    );
    const up = await engine.up();
    assert.equal(up.ok, true, up.messages);
    assert.equal(tenant.dialerConfig("sales")?.document.maxQueueDepth, 40);
  });

  test("destroy undoes what the program changed, and leaves what an administrator changed since", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await startFleet(kind, tenant);
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
}
