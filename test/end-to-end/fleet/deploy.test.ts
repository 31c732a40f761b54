import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { sampleData, startTenant } from "pulumi-cxone-dialer/sandbox";
import { environmentOf, requestsOf, startCallCentre } from "../../support/call-centre.ts";
import { engineKinds } from "../../support/engines.ts";

const example = fileURLToPath(new URL("../../../examples/fleet", import.meta.url));
const unlimited = { requestsPerMinute: Infinity, requestsPerSecond: Infinity };
const either = fileURLToPath(new URL("fixtures/either", import.meta.url));
const moved = fileURLToPath(new URL("fixtures/moved", import.meta.url));

for (const kind of await engineKinds()) {
  test(`a fleet from a CSV file is deployed row by row, on ${kind.name}`, async () => {
    await using tenant = await startTenant({ ...unlimited, data: sampleData });
    await using engine = await kind.start({ program: example, env: environmentOf(tenant) });
    const { ok, outputs, messages } = await engine.up();
    assert.equal(ok, true, messages);
    assert.equal(tenant.exports.length, 6);
    assert.equal(Object(outputs.abandonmentRates).collections, 0.0154);
    const { document } = tenant.dialerConfig("a08d3b6f-1e94-4c72-9f5b-37e6d0c1482a") ?? {};
    const { ringSeconds, messageSeconds, doNotCall } = Object(document?.complianceRules);
    assert.deepEqual([ringSeconds, messageSeconds], [20, 2], "the fleet's defaults");
    assert.deepEqual(doNotCall, ["national", "internal"], "what the program does not name");
    tenant.clearRequests();
    assert.equal((await engine.up()).ok, true);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), [], "nothing is left to do");
  });

  test(`a configuration moves into a protected fleet without a write, on ${kind.name}`, async () => {
    await using tenant = await startCallCentre();
    await using engine = await kind.start({ program: moved, env: environmentOf(tenant) });
    assert.equal((await engine.up()).ok, true);
    tenant.clearRequests();
    const { ok, messages } = await engine.up({ fleet: "true" });
    assert.equal(ok, true, messages);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST", "DELETE"), []);
    const destroyed = await engine.destroy();
    assert.equal(destroyed.ok, false);
    assert.match(destroyed.messages, /protect/);
    assert.ok(tenant.dialerConfig("config-1"));
  });
}

for (const kind of await engineKinds(["dynamic"])) {
  test(`a fleet moves to the native provider without a write, on ${kind.name}`, async () => {
    await using tenant = await startCallCentre();
    await using engine = await kind.start({ program: either, env: environmentOf(tenant) });
    assert.equal((await engine.up()).ok, true);
    tenant.clearRequests();
    const { ok, steps, messages } = await engine.up({ native: "true" });
    assert.equal(ok, true, messages);
    assert.deepEqual(steps, []);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST", "DELETE"), []);
  });
}
