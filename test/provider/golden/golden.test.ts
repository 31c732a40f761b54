import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { verifyChain } from "../../../provider/src/domain/audit-chain.ts";
import { isJsonObject } from "../../../provider/src/domain/json.ts";
import { journalFolder } from "../../support/journal-folder.ts";
import { ProviderProcess } from "../../support/provider-process.ts";
import { Stack } from "../stack.ts";
import { environmentOf, eventsOf, startUnlimitedTenant } from "../world.ts";
import { interrupted, journalIn } from "./interrupted.ts";
import { CAMPAIGN, CONFIG, scenes } from "./scenes.ts";

const releases = (await readdir(import.meta.dirname, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

interface Golden {
  readonly __provider: string;
  readonly id: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

const tenant = await startUnlimitedTenant();
tenant.setCampaign(CAMPAIGN, { agentCount: 100, answerRate: 0.4, averageHandleTime: 60 });
const providers = new Map<string, ProviderProcess>();
after(() => Promise.all([...providers.values()].map((each) => each.kill())));

/** The provider that the state itself names: refresh and delete run that one. */
async function providerOf({ __provider: handler }: Golden): Promise<ProviderProcess> {
  const running = providers.get(handler);
  if (running) return running;
  const started = await ProviderProcess.start({ env: environmentOf(tenant), handler });
  providers.set(handler, started);
  return started;
}

/** The stack as the release left it, with the tenant as it was then. */
async function deployed(release: string, scene: string) {
  const text = await readFile(join(import.meta.dirname, release, `${scene}.json`), "utf8");
  const golden: Golden = JSON.parse(text);
  const { document, outbox } = golden.outputs;
  assert.ok(isJsonObject(document));
  // As on a machine that has never seen the stack.
  await rm(journalFolder, { recursive: true, force: true });
  tenant.setDialerConfig(CONFIG, document);
  const { __provider, ...resource } = golden;
  const stack = new Stack(await providerOf(golden), resource, "golden");
  const pendingCount = Array.isArray(outbox) ? outbox.length : 0;
  return { stack, pendingCount, resource, events: () => eventsOf(tenant, CONFIG).length };
}

/** The program as it last was, by the arguments among the inputs. */
function programOf({ inputs }: { readonly inputs: JsonObject }): JsonObject {
  const { forecast, ...program } = inputs;
  return program;
}

for (const release of releases) {
  describe(`the state of release ${release}`, () => {
    for (const [scene, { found }] of Object.entries(scenes)) {
      test(`${scene}: is read, refreshed, updated and destroyed`, async () => {
        const { stack, pendingCount, resource, events } = await deployed(release, scene);
        const program = programOf(resource);
        const before = events();
        const { operation } = await stack.preview(program);
        assert.equal(operation, pendingCount > 0 ? "update" : "same");
        if (pendingCount > 0) await stack.up(program);
        assert.equal(events() - before, pendingCount);

        await stack.refresh();
        assert.equal((await stack.preview(program)).operation, "same");
        tenant.editDialerConfig(CONFIG, { maxQueueDepth: 44 });
        await stack.refresh();
        assert.equal(stack.inputs.maxQueueDepth, 44);

        assert.equal(await stack.up({ ...program, dialRate: 2 }), "update");
        const live = tenant.dialerConfig(CONFIG)?.document;
        assert.equal(live?.dialRate, 2);
        assert.equal(live?.maxQueueDepth, program.maxQueueDepth);
        assert.equal(await stack.up({ ...program, dialRate: 2 }), "same");

        await stack.destroy();
        const left = tenant.dialerConfig(CONFIG)?.document;
        if (!found) assert.equal(left, undefined);
        else assert.deepEqual({ ...left, note: undefined }, { ...found, note: undefined });
        assert.equal(events() - before, pendingCount + 2);
      });

      test(`${scene}: is updated without a refresh, over an ETag that is no more`, async () => {
        const { stack, resource } = await deployed(release, scene);
        const program = { ...programOf(resource), dialRate: 2 };
        assert.equal(await stack.up(program), "update");
        assert.equal(tenant.dialerConfig(CONFIG)?.document.dialRate, 2);
        assert.equal(await stack.up(program), "same");
      });
    }
  });

  describe(`what release ${release} leaves beside the state`, () => {
    const folder = join(import.meta.dirname, release);

    test("the audit log: is a whole chain", async () => {
      const lines = (await readFile(join(folder, "audit.jsonl"), "utf8")).trimEnd().split("\n");
      const verdict = await verifyChain(
        lines.map((line, i) => ({ number: i + 1, bytes: Buffer.from(line), isEnded: true })),
      );
      assert.equal(verdict.break, undefined);
      assert.equal(verdict.records, lines.length);
    });

    test("the write journal: reports an interrupted run", async () => {
      const journal = journalIn(join(folder, "journal"));
      const attempts = await journal.load(CONFIG, new Set());
      assert.deepEqual(attempts, interrupted);
    });
  });
}
