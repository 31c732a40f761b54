import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CxoneClient } from "../../../provider/src/client/client.ts";
import type { AuditEvent } from "../../../provider/src/domain/audit.ts";
import { PermissionError, ResponseError } from "../../../provider/src/errors/index.ts";
import { failureOf, mockTenant } from "../transport/support.ts";

const event: AuditEvent = {
  event_type: "DIALER_CONFIG_UPDATE",
  resource_id: "4f1c",
  payload_hash: "sha256:00",
  timestamp: "2026-03-01T12:00:00.000Z",
  latency_ms: 41,
  audit_trail: {
    action: "UPDATE",
    validated: true,
    compliance_check: "passed",
    request_id: "rq-1",
  },
};

describe("an audit export", () => {
  test("is sent under its key, and under the same key again where the reply was lost", async () => {
    let tries = 0;
    const { transport, calls } = mockTenant({
      api: () => (tries++ === 0 ? { status: 504 } : { status: 201, body: { id: "e-1" } }),
    });
    const { id } = await new CxoneClient(transport).exports.create(event, "rq-1");
    assert.equal(id, "e-1");
    assert.deepEqual(
      calls.map(({ method, path, headers }) => [method, path, headers["idempotency-key"]]),
      Array(2).fill(["POST", "/api/v2/eventstreams/exports", "rq-1"]),
    );
    assert.deepEqual(JSON.parse(calls[1]?.body ?? ""), event);
  });

  test("without the scope is a PermissionError that names it", async () => {
    const { transport } = mockTenant({ api: () => ({ status: 403 }) });
    const error = await failureOf(new CxoneClient(transport).exports.create(event, "rq-1"));
    assert.ok(error instanceof PermissionError);
    assert.match(error.message, /the scope eventstreams\.export\.write/);
  });

  test("that is answered with an id that the state cannot hold is a ResponseError", async () => {
    const { transport } = mockTenant({
      api: () => ({ status: 201, body: { id: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } }),
    });
    const error = await failureOf(new CxoneClient(transport).exports.create(event, "r-1"));
    assert.ok(error instanceof ResponseError);
  });

  test("that is answered without an id is a ResponseError", async () => {
    const { transport } = mockTenant({ api: () => ({ status: 201, body: {} }) });
    const error = await failureOf(new CxoneClient(transport).exports.create(event, "rq-1"));
    assert.ok(error instanceof ResponseError);
  });
});
