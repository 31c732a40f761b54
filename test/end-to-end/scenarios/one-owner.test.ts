import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import {
  CAMPAIGN,
  document,
  environmentOf,
  settings,
  startCallCentre,
} from "../../support/call-centre.ts";
import type { Config, EngineKind, EngineRun } from "../../support/engine.ts";
import { engineKinds } from "../../support/engines.ts";

const program = join(import.meta.dirname, "programs", "refactored");
const sales = { ...settings, configId: "sales", campaignId: CAMPAIGN };

function wants(resources: Readonly<Record<string, object>>, rows: object = {}): Config {
  return { program: JSON.stringify({ resources, rows }) };
}

for (const kind of await engineKinds()) describe(`on ${kind.name}`, () => oneOwner(kind));

function oneOwner(kind: EngineKind) {
  test("two resources with one configId are refused in the preview and at every run, until one of them is gone", async () => {
    await using tenant = await startCallCentre({ sales: document });
    await using engine = await kind.start({ program, env: environmentOf(tenant) });
    const both = wants({ first: sales, second: sales });
    assertRefused(await engine.preview(both));
    assertRefused(await engine.up());
    assertRefused(await engine.up());

    const up = await engine.up(wants({ first: sales }));
    assert.equal(up.ok, true, up.messages);
    assertRefused(await engine.up(both));
    assertRefused(await engine.up());
    const destroy = await engine.destroy();
    assert.equal(destroy.ok, true, destroy.messages);
    assert.deepEqual(tenant.dialerConfig("sales")?.document, document);
  });

  // The rows of a fleet are dynamic resources, and the two providers do not know each other.
  if (kind.door === "native") return;
  test("a row of a fleet and a resource cannot have one configId either", async () => {
    await using tenant = await startCallCentre();
    await using engine = await kind.start({ program, env: environmentOf(tenant) });
    assertRefused(await engine.preview(wants({ first: sales }, { second: sales })));
  });
}

/** It names the property, both resources, and what to do. */
function assertRefused({ ok, messages }: EngineRun): void {
  assert.equal(ok, false, "it is not refused");
  assert.match(messages, /property configId value \{sales\} has a problem/);
  assert.match(messages, /first/);
  assert.match(messages, /second/);
  assert.match(messages, /remove|give|choose/i);
}
