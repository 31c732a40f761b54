import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import {
  args,
  CAMPAIGN,
  configurationOf,
  document,
  requestsOf,
  startCallCentre,
} from "../../support/call-centre.ts";
import { NativeProvider, secret, UNKNOWN } from "../../support/native-provider.ts";

/** A tenant with one configuration as an administrator left it, and the provider for it. */
async function startScene(
  dialerConfigs: Readonly<Record<string, JsonObject>> = { config: document },
) {
  const tenant = await startCallCentre(dialerConfigs);
  const config = configurationOf(tenant);
  return {
    tenant,
    start: () => NativeProvider.start({ config }),
    [Symbol.asyncDispose]: () => tenant.close(),
  };
}

/** Checks and creates, as the first deployment of a program. */
async function deploy(provider: NativeProvider, program: JsonObject = args) {
  const { inputs, failures } = await provider.check("a", program);
  assert.deepEqual(failures, []);
  return provider.create("a", inputs);
}

describe("a native resource", () => {
  test("is adopted, changed and put back, with one write each", async () => {
    await using scene = await startScene();
    const { tenant } = scene;
    await using provider = await scene.start();
    const created = await deploy(provider, { ...args, dialRate: 3 });
    assert.equal(created.id, "config");
    assert.equal(tenant.dialerConfig("config")?.document.dialRate, 3);

    const { inputs } = await provider.check("a", { ...args, dialRate: 4 }, created.inputs);
    const difference = await provider.diff("a", created, inputs);
    assert.equal(difference.changes, true);
    assert.equal(difference.fields.dialRate, "update");
    const updated = await provider.update("a", created, inputs);
    assert.equal(tenant.dialerConfig("config")?.document.dialRate, 4);

    // A destroy is a run of its own, in which the program wants nothing.
    await using destroyer = await scene.start();
    await destroyer.delete("a", updated);
    assert.deepEqual(tenant.dialerConfig("config")?.document, document);
    assert.deepEqual(requestsOf(tenant, "PUT", "DELETE"), [
      "PUT dialerconfigs/config 200",
      "PUT dialerconfigs/config 200",
      "PUT dialerconfigs/config 200",
    ]);
  });

  test("reports each failure of a check with its property", async () => {
    await using scene = await startScene();
    await using provider = await scene.start();
    const { failures } = await provider.check("a", { ...args, dialRate: 40, dialrate: 1 });
    assert.deepEqual(failures.map(({ property }) => property).toSorted(), ["dialRate", "dialrate"]);
  });

  test("refuses a configuration that another resource of the program has", async () => {
    await using scene = await startScene();
    await using provider = await scene.start();
    await provider.check("a", args);
    const { failures } = await provider.check("b", args);
    assert.match(failures[0]?.reason ?? "", /is managed by another resource of the program, "a"/);
  });

  test("takes a null for an argument that is not given", async () => {
    await using scene = await startScene();
    await using provider = await scene.start();
    const staffing = { agents: 40, answerRate: null, averageHandleTimeSeconds: null };
    const { failures } = await provider.check("a", { ...args, regulation: null, staffing });
    assert.deepEqual(failures, []);
  });

  test("previews a creation without a write, with what is not known yet", async () => {
    await using scene = await startScene();
    await using provider = await scene.start();
    const { inputs } = await provider.check("a", { ...args, dialRate: UNKNOWN });
    const { id, outputs } = await provider.create("a", inputs, { preview: true });
    assert.equal(id, "");
    assert.equal(outputs.dialRate, UNKNOWN);
    assert.equal(outputs.etag, UNKNOWN);
    assert.equal(outputs.agentRatio, 1);
    assert.deepEqual(requestsOf(scene.tenant, "PUT", "POST"), []);
  });

  test("is gone where the tenant has no such configuration any more", async () => {
    await using scene = await startScene();
    await using provider = await scene.start();
    const created = await deploy(provider);
    scene.tenant.setDialerConfig("config", undefined);
    assert.equal(await provider.read("a", created), undefined);
  });

  test("is replaced where its configId changes, and by nothing else", async () => {
    await using scene = await startScene();
    await using provider = await scene.start();
    const created = await deploy(provider);
    const { inputs } = await provider.check("a", { ...args, configId: "other" }, created.inputs);
    assert.deepEqual(await provider.diff("a", created, inputs), {
      changes: true,
      replaces: ["configId"],
      diffs: ["configId"],
      fields: { configId: "update-replace" },
    });
  });

  test("shows the changed rules one by one, and the forecast beside what moves it", async () => {
    await using scene = await startScene();
    await using provider = await scene.start();
    const before = { ringSeconds: 20, hours: { "a.b": 1, end: 17 }, note: "x" };
    const after = { ringSeconds: 18, hours: { "a.b": 2, end: 17 } };
    const predictive = { ...args, pacingType: "predictive", agentRatio: 1.5 };
    const created = await deploy(provider, { ...predictive, complianceRules: before });
    const news = { ...predictive, dialRate: 2.5, complianceRules: after };
    const { inputs } = await provider.check("a", news, created.inputs);
    const { fields } = await provider.diff("a", created, inputs);
    const { "forecast.occupancy": occupancy, ...others } = fields;
    assert.equal(occupancy, "update");
    const shown = Object.entries(others).filter(([path]) => !path.startsWith("forecast."));
    assert.deepEqual(Object.fromEntries(shown), {
      dialRate: "update",
      "complianceRules.ringSeconds": "update",
      'complianceRules.hours["a.b"]': "update",
      "complianceRules.note": "delete",
    });
  });
});

describe("a document without compliance rules", () => {
  const { complianceRules, ...without }: JsonObject = { ...document, campaignId: CAMPAIGN };

  test("needs no change after an import, and is put back with a write that the tenant accepts", async () => {
    await using scene = await startScene({ config: without });
    await using provider = await scene.start();
    const imported = await provider.read("a", { id: "config" });
    assert.ok(imported);
    const checked = await provider.check("a", imported.inputs, imported.inputs);
    assert.equal((await provider.diff("a", imported, checked.inputs)).changes, false);

    const news = { ...imported.inputs, dialRate: 3, complianceRules: { ringSeconds: 18 } };
    const { inputs } = await provider.check("a", news, imported.inputs);
    const updated = await provider.update("a", imported, inputs);
    await using destroyer = await scene.start();
    await destroyer.delete("a", updated);
    const { document: left } = scene.tenant.dialerConfig("config") ?? {};
    assert.deepEqual(left, { ...without, complianceRules: {} });
  });

  test("is adopted without a write where the program says what it says", async () => {
    await using scene = await startScene({ config: without });
    await using provider = await scene.start();
    await deploy(provider);
    assert.deepEqual(requestsOf(scene.tenant, "PUT"), []);
  });
});

describe("secrets of a native resource", () => {
  const rules = { token: secret("s3cret"), list: ["x", secret("hidden")], open: "seen" };
  const withSecret = { ...args, complianceRules: rules };

  test("leave the provider in envelopes only, wherever they stood", async () => {
    await using scene = await startScene();
    await using provider = await scene.start();
    const created = await deploy(provider, withSecret);
    const read = await provider.read("a", created);
    const { inputs } = await provider.check("a", { ...withSecret, dialRate: 3 }, created.inputs);
    const updated = await provider.update("a", created, inputs);
    for (const properties of [created, read, updated].flatMap((each) => [
      each?.inputs ?? {},
      each?.outputs ?? {},
    ])) {
      const open = JSON.stringify(withoutSecrets(properties));
      assert.doesNotMatch(open, /s3cret|hidden/);
      assert.match(open, /seen/);
    }
  });

  test("reach the tenant as they are", async () => {
    await using scene = await startScene();
    await using provider = await scene.start();
    await deploy(provider, withSecret);
    const { complianceRules } = scene.tenant.dialerConfig("config")?.document ?? {};
    assert.deepEqual(complianceRules, {
      ...{ ringSeconds: 20, callingHours: { start: "09:00", end: "18:00" } },
      ...{ token: "s3cret", list: ["x", "hidden"], open: "seen" },
    });
  });

  test("show in no message, whether a number or a word", async () => {
    await using scene = await startScene();
    await using provider = await scene.start();
    const program = { ...args, maxQueueDepth: secret(77), complianceRules: { pin: secret(4711) } };
    const created = await deploy(provider, program);
    scene.tenant.editDialerConfig("config", { maxQueueDepth: 55, complianceRules: { pin: 1 } });
    const changed = { ...program, maxQueueDepth: secret(88) };
    const { inputs } = await provider.check("a", changed, created.inputs);
    const conflict = /maxQueueDepth was \[secret\], the program says \[secret\]/;
    await assert.rejects(provider.update("a", created, inputs), conflict);
    const { failures } = await provider.check("a", { ...program, dialRate: secret(40.5) });
    assert.match(failures[0]?.reason ?? "", /must be .*, but is \[secret\]\./);
    const messages = [...provider.takeMessages(), ...failures.map(({ reason }) => reason)].join();
    assert.match(messages, /maxQueueDepth 40 → \[secret\]/);
    assert.doesNotMatch(messages, /77|88|4711|40\.5/);
  });

  test("are the documents too, and what is made of a secret figure", async () => {
    await using scene = await startScene();
    await using provider = await scene.start();
    const created = await deploy(provider, { ...args, dialRate: secret(3) });
    const open = withoutSecrets(created.outputs);
    for (const name of ["originalDocument", "managedValues", "dialRate", "forecast", "capacity"]) {
      assert.ok(Object.hasOwn(created.outputs, name) && !Object.hasOwn(open, name), name);
    }
    assert.ok(!Object.hasOwn(withoutSecrets(created.inputs), "adoption"));
  });
});

/** The properties that stand in the clear. */
function withoutSecrets(properties: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(properties), (_key, value) =>
    JSON.stringify(value)?.startsWith('{"4dabf18193072939515e22adb298388d"') ? undefined : value,
  );
}
