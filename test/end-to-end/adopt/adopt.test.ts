import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sampleData } from "pulumi-cxone-dialer/sandbox";
import { callCentre, campaign, settings } from "./call-centre.ts";
import { workbench } from "./workbench.ts";

describe("cxone-dialer adopt", { concurrency: 2 }, () => {
  test("only reads, and writes a file for each campaign", async () => {
    await using bench = await workbench(callCentre(3, 4));
    const { code, stdout } = await bench.adopt();
    assert.equal(code, 0);
    assert.match(stdout, /3 campaigns and 12 dialer configurations, read with 14 requests/);
    assert.match(stdout, /12 in the program, 0 left out/);
    const methods = new Set(
      bench.tenant.requests.map(
        ({ method, path }) => `${method} ${path.split("/").slice(0, 5).join("/")}`,
      ),
    );
    assert.deepEqual(
      methods,
      new Set([
        "POST /oauth/token",
        "GET /api/v2/outbound/campaigns",
        "GET /api/v2/outbound/dialerconfigs",
      ]),
    );
    const files = Object.keys(await bench.files());
    assert.deepEqual(files, [
      ".gitignore",
      // As this repository has the package: a folder, and npm is to copy it.
      ".npmrc",
      "Pulumi.yaml",
      "adopt.json",
      "campaigns/campaign-0.ts",
      "campaigns/campaign-1.ts",
      "campaigns/campaign-2.ts",
      "index.ts",
      "package.json",
      "plan.yaml",
      "tsconfig.json",
    ]);
    assert.match(
      await bench.read("campaigns/campaign-1.ts"),
      /^import .*\n\n\/\/ Campaign: Campaign 1\nconst campaignId = "campaign-1";\n\nnew DialerConfig\(\n {2}"configuration-1",\n {2}\{\n {4}configId: "config-1",\n {4}campaignId,\n {4}pacingType: "progressive",\n {4}dialRate: 0.1,\n {4}agentRatio: 1,\n {4}maxAbandonmentRate: 0.03,\n {4}maxQueueDepth: 40,\n {4}answerRateThreshold: 0.2,\n {4}complianceRules: \{\n {6}ringSeconds: 20,\n {6}callingHours: \{ start: "09:00", end: "18:00" \},\n {4}\},\n {4}existing: "adopt",\n {2}\},\n {2}\{ protect: true \},\n\);\n/,
    );
  });

  test("run again changes no byte", async () => {
    await using bench = await workbench(callCentre(2, 3));
    await bench.adopt();
    const first = await bench.files();
    const { code, stdout } = await bench.adopt();
    assert.equal(code, 0);
    assert.match(stdout, /No file changed/);
    assert.deepEqual(await bench.files(), first);
  });

  test("asks for the campaigns that no document names, and takes them from the plan", async () => {
    await using bench = await workbench(sampleData);
    const first = await bench.adopt();
    assert.equal(first.code, 3);
    assert.match(first.stdout, /0 in the program, 7 left out/);
    assert.match(first.stdout, /no campaign: .*set campaign to the campaign's id or name/);
    bench.takeRequests();

    await bench.edit("plan.yaml", (text) =>
      text
        .replace(/(name: spring-sales-first-call\n {4}campaign: )null/, "$1Spring sales # by hand")
        .replace(
          /(name: renewals-last-week\n {4}campaign: )null/,
          "$1b7d20f3e-58c4-4e1b-a6f9-04c8e29d7135",
        ),
    );
    const second = await bench.adopt(
      "--offline",
      "--assign",
      "Collections, days*=early-collections",
    );
    assert.equal(second.code, 3);
    assert.match(second.stdout, /3 in the program, 4 left out/);
    assert.deepEqual(bench.takeRequests(), []);
    const plan = await bench.read("plan.yaml");
    assert.match(plan, /campaign: Spring sales # by hand\n {4}include: true\n/);
    assert.match(plan, /campaign: early-collections\n {4}include: true\n/);
    assert.deepEqual(
      Object.keys(await bench.files()).filter((path) => path.startsWith("campaigns/")),
      [
        "campaigns/early-collections.ts",
        "campaigns/policy-renewals.ts",
        "campaigns/spring-sales.ts",
      ],
    );
  });

  test("takes the campaign from the field that it is given, then and later", async () => {
    const dialerConfigs = {
      a: { ...settings, name: "A", owner: { campaign: "Sales" } },
      b: { ...settings, name: "B", owner: { campaign: "Nobody's" } },
      c: { ...settings, name: "C" },
    };
    await using bench = await workbench({
      campaigns: { 17: { ...campaign, name: "Sales" } },
      dialerConfigs,
    });
    const { stdout } = await bench.adopt("--campaign-field", "owner.campaign");
    assert.match(stdout, /1 in the program/);
    assert.match(stdout, /no campaign: the tenant has no campaign "Nobody's"/);
    assert.match(stdout, /no campaign: the document has no owner\.campaign/);
    bench.tenant.setDialerConfig("d", { ...settings, name: "D", owner: { campaign: "17" } });
    assert.match((await bench.adopt()).stdout, /2 in the program/);
  });

  test("keeps a person's plan, adds what is new, and marks what is gone", async () => {
    await using bench = await workbench(callCentre(1, 4));
    await bench.adopt();
    await bench.edit("plan.yaml", (text) =>
      text
        .replace("name: configuration-1\n", "name: mine # a better one\n")
        .replace(
          /(name: configuration-2\n.*\n {4}include: )true/,
          "$1false\n    reason: moves next year",
        ),
    );
    bench.tenant.setDialerConfig("config-3", undefined);
    bench.tenant.setDialerConfig("config-9", {
      ...settings,
      name: "Configuration 0",
      campaignId: "campaign-0",
    });
    bench.takeRequests();
    const { code, stdout } = await bench.adopt();
    assert.equal(code, 0);
    assert.ok(!bench.takeRequests().includes("GET /api/v2/outbound/dialerconfigs/config-2"));
    assert.match(stdout, /3 in the program, 2 left out/);
    const plan = await bench.read("plan.yaml");
    assert.match(plan, /name: mine # a better one\n/);
    assert.match(plan, /include: false\n {4}reason: moves next year\n/);
    assert.match(
      plan,
      /config-3:\n {4}name: configuration-3\n.*\n {4}include: false\n {4}status: gone\n/,
    );
    assert.match(plan, /config-9:\n {4}name: configuration-0-2\n/);
    const program = await bench.read("campaigns/campaign-0.ts");
    assert.deepEqual(program.match(/^ {2}"[^"]+"/gm), [
      '  "configuration-0"',
      '  "configuration-0-2"',
      '  "mine"',
    ]);
    assert.equal((await bench.adopt()).code, 0);
    assert.equal(await bench.read("plan.yaml"), plan);
  });

  test("leaves a plan that says all there is to say as it is, however it is written", async () => {
    await using bench = await workbench(callCentre(1, 2));
    await bench.adopt();
    await bench.edit("plan.yaml", (text) =>
      text
        .replace("include: true", "include:   true   # yes")
        .replace("version: 2", "'version': 2"),
    );
    const plan = await bench.read("plan.yaml");
    await bench.adopt();
    assert.equal(await bench.read("plan.yaml"), plan);
  });

  test("keeps what is in the program when the agents have gone home, or a person's exclusion when it is gone", async () => {
    await using bench = await workbench(callCentre(1, 2));
    await bench.adopt();
    await bench.edit("plan.yaml", (text) =>
      text.replace(
        /(name: configuration-1\n.*\n {4}include: )true/,
        "$1false\n    reason: not ours",
      ),
    );
    await bench.adopt("--offline");
    const program = await bench.read("campaigns/campaign-0.ts");
    bench.tenant.setCampaign("campaign-0", { agentCount: 0, name: "Campaign 0" });
    bench.tenant.setDialerConfig("config-1", undefined);
    assert.equal((await bench.adopt()).code, 0);
    assert.equal(await bench.read("campaigns/campaign-0.ts"), program);
    assert.match(await bench.read("plan.yaml"), /reason: not ours\n/);
  });

  test("leaves defaults out of the program", async () => {
    const { complianceRules: _, ...document } = settings;
    const named = { ...document, campaignId: "sales" };
    await using bench = await workbench({
      campaigns: { sales: { ...campaign, name: "Sales" } },
      dialerConfigs: {
        none: { ...named, name: "None" },
        empty: { ...named, name: "Empty", complianceRules: {} },
      },
    });
    await bench.adopt();
    assert.doesNotMatch(await bench.read("campaigns/sales.ts"), /complianceRules|regulation/);
    await bench.install();
    assert.match((await bench.verify()).stdout, /^2 to adopt, 0 writes\./);
  });

  test("does not guess between campaigns of one name", async () => {
    const twin = { ...campaign, name: "Twins" };
    await using bench = await workbench({
      campaigns: { a: twin, b: twin },
      dialerConfigs: { c: { ...settings, name: "C" } },
    });
    const { code, stderr } = await bench.adopt("--assign", "C=Twins");
    assert.equal(code, 2);
    assert.match(
      stderr,
      /--assign C=Twins: "Twins" is several campaigns \(a, b\): give the id of one/,
    );
    assert.equal((await bench.adopt("--resume", "--assign", "C=twins-2")).code, 2);
    assert.equal((await bench.adopt("--resume", "--assign", "C=b")).code, 0);
    assert.match(await bench.read("campaigns/twins-2.ts"), /const campaignId = "b";/);
  });

  test("says which patterns match nothing, and goes on", async () => {
    await using bench = await workbench(callCentre(2, 1));
    const flags = ["--include", "config*", "--exclude", "tset*", "--assign", "Nonesuch=campaign-0"];
    const { code, stderr } = await bench.adopt(...flags);
    assert.equal(code, 0);
    assert.deepEqual(stderr.match(/^warning: .* matches no dialer configuration/gm), [
      "warning: --exclude tset* matches no dialer configuration",
      "warning: --assign Nonesuch=campaign-0 matches no dialer configuration",
    ]);
  });

  test("keeps a program file that was edited, says what it would change, and overwrites it when forced", async () => {
    await using bench = await workbench(callCentre(2, 1));
    await bench.adopt();
    const generated = await bench.read("campaigns/campaign-0.ts");
    await bench.edit("campaigns/campaign-0.ts", (text) =>
      text.replace("dialRate: 0.1", "dialRate: 0.2"),
    );
    bench.tenant.editDialerConfig("config-1", { maxQueueDepth: 41 });

    const { code, stdout } = await bench.adopt();
    assert.equal(code, 4);
    assert.match(
      stdout,
      /campaigns\/campaign-0\.ts was edited.*\n {2}- {5}dialRate: 0\.2,\n {2}\+ {5}dialRate: 0\.1,/,
    );
    assert.match(await bench.read("campaigns/campaign-0.ts"), /dialRate: 0\.2/);
    assert.match(await bench.read("campaigns/campaign-1.ts"), /maxQueueDepth: 41/);

    assert.equal((await bench.adopt("--offline", "--force")).code, 0);
    assert.equal(await bench.read("campaigns/campaign-0.ts"), generated);
  });

  test("leaves a configuration out that the provider would refuse, and says how to take it", async () => {
    const named = (changes: object) => ({ ...settings, campaignId: "sales", ...changes });
    await using bench = await workbench({
      campaigns: { sales: { ...campaign, name: "Sales" }, night: { agentCount: 0, name: "Night" } },
      dialerConfigs: {
        bold: named({ name: "Bold", agentRatio: 4 }),
        lax: named({ name: "Lax", maxAbandonmentRate: 0.08 }),
        "two words": named({ name: "Words" }),
        night: named({ name: "Night", campaignId: "night" }),
        many: named({ name: "Many", pacingType: "predictive", dialRate: 9, agentRatio: 3 }),
      },
    });
    const { code, stdout } = await bench.adopt();
    assert.equal(code, 3);
    assert.match(stdout, /refused: agentRatio: 4 lines .*give the argument agentRatioLimit: 4\./);
    assert.match(
      stdout,
      /refused: maxAbandonmentRate: must be a number from 0 to 0\.05.* is 0\.08/,
    );
    assert.match(stdout, /refused: configId: must be the id.*"two words"/);
    assert.match(stdout, /2 in the program, 3 left out/);
    assert.match(await bench.read("campaigns/night.ts"), /capacityCheck: "warn"/);

    await bench.edit("plan.yaml", (text) =>
      text.replace(/( {4}name: bold\n)/, "$1    arguments: { agentRatioLimit: 4 }\n"),
    );
    assert.match((await bench.adopt("--offline")).stdout, /3 in the program, 2 left out/);
    assert.match(
      await bench.read("campaigns/sales.ts"),
      /agentRatioLimit: 4,\n {4}existing: "adopt"/,
    );
  });

  test("takes the rest of a campaign over where it leaves out one that is refused by itself", async () => {
    const predictive = { ...settings, pacingType: "predictive", campaignId: "sales" };
    const valid = Array.from({ length: 20 }, (_, i): [string, object] => [
      `valid-${i}`,
      { ...predictive, name: `Valid ${i}` },
    ]);
    const bold = { ...predictive, name: "Bold", dialRate: 9, agentRatio: 5 };
    await using bench = await workbench({
      campaigns: { sales: { ...campaign, agentCount: 10, name: "Sales" } },
      dialerConfigs: { ...Object.fromEntries(valid), bold },
    });
    const { dialerConfigs } = JSON.parse((await bench.adopt("--json")).stdout);
    assert.deepEqual(
      dialerConfigs.flatMap(({ name, include }: { name: string; include: boolean }) =>
        include ? [] : [name],
      ),
      ["bold"],
    );
  });
});
