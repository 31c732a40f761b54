import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import {
  args,
  CAMPAIGN,
  configurationOf,
  document,
  environmentOf,
  hold,
  requestsOf,
  settings,
  startCallCentre,
} from "../../support/call-centre.ts";
import { NativeProvider, secret } from "../../support/native-provider.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

describe("the native provider", () => {
  test("accepts secrets, and never asks to replace a provider whose settings changed", async () => {
    await using provider = await NativeProvider.launch();
    assert.equal((await provider.handshake()).acceptSecrets, true);
    const [before, after] = ["old", "new"].map((value) => ({ clientSecret: secret(value) }));
    assert.deepEqual(await provider.diffConfig(before ?? {}, after ?? {}), {
      changes: true,
      replaces: [],
      diffs: [],
      fields: {},
    });
  });

  test("wraps the client's secret, and copies none from the environment into its inputs", async () => {
    await using provider = await NativeProvider.launch({ CXONE_CLIENT_SECRET: "from the env" });
    const { inputs } = await provider.checkConfig({ clientId: "id", clientSecret: "open" });
    assert.deepEqual(inputs, { clientId: "id", clientSecret: secret("open") });
  });

  test("warns of a setting of the stack that it does not know, and refuses one of a provider of the program", async () => {
    await using provider = await NativeProvider.launch();
    const config = { enviromentUrl: "https://us1-cxone.com", version: "0.1.0" };
    assert.deepEqual((await provider.checkConfig(config)).failures, []);
    assert.match(provider.takeWarnings().join(), /enviromentUrl .* Did you mean environmentUrl\?/);
    const { failures } = await provider.checkConfig(config, "eu");
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["enviromentUrl"],
    );
  });

  test("says which settings are missing, with the check of a resource", async () => {
    await using provider = await NativeProvider.start();
    const { failures } = await provider.check("a", args);
    assert.match(
      failures[0]?.reason ?? "",
      /cxone:environmentUrl is missing.*CXONE_CLIENT_SECRET/s,
    );
  });

  test("takes the settings of a provider of the program before the environment, and the stack's after it", async () => {
    await using here = await startCallCentre({ config: document });
    await using elsewhere = await startCallCentre({ config: { ...document, dialRate: 5 } });
    const config = {
      environmentUrl: elsewhere.url,
      clientId: elsewhere.clientId,
      clientSecret: secret(elsewhere.clientSecret),
    };
    const rateIn = async (name: string) => {
      const env = environmentOf(here);
      await using provider = await NativeProvider.start({ env, config, name });
      return (await provider.invoke("cxone:index:getDialerConfig", { id: "config" })).dialRate;
    };
    assert.equal(await rateIn("eu"), 5);
    assert.equal(await rateIn("default_0_1_0"), 2);
  });

  test("answers functions, each thing with one request", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using provider = await NativeProvider.start({ config: configurationOf(tenant) });
    const campaign = await provider.invoke("cxone:index:getCampaign", { id: CAMPAIGN, name: null });
    assert.equal(campaign.agentCount, 50);
    await provider.check("a", args);
    const { dialerConfigs } = await provider.invoke("cxone:index:listDialerConfigs", {});
    assert.deepEqual(dialerConfigs, [{ id: "config", name: "as found" }]);
    const { maxQueueDepth, answerRateThreshold, ...dialer } = settings;
    const forecast = await provider.invoke("cxone:index:forecastPacing", {
      ...{ ...dialer, maxQueueDepth },
      ...{ agents: 50, answerRate: 0.3, averageHandleTimeSeconds: 180 },
    });
    assert.equal(forecast.abandonmentRate, 0);
    const campaigns = requestsOf(tenant, "GET").filter((each) => each.includes("campaigns"));
    assert.equal(campaigns.length, 1);
  });

  test("refuses what a function does not take, by its name", async () => {
    await using provider = await NativeProvider.start();
    await assert.rejects(provider.invoke("cxone:index:forecastPacing", { agent: 1 }), /agent/);
    await assert.rejects(provider.invoke("cxone:index:getAgent", {}), /getAgent is no function/);
  });

  test("ends what it waits for when it is cancelled, and asks for nothing more", async () => {
    await using tenant = await startCallCentre({ config: document });
    using held = hold(tenant, { method: "GET", path: /campaigns/ });
    await using provider = await NativeProvider.start({ config: configurationOf(tenant) });
    const check = provider.check("a", args);
    await held.reached;
    await provider.cancel();
    const { failures } = await check;
    assert.match(failures[0]?.reason ?? "", /the operation was cancelled/);
    await assert.rejects(provider.invoke("cxone:index:listDialerConfigs", {}), /was cancelled/);
  });

  test("ends a create after the time that the program gives it, and nothing else", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using journal = await temporaryFolder();
    const config = { ...configurationOf(tenant), journal: journal.path };
    await using provider = await NativeProvider.start({ config });
    const { inputs } = await provider.check("a", { ...args, dialRate: 3 });
    {
      using _ = hold(tenant, { method: "PUT" });
      const other = provider.check("b", { ...args, configId: "other" });
      await assert.rejects(
        provider.create("a", inputs, { timeout: 0.3 }),
        /took longer than the 0\.3 s of its customTimeouts\. Give it more time/,
      );
      assert.deepEqual((await other).failures, []);
    }
    assert.deepEqual(tenant.exports, []);
    await provider.create("a", inputs, { timeout: 10_000_000 });
    assert.equal(tenant.dialerConfig("config")?.document.dialRate, 3);
    assert.equal(tenant.exports.length, 1);
  });

  test("leaves a write that was cancelled for the next run to find out and to evidence", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using journal = await temporaryFolder();
    const config = { ...configurationOf(tenant), journal: journal.path };
    const start = () => NativeProvider.start({ config });
    const program = { ...args, dialRate: 3 };
    {
      using held = hold(tenant, { method: "PUT" });
      await using provider = await start();
      const { inputs } = await provider.check("a", program);
      const create = assert.rejects(provider.create("a", inputs), /the operation was cancelled/);
      await held.reached;
      await provider.cancel();
      await create;
    }
    assert.deepEqual(tenant.exports, []);
    await using provider = await start();
    const { inputs } = await provider.check("a", program);
    await provider.create("a", inputs);
    assert.equal(tenant.dialerConfig("config")?.document.dialRate, 3);
    assert.equal(tenant.exports.length, 1);
  });
});

describe("importing", () => {
  const campaignId = CAMPAIGN;

  test("by the id alone finds the campaign in the document, and gives inputs that pass the check", async () => {
    await using tenant = await startCallCentre({ config: { ...document, campaignId } });
    await using provider = await NativeProvider.start({ config: configurationOf(tenant) });
    const imported = await provider.read("a", { id: "config" });
    assert.ok(imported);
    const { complianceRules } = document;
    assert.deepEqual(imported.inputs, { ...args, complianceRules });
    const { inputs, failures } = await provider.check("a", imported.inputs, imported.inputs);
    assert.deepEqual(failures, []);
    assert.equal((await provider.diff("a", imported, inputs)).changes, false);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);
  });

  test("of a ratio over the usual limit names that as its limit, so that the inputs pass the check", async () => {
    const found = { ...document, campaignId, agentRatio: 4, dialRate: 1 };
    await using tenant = await startCallCentre({ config: found });
    await using provider = await NativeProvider.start({ config: configurationOf(tenant) });
    const imported = await provider.read("a", { id: "config" });
    assert.ok(imported);
    assert.equal(imported.inputs.agentRatioLimit, 4);
    const { inputs, failures } = await provider.check("a", imported.inputs, imported.inputs);
    assert.deepEqual(failures, []);
    assert.equal((await provider.diff("a", imported, inputs)).changes, false);
  });

  test("names the campaign in the id where the document does not", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using provider = await NativeProvider.start({ config: configurationOf(tenant) });
    await assert.rejects(provider.read("a", { id: "config" }), /with the id config\/CAMPAIGN/);
    const imported = await provider.read("a", { id: `config/${campaignId}` });
    assert.equal(imported?.id, "config");
    assert.equal(imported?.inputs.campaignId, campaignId);
  });

  test("keeps every document in an envelope, and a destroy puts it back", async () => {
    await using tenant = await startCallCentre({ config: { ...document, campaignId } });
    const config = configurationOf(tenant);
    await using provider = await NativeProvider.start({ config });
    const imported = await provider.read("a", { id: "config" });
    assert.ok(imported);
    assert.deepEqual(imported.outputs.originalDocument, secret({ ...document, campaignId }));
    const news = { ...imported.inputs, dialRate: 3 };
    const { inputs } = await provider.check("a", news, imported.inputs);
    const updated = await provider.update("a", imported, inputs);
    await using destroyer = await NativeProvider.start({ config });
    await destroyer.delete("a", updated);
    assert.deepEqual(tenant.dialerConfig("config")?.document, { ...document, campaignId });
  });

  test("of what the tenant does not have finds nothing", async () => {
    await using tenant = await startCallCentre();
    await using provider = await NativeProvider.start({ config: configurationOf(tenant) });
    assert.equal(await provider.read("a", { id: "config" }), undefined);
  });
});

describe("the schema", () => {
  test("describes each argument as its documentation in TypeScript does", async () => {
    await using provider = await NativeProvider.launch();
    const { resources, types } = await provider.schema();
    const described: Record<string, { description: string }> = {
      ...resources["cxone:index:DialerConfig"].inputProperties,
      ...types["cxone:index:Staffing"].properties,
    };
    const file = join("provider", "src", "dialer-config", "resource.ts");
    const source = await readFile(join(import.meta.dirname, "..", "..", "..", file), "utf8");
    for (const [name, { description }] of Object.entries(described)) {
      assert.equal(description.replace(/ Default: .*$/, ""), documentationOf(source, name), name);
    }
  });

  test("requires what check requires, replaces for configId alone, and keeps documents secret", async () => {
    await using provider = await NativeProvider.launch();
    const { inputProperties, requiredInputs, properties } = (await provider.schema()).resources[
      "cxone:index:DialerConfig"
    ];
    assert.deepEqual(requiredInputs, ["configId", "campaignId", ...Object.keys(settings)]);
    const named = (flag: string, all: Record<string, Record<string, unknown>>) =>
      Object.keys(all).filter((name) => all[name]?.[flag] === true);
    assert.deepEqual(named("willReplaceOnChanges", inputProperties), ["configId"]);
    assert.deepEqual(named("secret", properties), [
      ...["originalDocument", "managedValues", "unmanagedFields", "document"],
    ]);
  });
});

/** The comment above a property, as one line without its tags. */
function documentationOf(source: string, name: string): string {
  const above = source.match(
    new RegExp(`/\\*\\*((?:(?!\\*/)[^])*?)\\*/\\s*readonly ${name}\\??:`),
  )?.[1];
  return (above ?? "")
    .replace(/\n\s*\*/g, " ")
    .replace(/@default.*/, "")
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .replace(/\s+/g, " ")
    .trim();
}
