import assert from "node:assert/strict";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { ProviderProcess } from "../support/provider-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { Stack } from "./stack.ts";
import { environmentOf, eventsOf, settings, startUnlimitedTenant } from "./world.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());
const tenant = await startUnlimitedTenant();
tenant.setCampaign("campaign", { agentCount: 100, answerRate: 0.4, averageHandleTime: 60 });

const isLinux = process.platform === "linux";

const program = (configId: string, changes?: object) => ({
  ...settings,
  configId,
  campaignId: "campaign",
  ...changes,
});

function startProvider(journal: string) {
  return ProviderProcess.start({ env: { ...environmentOf(tenant), CXONE_JOURNAL: journal } });
}

describe("the write journal", () => {
  test("is readable to its owner only, and to nobody without the client's secret", async () => {
    const journal = join(folder.path, "sealed");
    await using provider = await startProvider(journal);
    const stack = new Stack(provider);
    await stack.up(program("sealed", { complianceRules: { pin: "canary-pin" } }));
    const [name = ""] = await readdir(journal);
    const file = join(journal, name);
    assert.doesNotMatch(await readFile(file, "utf8"), /canary-pin|dialRate/);
    if (process.platform !== "win32") assert.equal((await stat(file)).mode & 0o077, 0);
  });

  test("says nothing where the client's secret was changed after a run that ended well", async () => {
    const journal = join(folder.path, "rotated");
    await using first = await startProvider(journal);
    const stack = new Stack(first);
    await stack.up(program("rotated"));
    tenant.rotateSecret(`${tenant.clientSecret}-new`);
    await using second = await startProvider(journal);
    assert.equal(await stack.continuedBy(second).up(program("rotated")), "same");
    assert.deepEqual(second.takeWarnings(), []);
  });

  test("is open to the next run once the engine was killed, for the process of the last one ends too", async () => {
    const journal = join(folder.path, "orphaned");
    await using first = await startProvider(journal);
    const stack = new Stack(first);
    await stack.up(program("orphaned"));
    const saved = stack.continuedBy(first);
    await stack.up(program("orphaned", { dialRate: 1.5 }));
    assert.equal(await first.loseEngine(), 1);
    // Its last write is in no saved state.
    await using second = await startProvider(journal);
    await saved.continuedBy(second).destroy();
    assert.equal(tenant.dialerConfig("orphaned"), undefined);
  });

  test("says what may be missing where the secret was changed after a run that did not", async () => {
    const journal = join(folder.path, "lost");
    await using first = await startProvider(journal);
    const stack = new Stack(first);
    await stack.up(program("lost"));
    const saved = stack.continuedBy(first);
    await stack.up(program("lost", { dialRate: 1.5 }));
    await first.kill();
    tenant.rotateSecret(`${tenant.clientSecret}-new`);
    await using second = await startProvider(journal);
    await saved.continuedBy(second).up(program("lost", { dialRate: 1.5 }));
    assert.match(second.takeWarnings().join(), /another client secret .* lost was interrupted/);
  });

  test("of a run that still runs is its own affair", {
    skip: !isLinux && "no start times",
  }, async () => {
    const journal = join(folder.path, "running");
    await using running = await startProvider(journal);
    await using beside = await startProvider(journal);
    const stack = new Stack(running);
    await stack.up(program("running"));
    const saved = stack.continuedBy(beside);
    const whileItWrites = async () => {
      assert.equal((await saved.preview(program("running"))).operation, "same");
      await saved.refresh();
      await running.kill();
    };
    const put = { method: "PUT", path: "/api/v2/outbound/dialerconfigs/running" };
    tenant.inject({ match: put, before: whileItWrites });
    await assert.rejects(stack.up(program("running", { dialRate: 1.5 })));
    assert.deepEqual(beside.takeWarnings(), []);

    await saved.preview(program("running"));
    assert.match(beside.takeWarnings().join(), /an earlier run was stopped while it wrote/);
    await saved.up(program("running", { dialRate: 1.5 }));
    const actions = eventsOf(tenant, "running").map(({ event }) => event.audit_trail.action);
    assert.deepEqual(actions, ["CREATE", "UPDATE"]);
  });

  test("that cannot be kept is a warning, once, and no write fails for it", async () => {
    const journal = join(folder.path, "a file");
    await writeFile(journal, "");
    await using provider = await startProvider(journal);
    for (const configId of ["unkept-1", "unkept-2"]) {
      const stack = new Stack(provider);
      await stack.up(program(configId));
      assert.equal(tenant.dialerConfig(configId)?.document.dialRate, 1);
    }
    const warnings = provider.takeWarnings();
    assert.match(warnings.join("\n"), /cannot be .*cxone:journal or CXONE_JOURNAL/);
    assert.ok(warnings.length <= 2, warnings.join("\n"));
  });

  test("of nonsense is distinguished from an empty one, and the deployment goes on", async () => {
    const journal = join(folder.path, "nonsense");
    await using provider = await startProvider(journal);
    const stack = new Stack(provider);
    await stack.up(program("nonsense"));
    const [name = ""] = await readdir(journal);
    await writeFile(join(journal, name), "{ not a journal");
    assert.equal(await stack.up(program("nonsense", { dialRate: 1.5 })), "update");
    assert.match(provider.takeWarnings().join(), /cannot be understood/);
    assert.equal(await stack.up(program("nonsense", { dialRate: 1.5 })), "same");
    assert.deepEqual(provider.takeWarnings(), []);
  });
});
