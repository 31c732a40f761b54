import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Fault, Tenant } from "pulumi-cxone-dialer/sandbox";
import { CAMPAIGN, environmentOf, settings, startCallCentre } from "../../support/call-centre.ts";
import type { Config, Engine, EngineKind } from "../../support/engine.ts";
import { engineKinds } from "../../support/engines.ts";
import { stopUp } from "../../support/stop-up.ts";

const program = join(import.meta.dirname, "programs", "fleet");
const sales = { ...settings, configId: "sales", campaignId: CAMPAIGN };

function wants(changes: Readonly<Record<string, unknown>> = {}): Config {
  return { fleet: JSON.stringify({ sales: { ...sales, ...changes } }) };
}

const write = { match: { method: "PUT" } } as const;
const event = { match: { path: "/api/v2/eventstreams/exports" } } as const;

/** Where the engine is stopped. */
const points = {
  "before the tenant does its write": { ...write, drop: "before" },
  "as the tenant does its write": write,
  "before the tenant takes its audit event": { ...event, drop: "before" },
  "as the tenant takes its audit event": event,
} as const satisfies Record<string, Fault>;

for (const kind of await engineKinds()) describe(`on ${kind.name}`, () => stopped(kind));

function stopped(kind: EngineKind) {
  for (const [point, fault] of Object.entries(points)) {
    test(`an engine that is killed ${point} loses nothing`, async () => {
      await using tenant = await startCallCentre();
      await using engine = await kind.start({ program, env: environmentOf(tenant) });
      await stopUp(engine, tenant, { config: wants(), fault, signal: "SIGKILL" });
      await assertFinished(engine, tenant, { ...settings, complianceRules: {} });

      await stopUp(engine, tenant, { config: wants({ dialRate: 3 }), fault, signal: "SIGKILL" });
      await assertFinished(engine, tenant, { ...settings, complianceRules: {}, dialRate: 3 });
      assert.deepEqual(
        tenant.exports.map(({ event: { audit_trail } }) => audit_trail.action),
        ["CREATE", "UPDATE"],
      );
    });
  }

  if (kind.door === "native") {
    test("Ctrl-C ends what is being written, and the next run finds out what became of it", async () => {
      await using tenant = await startCallCentre();
      await using engine = await kind.start({ program, env: environmentOf(tenant) });
      await stopUp(engine, tenant, { config: wants(), fault: write, signal: "SIGINT" });
      await assertFinished(engine, tenant, { ...settings, complianceRules: {} });
    });
    return;
  }

  test("Ctrl-C lets end what is being written, and the state has it", {
    skip: process.platform === "win32" && "SIGINT ends a process at once",
  }, async () => {
    await using tenant = await startCallCentre();
    await using engine = await kind.start({ program, env: environmentOf(tenant) });
    await stopUp(engine, tenant, { config: wants(), fault: write, signal: "SIGINT" });
    tenant.clearRequests();
    const { ok, steps, messages } = await engine.up();
    assert.equal(ok, true, messages);
    assert.deepEqual(steps, []);
    assert.deepEqual(
      tenant.exports.map(({ event: { audit_trail } }) => audit_trail.action),
      ["CREATE"],
    );
  });
}

async function assertFinished(engine: Engine, tenant: Tenant, document: object): Promise<void> {
  const up = await engine.up();
  assert.equal(up.ok, true, up.messages);
  assert.deepEqual(tenant.dialerConfig("sales")?.document, document);
  const again = await engine.preview();
  assert.deepEqual(again.steps, [], again.messages);
  const writes = tenant.requests.filter(
    ({ method, status }) => method === "PUT" && (status === 200 || status === 201),
  );
  assert.equal(tenant.exports.length, writes.length, "one event for each write");
}
