import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  auditEvent,
  measuredLatency,
  payloadHash,
  type WrittenChange,
} from "../../../provider/src/domain/audit.ts";
import { type Json, type JsonObject, jsonEquals } from "../../../provider/src/domain/json.ts";
import { documents } from "./documents.ts";

function sha256(text: string) {
  return `sha256:${createHash("sha256").update(text, "utf8").digest("hex")}`;
}

function parse(text: string): JsonObject {
  return JSON.parse(text);
}

describe("the payload hash", () => {
  test("is that of the canonical form in RFC 8785, section 3.2", () => {
    const document = parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    const canonical = Buffer.from(
      "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333333333" +
        "332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c" +
        "5c222f227d",
      "hex",
    ).toString("utf8");
    assert.equal(payloadHash(document), sha256(canonical));
  });

  test("sorts keys by UTF-16 code units, as RFC 8785, section 3.2.3, has it", () => {
    const document = parse(String.raw`{
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }`);
    const canonical =
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
      '"\u20ac":"Euro Sign","\u{1f600}":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}';
    assert.equal(payloadHash(document), sha256(canonical));
  });

  // RFC 8785, appendix B: the bits of an IEEE 754 number, and how it is written.
  const numbers = [
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["ffefffffffffffff", "-1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["c340000000000000", "-9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["44b52d02c7e14af7", "1.0000000000000001e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef4f", "999999999999999900000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555554", "333333333.33333325"],
    ["41b3de4355555555", "333333333.3333333"],
    ["41b3de4355555556", "333333333.3333334"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ] as const;
  for (const [bits, written] of numbers) {
    test(`writes the number ${bits} as ${written}`, () => {
      const number = Buffer.from(bits, "hex").readDoubleBE();
      assert.equal(payloadHash({ number }), sha256(`{"number":${written}}`));
    });
  }

  test("does not depend on the order of keys, and on nothing but the document", () => {
    fc.assert(
      fc.property(documents, documents, (one, other) => {
        assert.equal(payloadHash(reversed(one)), payloadHash(one));
        assert.equal(payloadHash(one) === payloadHash(other), jsonEquals(one, other));
      }),
    );
  });
});

function reversed(document: JsonObject): JsonObject {
  const isObject = (value: Json): value is JsonObject =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  return Object.fromEntries(
    Object.entries(document)
      .toReversed()
      .map(([key, value]) => [key, isObject(value) ? reversed(value) : value]),
  );
}

describe("an audit event", () => {
  const change: WrittenChange = {
    action: "CREATE",
    configId: "4f1c",
    document: { dialRate: 2 },
    validated: true,
    complianceCheck: "warned",
    requestId: "a1d0c7f8-6f1e-4b57-9a51-0f3a8f4b7c11",
    timestamp: new Date(Date.UTC(2026, 2, 2, 9, 30)),
    latencyMs: 41.6,
  };

  test("says what was written, in the API's terms", () => {
    assert.deepEqual(auditEvent(change), {
      event_type: "DIALER_CONFIG_CREATE",
      resource_id: "4f1c",
      payload_hash: sha256('{"dialRate":2}'),
      timestamp: "2026-03-02T09:30:00.000Z",
      latency_ms: 42,
      audit_trail: {
        action: "CREATE",
        validated: true,
        compliance_check: "warned",
        request_id: "a1d0c7f8-6f1e-4b57-9a51-0f3a8f4b7c11",
      },
    });
  });

  test("has a latency of 1 ms at least where it was measured, and 0 where it was not", () => {
    const latencies = [0.2, 0, undefined].map((latencyMs) => auditEvent({ ...change, latencyMs }));
    assert.deepEqual(
      latencies.map(({ latency_ms }) => latency_ms),
      [1, 1, 0],
    );
    assert.deepEqual(latencies.map(measuredLatency), [1, 1, undefined]);
  });

  test("is of the type that follows its action", () => {
    const types = (["CREATE", "UPDATE", "DELETE"] as const).map(
      (action) => auditEvent({ ...change, action }).event_type,
    );
    assert.deepEqual(types, [
      "DIALER_CONFIG_CREATE",
      "DIALER_CONFIG_UPDATE",
      "DIALER_CONFIG_DELETE",
    ]);
  });

  test("claims nothing that the check did not find", () => {
    const { audit_trail } = auditEvent({
      ...change,
      validated: false,
      complianceCheck: "not_checked",
    });
    assert.equal(audit_trail.validated, false);
    assert.equal(audit_trail.compliance_check, "not_checked");
  });
});
