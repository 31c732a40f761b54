import assert from "node:assert/strict";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { checkedInputsOf } from "../../provider/src/dialer-config/codec.ts";
import { create } from "../../provider/src/dialer-config/create.ts";
import { isJsonObject } from "../../provider/src/domain/json.ts";
import { ProviderProcess } from "../support/provider-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { startSourceRun } from "./source-run.ts";
import { Stack } from "./stack.ts";
import { environmentOf, eventsOf, foundDocument, settings, startUnlimitedTenant } from "./world.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());
const tenant = await startUnlimitedTenant();
tenant.setCampaign("campaign", { agentCount: 100, answerRate: 0.4, averageHandleTime: 60 });
const file = join(folder.path, "audit.jsonl");
const provider = await ProviderProcess.start({
  env: {
    ...environmentOf(tenant),
    CXONE_AUDIT_LOG: file,
    GITHUB_SHA: "0123abc",
    GITHUB_ACTOR: "octocat",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "dialers/config",
    GITHUB_RUN_ID: "42",
  },
});
after(() => provider[Symbol.asyncDispose]());

const exports = { method: "POST", path: "/api/v2/eventstreams/exports" };

interface Change {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

let scenes = 0;

async function scene() {
  scenes += 1;
  const configId = `config-${scenes}`;
  await rm(file, { recursive: true, force: true });
  tenant.clearFaults();
  provider.takeWarnings();
  return {
    configId,
    stack: new Stack(provider),
    program: (changes?: object) => ({ ...settings, configId, campaignId: "campaign", ...changes }),
    events: () => eventsOf(tenant, configId),
  };
}

async function records() {
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}

describe("the audit log", () => {
  test("records of a write what was done, why it passed, and who did it", async () => {
    const { configId, stack, program, events } = await scene();
    tenant.setDialerConfig(configId, foundDocument);
    await stack.up(
      program({ regulation: "us", complianceRules: { ringSeconds: 15, pin: "0042" } }),
    );
    const [record, ...more] = await records();
    assert.deepEqual(more, []);
    const { kind, event, exportId, confirmed, changes, basis, origin } = record;
    assert.equal(kind, "write");
    assert.equal(confirmed, true);
    assert.deepEqual(event, events()[0]?.event);
    assert.equal(exportId, events()[0]?.id);
    const valuesOf = Object.fromEntries(
      changes.map(({ path, before, after }: Change) => [path, [before, after]]),
    );
    assert.deepEqual(valuesOf.dialRate, [0.5, 1]);
    assert.deepEqual(valuesOf["complianceRules.ringSeconds"], [undefined, 15]);
    // A text may be a secret: `printf 0042 | sha256sum` proves what it was to those who know it.
    const sha256 = "1e20f383137ae06c4989e4971e673aa5d1b07143861c50de354f5c1f1a732f9e";
    assert.deepEqual(valuesOf["complianceRules.pin"], [undefined, { sha256 }]);
    assert.deepEqual(basis.limits, {
      regulation: "us",
      maxAbandonmentRate: 0.03,
      agentRatioLimit: 3,
    });
    assert.equal(basis.capacity.status, "ok");
    assert.equal(basis.forecast.abandonmentRate, 0);
    assert.deepEqual(origin, {
      commit: "0123abc",
      actor: "octocat",
      run: "https://github.com/dialers/config/actions/runs/42",
    });
  });

  test("records a creation and a deletion", async () => {
    const { stack, program } = await scene();
    await stack.up(program());
    await stack.destroy();
    const [created, deleted] = await records();
    assert.equal(created.event.event_type, "DIALER_CONFIG_CREATE");
    assert.deepEqual(created.changes[0], { path: "pacingType", after: "progressive" });
    assert.equal(deleted.event.event_type, "DIALER_CONFIG_DELETE");
    assert.deepEqual(deleted.changes[0], { path: "pacingType", before: "progressive" });
    assert.equal(deleted.basis, undefined);
  });

  test("distinguishes an adoption, a restoration and a destruction from an update", async () => {
    const { configId, stack, program } = await scene();
    await stack.up(program());
    await stack.up(program({ dialRate: 1.5 }));
    await stack.destroy();
    tenant.setDialerConfig(configId, foundDocument);
    await stack.up(program());
    await stack.destroy();
    assert.deepEqual(
      (await records()).map(({ purpose, event }) => [purpose, event.audit_trail.action]),
      [
        ["create", "CREATE"],
        ["update", "UPDATE"],
        ["delete", "DELETE"],
        ["adopt", "UPDATE"],
        ["restore", "UPDATE"],
      ],
    );
  });

  test("has nothing of a preview, nor of an up that writes nothing", async () => {
    const { stack, program } = await scene();
    await stack.preview(program());
    await assert.rejects(readFile(file), { code: "ENOENT" });
    await stack.up(program());
    await stack.up(program({ onDelete: "retain" }));
    assert.equal((await records()).length, 1);
  });

  test("records an export that failed, and the one that makes up for it", async () => {
    const { stack, program, events } = await scene();
    tenant.inject({ match: exports, times: Infinity, status: 403 });
    await stack.up(program());
    assert.equal((await records())[0].exportId, undefined);
    tenant.clearFaults();
    await stack.up(program());
    const [write, made, ...more] = await records();
    assert.deepEqual(more, []);
    assert.equal(made.kind, "export");
    assert.equal(made.requestId, write.event.audit_trail.request_id);
    assert.equal(made.exportId, events()[0]?.id);
  });

  test("records an export once, and the write once, where a run is stopped before its state is saved", async () => {
    const { stack, program, events } = await scene();
    await stack.up(program());
    const saved = stack.continuedBy(provider);
    tenant.inject({ match: exports, status: 403 });
    await stack.up(program({ dialRate: 1.5 }));
    await saved.up(program({ dialRate: 1.5 }));
    const [, write, made, ...more] = await records();
    assert.deepEqual(more, []);
    assert.equal(write.exportId, undefined);
    assert.equal(made.requestId, write.event.audit_trail.request_id);
    assert.equal(made.exportId, events()[1]?.id);
  });

  test("records once an export that a run made up for which is stopped before its state is saved", async () => {
    const { stack, program } = await scene();
    tenant.inject({ match: exports, status: 403 });
    await stack.up(program());
    const saved = stack.continuedBy(provider);
    await stack.up(program());
    await saved.up(program());
    const kinds = (await records()).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["write", "export"]);
  });

  test("that cannot be written is a failure of the check, before anything is written", async () => {
    const { stack, program } = await scene();
    await using provider = await ProviderProcess.start({
      env: { ...environmentOf(tenant), CXONE_AUDIT_LOG: join(folder.path, "none", "audit.jsonl") },
    });
    const { failures } = await provider.check(program());
    assert.equal(failures.length, 1);
    assert.match(failures[0]?.reason ?? "", /cxone:auditLog.*none/s);
    assert.equal(stack.isEmpty, true);
  });

  test("that breaks down between the check and the write is made up for by the next up", async () => {
    const { stack, program, events } = await scene();
    // A folder in the file's place, as the write comes to the tenant.
    tenant.inject({ match: { method: "PUT" }, before: async () => void (await mkdir(file)) });
    await stack.up(program());
    assert.equal(events().length, 1);
    assert.equal(Array.isArray(stack.outputs.pendingEvents), true);
    assert.match(
      provider.takeWarnings().join(),
      /audit log is not\..*the next `pulumi up` appends/,
    );
    await rm(file, { recursive: true });
    assert.equal(await stack.up(program()), "update");
    assert.match(
      provider.takeWarnings().join(),
      /the audit log lacks 1 entry\. `pulumi up` appends it\./,
    );
    const [record, ...more] = await records();
    assert.deepEqual(more, []);
    assert.deepEqual(record.event, events()[0]?.event);
    assert.equal(stack.outputs.pendingEvents, undefined);
    assert.equal(await stack.up(program()), "same");
  });
});

test("the engine is asked once which program runs, for the state and the log", async () => {
  let asked = 0;
  const run = startSourceRun({ ...environmentOf(tenant), CXONE_AUDIT_LOG: file }, async () => {
    asked += 1;
    return "urn:pulumi:prod::call-centre::pulumi:pulumi:Stack::call-centre-prod";
  });
  const { program } = await scene();
  for (const configId of ["first", "second"]) {
    const inputs = checkedInputsOf(program({ configId }));
    assert.deepEqual((await create(run, inputs)).outs?.program, {
      project: "call-centre",
      stack: "prod",
    });
  }
  const origins = (await records()).map(({ origin }) => origin);
  assert.deepEqual(origins, Array(2).fill({ project: "call-centre", stack: "prod" }));
  assert.equal(asked, 1);
});

describe("a state of release 0.1.0", () => {
  interface Pending {
    /** Comes before each of two writes, and leaves something of it to do. */
    readonly disturb: () => void;
    readonly restore: () => Promise<unknown>;
    /** What that release kept of it. */
    readonly kept: (events: readonly JsonObject[]) => JsonObject;
  }

  async function madeGood({ disturb, restore, kept }: Pending) {
    const { stack, program, events } = await scene();
    for (const dialRate of [1, 2]) {
      disturb();
      await stack.up(program({ dialRate }));
      await restore();
    }
    stack.rewrite(({ pendingEvents, ...outputs }) => {
      assert.ok(Array.isArray(pendingEvents) && pendingEvents.length === 2);
      return { ...outputs, ...kept(pendingEvents.filter(isJsonObject)) };
    });
    provider.takeWarnings();
    assert.equal(await stack.up(program({ dialRate: 2 })), "update");
    assert.equal(stack.outputs.pendingEvents, undefined);
    return { warnings: provider.takeWarnings().join(), events: events() };
  }

  test("has entries that the log lacks, which the next up appends", async () => {
    const { warnings } = await madeGood({
      // A folder in the file's place, as the write comes to the tenant.
      disturb: () =>
        tenant.inject({ match: { method: "PUT" }, before: async () => void (await mkdir(file)) }),
      restore: () => rm(file, { recursive: true }),
      kept: (unlogged) => ({ unlogged }),
    });
    assert.match(warnings, /: the audit log lacks 2 entries\. `pulumi up` appends them\./);
    assert.equal((await records()).length, 2);
  });

  test("has events to export that the log has, and the next up exports them", async () => {
    const { warnings, events } = await madeGood({
      disturb: () => tenant.inject({ match: exports, times: 2, status: 403 }),
      restore: async () => tenant.clearFaults(),
      kept: (entries) => ({ outbox: entries.map(({ event = null }) => event) }),
    });
    assert.match(
      warnings,
      /: 2 audit events are still to be exported\. `pulumi up` sends them again\./,
    );
    assert.doesNotMatch(warnings, /audit log lacks/);
    assert.equal(events.length, 2);
  });
});

describe("a write whose reply was lost, and somebody's edit of the same field behind it", () => {
  test("stop the update, and leave the evidence of the write that may have been done", async () => {
    const { configId, stack, program, events } = await scene();
    await stack.up(program());
    const put = { method: "PUT", path: `/api/v2/outbound/dialerconfigs/${configId}` };
    tenant.inject({ match: put, drop: "after" });
    tenant.inject({
      match: put,
      before: () => tenant.editDialerConfig(configId, { dialRate: 3 }),
    });
    await assert.rejects(
      stack.up(program({ dialRate: 1.5 })),
      /An earlier try may have taken effect/,
    );
    assert.deepEqual(
      events().map(({ event }) => event.event_type),
      ["DIALER_CONFIG_CREATE", "DIALER_CONFIG_UPDATE"],
    );
    assert.equal((await records()).at(-1).confirmed, false);

    await stack.refresh();
    await stack.up(program({ dialRate: 1.5 }));
    assert.equal(events().length, 3);
    assert.equal((await records()).length, 3);
    assert.equal(await stack.up(program({ dialRate: 1.5 })), "same");
  });

  test("keep the evidence for the next up where it cannot be exported", async () => {
    const { configId, stack, program, events } = await scene();
    await stack.up(program());
    const put = { method: "PUT", path: `/api/v2/outbound/dialerconfigs/${configId}` };
    tenant.inject({ match: put, drop: "after" });
    tenant.inject({
      match: put,
      before: () => tenant.editDialerConfig(configId, { dialRate: 3 }),
    });
    tenant.inject({ match: exports, times: Infinity, status: 403 });
    await assert.rejects(
      stack.up(program({ dialRate: 1.5 })),
      /An earlier try may have taken effect/,
    );
    assert.equal(events().length, 1);
    assert.match(provider.takeWarnings().join(), /on this machine does it/);
    tenant.clearFaults();
    await stack.refresh();
    await stack.up(program({ dialRate: 1.5 }));
    assert.equal(events().length, 3);
  });
});
