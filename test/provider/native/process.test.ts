import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { startTenant } from "pulumi-cxone-dialer/sandbox";
import {
  args,
  CAMPAIGN,
  document,
  environmentOf,
  requestsOf,
  startCallCentre,
} from "../../support/call-centre.ts";
import { isWhole } from "../../support/extent.ts";
import { NativeProvider } from "../../support/native-provider.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

describe("a native provider's process", () => {
  test("that is killed during an update leaves the write for the next run to find out and to evidence", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using journal = await temporaryFolder();
    const env = { ...environmentOf(tenant), CXONE_JOURNAL: journal.path };
    await using first = await NativeProvider.start({ env });
    const { inputs } = await first.check("a", { ...args, dialRate: 3 });
    const saved = await first.create("a", inputs);
    const wanted = { ...args, dialRate: 4 };
    const checked = await first.check("a", wanted, saved.inputs);
    // The event goes out once the write is done.
    tenant.inject({
      match: { path: /exports$/ },
      drop: "before",
      before: () => first.kill("SIGKILL"),
    });
    await assert.rejects(first.update("a", saved, checked.inputs));
    tenant.clearFaults();
    assert.equal(tenant.dialerConfig("config")?.document.dialRate, 4);
    assert.equal(tenant.exports.length, 1);

    // An administrator's edit meanwhile is still somebody else's.
    tenant.editDialerConfig("config", { maxQueueDepth: 55 });
    await using next = await NativeProvider.start({ env });
    const read = await next.read("a", saved);
    assert.ok(read);
    const again = await next.check("a", wanted, read.inputs);
    assert.equal((await next.diff("a", read, again.inputs)).changes, true);
    tenant.clearRequests();
    await next.update("a", read, again.inputs);
    assert.deepEqual(requestsOf(tenant, "PUT"), []);
    const events = tenant.exports.map(({ event }) => event.audit_trail.request_id);
    assert.equal(new Set(events).size, 2);
    const { dialRate, maxQueueDepth } = tenant.dialerConfig("config")?.document ?? {};
    assert.deepEqual({ dialRate, maxQueueDepth }, { dialRate: 4, maxQueueDepth: 55 });
  });

  test("ends when its engine is gone", async () => {
    await using provider = await NativeProvider.launch({});
    assert.equal(await provider.loseEngine(), 1);
  });

  test("beside another of the same tenant changes its own configurations only", async () => {
    await using tenant = await startCallCentre({ a: document, b: document });
    const env = environmentOf(tenant);
    await using one = await NativeProvider.start({ env, name: "one" });
    await using other = await NativeProvider.start({ env, name: "other" });
    const create = async (provider: NativeProvider, configId: string, dialRate: number) => {
      const { inputs } = await provider.check(configId, { ...args, configId, dialRate });
      return provider.create(configId, inputs);
    };
    await Promise.all([create(one, "a", 3), create(other, "b", 4)]);
    assert.equal(tenant.dialerConfig("a")?.document.dialRate, 3);
    assert.equal(tenant.dialerConfig("b")?.document.dialRate, 4);
    await Promise.all([one, other].map((provider) => provider.cancel()));
  });

  if (!isWhole) return;
  test("makes 1,000 configurations at a time within the tenant's quota", async (t) => {
    const requestsPerSecond = 400;
    await using tenant = await startTenant({
      requestsPerMinute: Number.POSITIVE_INFINITY,
      requestsPerSecond,
      data: {
        campaigns: { [CAMPAIGN]: { agentCount: 5_000, answerRate: 0.3, averageHandleTime: 180 } },
        dialerConfigs: {},
      },
    });
    const env = {
      ...environmentOf(tenant),
      CXONE_REQUESTS_PER_SECOND: String(requestsPerSecond),
    };
    await using provider = await NativeProvider.start({ env });
    const startedAt = performance.now();
    const checked: JsonObject[] = [];
    for (let i = 0; i < 1_000; i += 1) {
      const configId = `config-${i}`;
      const { inputs, failures } = await provider.check(configId, { ...args, configId });
      assert.deepEqual(failures, []);
      checked.push(inputs);
    }
    const made = await Promise.all(
      checked.map((inputs, i) => provider.create(`config-${i}`, inputs)),
    );
    t.diagnostic(`${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
    assert.equal(new Set(made.map(({ id }) => id)).size, 1_000);
    assert.equal(tenant.exports.length, 1_000);
    // On a slow machine requests arrive in bursts that the tenant refuses; each of those is sent again.
    const requests = requestsOf(tenant, "GET", "PUT", "POST");
    assert.equal(requests.filter((request) => !request.endsWith(" 429")).length, 3_001);
  });
});
