import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isJsonObject } from "../../provider/src/domain/json.ts";
import { payloadHash } from "./canonical.ts";
import { eventsOf, foundDocument, startWorld, takeRequests } from "./world.ts";

const { tenant, provider, scene } = await startWorld();

const exports = { method: "POST", path: "/api/v2/eventstreams/exports" };
/** A refusal for good, so that nothing is tried again. */
const refused = { match: exports, times: Infinity, status: 403 };

function setUp(options?: Parameters<typeof scene>[0]) {
  const given = scene(options);
  const events = () => eventsOf(tenant, given.configId);
  const audit = () => {
    const output = given.stack.outputs.audit;
    assert.ok(isJsonObject(output), "The last write has no audit event.");
    return output;
  };
  return { ...given, events, audit };
}

describe("the audit event of a write", () => {
  test("says what was written, by whose request, and what the check found", async () => {
    const { configId, stack, program, document, events, audit } = setUp({ found: foundDocument });
    const before = Date.now();
    await stack.up(program());
    const [exported, ...more] = events();
    assert.deepEqual(more, []);
    assert.ok(exported);
    const { timestamp, latency_ms, audit_trail, ...event } = exported.event;
    assert.deepEqual(event, {
      event_type: "DIALER_CONFIG_UPDATE",
      resource_id: configId,
      payload_hash: payloadHash(document() ?? null),
    });
    assert.deepEqual(audit_trail, {
      action: "UPDATE",
      validated: true,
      compliance_check: "passed",
      request_id: exported.idempotencyKey,
    });
    assert.ok(Date.parse(timestamp) >= before && Date.parse(timestamp) <= Date.now());
    assert.ok(Number.isInteger(latency_ms) && latency_ms <= Date.now() - before);
    assert.deepEqual(audit(), {
      status: "exported",
      exportId: exported.id,
      requestId: audit_trail.request_id,
      payloadHash: event.payload_hash,
      latencyMs: latency_ms,
      timestamp,
    });
  });

  test("says that the check warned", async () => {
    const { stack, program, events } = setUp();
    await stack.up(program({ maxAbandonmentRate: 0.04 }));
    assert.equal(events()[0]?.event.audit_trail.compliance_check, "warned");
    assert.equal(events()[0]?.event.audit_trail.validated, true);
  });

  test("does not say validated of what the campaign cannot carry", async () => {
    const { stack, program, events } = setUp({ campaign: { agentCount: 1 } });
    await stack.up(program({ dialRate: 2, capacityCheck: "warn" }));
    assert.equal(events()[0]?.event.audit_trail.validated, false);
    assert.equal(events()[0]?.event.audit_trail.compliance_check, "warned");
  });

  test("measures the time that the write took, with its retries", async () => {
    const { stack, program, events, on } = setUp();
    tenant.inject({ match: on("PUT"), delayMs: 60 });
    await stack.up(program());
    // The timer of the delay may fire a little early.
    assert.ok((events()[0]?.event.latency_ms ?? 0) >= 58);
  });

  test("has the time at which it was sent and no latency where its reply was lost", async () => {
    const { stack, program, events, audit, on } = setUp();
    let arrival = 0;
    const arrived = () => {
      arrival = Date.now();
    };
    tenant.inject({ match: on("PUT"), before: arrived, drop: "after" });
    await stack.up(program());
    const [exported] = events();
    assert.ok(Date.parse(exported?.event.timestamp ?? "") <= arrival);
    assert.equal(exported?.event.latency_ms, 0);
    assert.equal(audit().status, "exported");
    assert.equal("latencyMs" in audit(), false);
  });

  test("is one where the reply to its export was lost", async () => {
    const { stack, program, events, audit } = setUp();
    tenant.inject({ match: exports, drop: "after" });
    await stack.up(program());
    assert.equal(events().length, 1);
    assert.equal(audit().status, "exported");
    assert.equal(audit().exportId, events()[0]?.id);
  });

  test("has an id of its own for each write", async () => {
    const { stack, program, events } = setUp();
    await stack.up(program());
    await stack.up(program({ dialRate: 1.5 }));
    const ids = events().map(({ idempotencyKey }) => idempotencyKey);
    assert.equal(new Set(ids).size, 2);
  });
});

describe("an export that fails", () => {
  test("leaves the write done, warns, and is pending in the state", async () => {
    const { configId, stack, program, document, events, audit } = setUp();
    tenant.inject(refused);
    await stack.up(program());
    assert.equal(document()?.dialRate, 1);
    assert.deepEqual(events(), []);
    assert.equal(audit().status, "pending");
    assert.equal(audit().exportId, undefined);
    const [warning, ...more] = provider.takeWarnings();
    assert.deepEqual(more, []);
    assert.match(
      warning ?? "",
      new RegExp(`${configId} is written.*${audit().requestId} could not be exported`),
    );
    assert.match(warning ?? "", /the next `pulumi up` sends it.*eventstreams\.export\.write/);
  });

  test("of each write is made up for by the next update", async () => {
    const { configId, stack, program, events } = setUp();
    tenant.inject(refused);
    await stack.up(program());
    await stack.up(program({ dialRate: 1.5 }));
    tenant.clearFaults();
    provider.takeWarnings();
    assert.equal(await stack.up(program({ dialRate: 1.5 })), "update");
    assert.match(
      provider.takeWarnings().join(),
      new RegExp(`${configId}: 2 audit events are still to be exported\\.`),
    );
    assert.equal(events().length, 2);
  });

  test("is made up for by the next update: the same request id, and nothing but the export", async () => {
    const { configId, stack, program, events, audit } = setUp();
    tenant.inject(refused);
    await stack.up(program());
    const { requestId, timestamp, latencyMs } = audit();
    tenant.clearFaults();
    takeRequests(tenant);
    provider.takeWarnings();
    assert.equal(await stack.up(program()), "update");
    assert.match(
      provider.takeWarnings().join(),
      new RegExp(
        `${configId}: 1 audit event is still to be exported\\. \`pulumi up\` sends it again\\.`,
      ),
    );
    assert.deepEqual(takeRequests(tenant), ["POST exports 201"]);
    const [exported] = events();
    assert.equal(exported?.idempotencyKey, requestId);
    assert.equal(exported?.event.event_type, "DIALER_CONFIG_CREATE");
    assert.deepEqual(audit(), {
      status: "exported",
      exportId: exported?.id,
      requestId,
      payloadHash: exported?.event.payload_hash,
      latencyMs,
      timestamp,
    });
    assert.equal(await stack.up(program()), "same");
  });

  test("again and again keeps the events in their order", async () => {
    const { stack, program, events, audit } = setUp();
    tenant.inject(refused);
    const ids: unknown[] = [];
    for (const dialRate of [1, 1.1, 1.2]) {
      await stack.up(program({ dialRate }));
      ids.push(audit().requestId);
    }
    tenant.clearFaults();
    await stack.up(program({ dialRate: 1.3 }));
    ids.push(audit().requestId);
    assert.equal(new Set(ids).size, 4);
    assert.deepEqual(
      events().map(({ idempotencyKey }) => idempotencyKey),
      ids,
    );
    assert.equal(audit().status, "exported");
    assert.equal(await stack.up(program({ dialRate: 1.3 })), "same");
  });

  test("in the middle keeps the rest, the one that failed first", async () => {
    const { stack, program, events, audit } = setUp();
    tenant.inject(refused);
    await stack.up(program());
    const first = audit().requestId;
    await stack.up(program({ dialRate: 1.1 }));
    const second = audit().requestId;
    tenant.clearFaults();
    // The first of the two passes, and the next fails.
    tenant.inject({ match: exports });
    tenant.inject({ match: exports, status: 403 });
    await stack.up(program({ dialRate: 1.1 }));
    assert.deepEqual(
      events().map(({ idempotencyKey }) => idempotencyKey),
      [first],
    );
    assert.equal(audit().status, "pending");
    takeRequests(tenant);
    await stack.up(program({ dialRate: 1.1 }));
    assert.deepEqual(takeRequests(tenant), ["POST exports 201"]);
    assert.deepEqual(
      events().map(({ idempotencyKey }) => idempotencyKey),
      [first, second],
    );
  });

  test("because the tenant refuses that event does not hold up those behind it", async () => {
    for (const status of [400, 403, 422]) {
      const { configId, stack, program, events, audit } = setUp();
      tenant.inject({ match: exports, status });
      await stack.up(program());
      const first = audit().requestId;
      tenant.inject({ match: exports, status });
      provider.takeWarnings();
      await stack.up(program({ dialRate: 1.1 }));
      assert.deepEqual(
        events().map(({ idempotencyKey }) => idempotencyKey),
        [audit().requestId],
      );
      assert.match(
        provider.takeWarnings().join("\n"),
        new RegExp(`${configId} is written, but its audit event ${first} could not be.*${status}`),
      );
      assert.equal(await stack.up(program({ dialRate: 1.1 })), "update");
      assert.equal(events().at(-1)?.idempotencyKey, first);
      assert.equal(await stack.up(program({ dialRate: 1.1 })), "same");
    }
  });

  test("for what would keep the others too is not tried with them", async () => {
    const { stack, program } = setUp();
    tenant.inject({ match: exports, times: 2, status: 400 });
    await stack.up(program());
    await stack.up(program({ dialRate: 1.1 }));
    tenant.clearFaults();
    takeRequests(tenant);
    const later = { "retry-after": "301" };
    tenant.inject({ match: exports, times: Infinity, status: 429, headers: later });
    await stack.up(program({ dialRate: 1.1 }));
    assert.deepEqual(takeRequests(tenant), ["POST exports 429"]);
  });

  test("stays pending over a refresh", async () => {
    const { stack, program, events, audit } = setUp();
    tenant.inject(refused);
    await stack.up(program());
    await stack.refresh();
    tenant.clearFaults();
    assert.equal(audit().status, "pending");
    assert.equal(await stack.up(program()), "update");
    assert.equal(events().length, 1);
  });

  test("is made up for when the resource is destroyed", async () => {
    const { stack, program, events } = setUp();
    tenant.inject(refused);
    await stack.up(program());
    tenant.clearFaults();
    await stack.destroy();
    assert.deepEqual(
      events().map(({ event }) => event.audit_trail.action),
      ["CREATE", "DELETE"],
    );
  });

  test("of a destruction leaves it done, with all the evidence in the warning", async () => {
    const { configId, stack, program, document } = setUp();
    await stack.up(program());
    const hash = payloadHash(document() ?? null);
    tenant.inject(refused);
    provider.takeWarnings();
    await stack.destroy();
    assert.equal(document(), undefined);
    const warnings = provider.takeWarnings().join();
    const [, evidence = "{}"] = warnings.match(/Keep it as the evidence: (\{.*\})\. /) ?? [];
    const { event_type, resource_id, payload_hash, audit_trail } = JSON.parse(evidence);
    assert.deepEqual(
      { event_type, resource_id, payload_hash, validated: audit_trail?.validated },
      {
        event_type: "DIALER_CONFIG_DELETE",
        resource_id: configId,
        payload_hash: hash,
        validated: false,
      },
    );
  });

  test("of a destruction names every event that is lost, the pending ones too", async () => {
    const { stack, program, audit } = setUp();
    tenant.inject(refused);
    await stack.up(program());
    const pending = String(audit().requestId);
    provider.takeWarnings();
    await stack.destroy();
    const warnings = provider.takeWarnings();
    assert.equal(warnings.length, 2, warnings.join("\n"));
    assert.ok(warnings[0]?.includes(pending), warnings[0]);
    assert.match(warnings[1] ?? "", /DIALER_CONFIG_DELETE/);
  });

  test("is made up for by a refresh that finds the configuration gone", async () => {
    const { configId, stack, program, events, audit } = setUp();
    tenant.inject(refused);
    await stack.up(program());
    const pending = audit().requestId;
    tenant.clearFaults();
    tenant.setDialerConfig(configId, undefined);
    await stack.refresh();
    assert.deepEqual(
      events().map(({ event }) => event.audit_trail.request_id),
      [pending],
    );
  });
});
