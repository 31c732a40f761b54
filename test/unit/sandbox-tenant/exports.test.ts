import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { configId, exportsPath, signIn, startSmallTenant } from "./session.ts";

const event = {
  event_type: "DIALER_CONFIG_UPDATE",
  resource_id: configId,
  payload_hash: `sha256:${"0f".repeat(32)}`,
  timestamp: "2026-03-02T09:30:00.125Z",
  latency_ms: 41.5,
  audit_trail: {
    action: "UPDATE",
    validated: true,
    compliance_check: "passed: abandonment 2.1 % of 3 %",
    request_id: "9d0f1f5e-32b4-4f0c-8d1e-5a6b7c8d9e0f",
  },
};

/** The event with one field changed, or left out where the value is undefined. */
function changed(field: string, value: unknown) {
  const [first = "", second] = field.split(".");
  if (second === undefined) return { ...event, [first]: value };
  return { ...event, audit_trail: { ...event.audit_trail, [second]: value } };
}

describe("an audit export", () => {
  for (const action of ["CREATE", "UPDATE", "DELETE"]) {
    test(`of the action ${action} is accepted and gets an id`, async () => {
      await using tenant = await startSmallTenant();
      const request = await signIn(tenant);
      const sent = {
        ...event,
        event_type: `DIALER_CONFIG_${action}`,
        audit_trail: { ...event.audit_trail, action },
      };
      const reply = await request("POST", exportsPath, { json: sent });
      assert.equal(reply.status, 201);
      assert.deepEqual(tenant.exports, [{ id: Object(reply.body).id, event: sent }]);
    });
  }

  const refused: readonly [string, unknown, string][] = [
    ["event_type", "DIALER_CONFIG_CREATE", "invalid_value"],
    ["event_type", "CAMPAIGN_UPDATE", "invalid_value"],
    ["event_type", undefined, "missing"],
    ["resource_id", "", "out_of_range"],
    ["payload_hash", `sha256:${"0F".repeat(32)}`, "invalid_value"],
    ["payload_hash", `sha256:${"0f".repeat(31)}`, "invalid_value"],
    ["payload_hash", "0f".repeat(32), "invalid_value"],
    ["timestamp", "2026-03-02T09:30:00+01:00", "invalid_value"],
    ["timestamp", "2026-03-02 09:30:00", "invalid_value"],
    ["timestamp", 1772443800, "invalid_type"],
    ["latency_ms", -1, "out_of_range"],
    ["latency_ms", "41", "invalid_type"],
    ["audit_trail", null, "invalid_type"],
    ["audit_trail.action", "PATCH", "invalid_value"],
    ["audit_trail.validated", "true", "invalid_type"],
    ["audit_trail.validated", undefined, "missing"],
    ["audit_trail.compliance_check", "", "out_of_range"],
    ["audit_trail.request_id", "", "out_of_range"],
    ["audit_trail.user", "x", "unknown_field"],
    ["severity", 1, "unknown_field"],
  ];
  for (const [field, value, code] of refused) {
    test(`is refused with ${field}: ${JSON.stringify(value)}, as ${code}`, async () => {
      await using tenant = await startSmallTenant();
      const request = await signIn(tenant);
      const reply = await request("POST", exportsPath, { json: changed(field, value) });
      assert.equal(reply.status, 400);
      const [error] = Object(reply.body).errors;
      assert.deepEqual([error.field, error.code], [field, code]);
      assert.deepEqual(tenant.exports, []);
    });
  }

  test("repeated under its idempotency key is the same export", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const key = event.audit_trail.request_id;
    const send = (json: unknown) =>
      request("POST", exportsPath, { json, headers: { "Idempotency-Key": key } });
    const first = await send(event);
    const again = await send(event);
    assert.deepEqual([again.status, again.body], [201, first.body]);
    const other = await send(changed("latency_ms", 42));
    assert.equal(other.status, 422);
    assert.deepEqual(tenant.exports, [{ id: Object(first.body).id, idempotencyKey: key, event }]);
  });

  test("without a key, or under another key, is another export", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    await request("POST", exportsPath, { json: event });
    await request("POST", exportsPath, { json: event });
    await request("POST", exportsPath, { json: event, headers: { "Idempotency-Key": "other" } });
    assert.equal(new Set(tenant.exports.map(({ id }) => id)).size, 3);
  });

  test("must be JSON", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    assert.equal((await request("POST", exportsPath, { text: "{}", headers: {} })).status, 415);
  });
});
