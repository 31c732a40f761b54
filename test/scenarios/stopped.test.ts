import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Fault, Tenant } from "pulumi-cxone-dialer/sandbox";
import { CAMPAIGN, environmentOf, settings, startCallCentre } from "../support/call-centre.ts";
import type { Config, Engine, EngineKind } from "../support/engine.ts";
import { engineKinds } from "../support/engines.ts";

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

  test("Ctrl-C lets end what is being written, and the state has it", async () => {
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

interface Stop {
  readonly config: Config;
  readonly fault: Fault;
  readonly signal: "SIGKILL" | "SIGINT";
}

/** Runs `up`, and stops the engine there. */
async function stopUp(engine: Engine, tenant: Tenant, { config, fault, signal }: Stop) {
  const child = await engine.startUp(config);
  const ended = once(child, "exit");
  const isStopped = Promise.withResolvers<void>();
  tenant.inject({
    ...fault,
    before: async () => {
      child.kill(signal);
      if (signal === "SIGKILL") await ended;
      isStopped.resolve();
    },
  });
  await Promise.all([isStopped.promise, ended]);
  if (signal === "SIGKILL") await engine.recover();
  tenant.clearFaults();
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
