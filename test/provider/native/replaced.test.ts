import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import {
  args,
  configurationOf,
  document,
  requestsOf,
  startCallCentre,
} from "../../support/call-centre.ts";
import { NativeProvider, type NativeState } from "../../support/native-provider.ts";

interface Kept extends NativeState {
  readonly name: string;
}

type Programs = readonly (readonly [string, JsonObject])[];

/** Creates one resource after the other. The run is killed before it deletes anything. */
async function create(tenant: Tenant, ...programs: Programs): Promise<readonly Kept[]> {
  await using provider = await NativeProvider.start({ config: configurationOf(tenant) });
  const kept: Kept[] = [];
  for (const [name, program] of programs) {
    const { inputs } = await provider.check(name, program);
    kept.push({ name, ...(await provider.create(name, inputs)) });
  }
  return kept;
}

/** Destroys some of them as the engine does: it reads all of them before, the newest first, and compares each with what was there. */
async function destroy(
  tenant: Tenant,
  kept: readonly Kept[],
  chosen: readonly Kept[] = kept.toReversed(),
): Promise<readonly string[]> {
  await using provider = await NativeProvider.start({ config: configurationOf(tenant) });
  const found = new Map<Kept, NativeState>();
  for (const saved of kept.toReversed()) {
    const read = await provider.read(saved.name, saved);
    assert.ok(read);
    await provider.diff(saved.name, read, saved.inputs);
    found.set(saved, read);
  }
  tenant.clearRequests();
  for (const each of chosen) await provider.delete(each.name, found.get(each) ?? each);
  return provider.takeWarnings();
}

describe("a resource that was replaced, and is to be deleted by the next run", () => {
  test("is compared with its own configuration, though its successor has the same name", async () => {
    await using tenant = await startCallCentre({});
    const kept = await create(
      tenant,
      ["a", { ...args, configId: "old", dialRate: 1 }],
      ["a", { ...args, configId: "new", dialRate: 2 }],
    );
    await destroy(tenant, kept, kept.slice(0, 1));
    assert.equal(tenant.dialerConfig("old"), undefined);
    assert.equal(tenant.dialerConfig("new")?.document.dialRate, 2);
  });

  test("leaves its configuration to the resource that has taken it over, in whatever order they are read", async () => {
    await using tenant = await startCallCentre({ config: document });
    const kept = await create(tenant, ["old", { ...args, dialRate: 1 }], ["new", args]);
    const warnings = await destroy(tenant, kept, kept.slice(0, 1));
    assert.match(warnings.join("\n"), /Dialer configuration config stays as it is in the tenant/);
    assert.deepEqual(requestsOf(tenant, "PUT", "DELETE"), []);
  });

  test("leaves what somebody edited before that as its successor puts it back", async () => {
    await using tenant = await startCallCentre({ config: document });
    const [old] = await create(tenant, ["old", args]);
    assert.ok(old);
    tenant.editDialerConfig("config", { maxQueueDepth: 55 });
    await using provider = await NativeProvider.start({ config: configurationOf(tenant) });
    const read = await provider.read("old", old);
    assert.ok(read);
    const created = await create(tenant, ["new", args]);
    assert.equal(tenant.dialerConfig("config")?.document.maxQueueDepth, args.maxQueueDepth);
    await destroy(tenant, [{ ...read, name: "old" }, ...created]);
    assert.equal(tenant.dialerConfig("config")?.document.maxQueueDepth, 55);
  });
});
