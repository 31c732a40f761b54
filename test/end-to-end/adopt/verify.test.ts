import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callCentre, settings } from "./call-centre.ts";
import { type Workbench, workbench } from "./workbench.ts";

/** A tenant adopted as it is. */
async function adopted(): Promise<Workbench> {
  const bench = await workbench(callCentre(2, 3));
  assert.equal((await bench.adopt()).code, 0);
  bench.takeRequests();
  return bench;
}

describe("cxone-dialer adopt verify", { concurrency: 2 }, () => {
  test("says what is to adopt, and only reads, before anything is installed", async () => {
    await using bench = await adopted();
    const { code, stdout } = await bench.verify();
    assert.deepEqual([code, stdout], [0, "6 to adopt, 0 writes.\n"]);
    const requests = bench.takeRequests();
    assert.equal(requests.length, 8);
    assert.ok(requests.every((line) => line.startsWith("GET ")));
  });

  test("names each field that differs, whoever changed it", async () => {
    await using bench = await adopted();
    await bench.edit("campaigns/campaign-0.ts", (text) =>
      text.replace("dialRate: 0.1", "dialRate: 0.2"),
    );
    bench.tenant.editDialerConfig("config-1", (document) => ({
      ...document,
      maxQueueDepth: 7,
      complianceRules: { ringSeconds: 20, callingHours: { start: "10:00", end: "18:00" } },
      unknown: true,
    }));
    const { code, stdout } = await bench.verify("--json");
    assert.equal(code, 3);
    const { toAdopt, writes, differences } = JSON.parse(stdout);
    assert.deepEqual([toAdopt, writes], [6, 2]);
    assert.deepEqual(
      differences.map(({ kind, id, field, message }: Record<string, string>) => [
        kind,
        id,
        field,
        message,
      ]),
      [
        ["changed", "config-0", "dialRate", "the program says 0.2, the tenant holds 0.1"],
        [
          "changed",
          "config-1",
          "complianceRules.callingHours.start",
          "the program says [not shown], the tenant holds [not shown]",
        ],
        ["changed", "config-1", "maxQueueDepth", "the program says 40, the tenant holds 7"],
      ].toSorted(),
    );
  });

  test("reports what is gone, new, moved, held twice, or would be refused", async () => {
    await using bench = await adopted();
    bench.tenant.setDialerConfig("config-0", undefined);
    bench.tenant.setDialerConfig("config-9", { ...settings, name: "Latest" });
    bench.tenant.editDialerConfig("config-2", { campaignId: "campaign-1" });
    bench.tenant.setCampaign("campaign-1", { agentCount: 0, name: "Campaign 1" });
    await bench.edit("campaigns/campaign-1.ts", (text) => text.replace('"config-3"', '"config-5"'));
    const { code, stdout } = await bench.verify();
    assert.equal(code, 3);
    assert.match(stdout, /^5 to adopt, 1 write\./);
    for (const expected of [
      /gone .*configuration-0 \(config-0\): the tenant has it no more/,
      /new .*Latest \(config-9\): in the tenant, and not in the program/,
      /moved .*configuration-2 \(config-2\): campaignId: .*"campaign-0".*campaign-1/,
      /refused .*configuration-1 \(config-1\): campaignId: .*no agents/,
      /twice .*config-5: the program has it 2 times: configuration-3, configuration-5/,
      /new .*\(config-3\)/,
    ]) {
      assert.match(stdout, expected);
    }
  });

  test("counts what the plan leaves out, and does not call it a difference", async () => {
    await using bench = await adopted();
    await bench.adopt("--exclude", "config-5");
    assert.deepEqual(await bench.verify(), {
      code: 0,
      stdout: "5 to adopt, 0 writes. The plan leaves out 1.\n",
      stderr: "",
    });
  });

  test("has codes of their own for a tenant that cannot be asked, a program that does not run, and wrong usage", async () => {
    await using bench = await adopted();
    const { code, stderr } = await bench.verify("--nonsense");
    assert.equal(code, 2);
    assert.match(stderr, /unknown option/);
    const foreign = await bench.verify("--force");
    assert.equal(foreign.code, 2);
    assert.match(foreign.stderr, /adopt verify takes no option --force/);

    bench.tenant.inject({ match: { path: /config-4$/ }, status: 403 });
    const unread = await bench.verify();
    assert.equal(unread.code, 1);
    assert.match(unread.stdout, /unread .*config-4.*403/);

    bench.tenant.rotateSecret("another");
    const refused = await bench.verify();
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /error: POST .*invalid_client/);

    await bench.edit("index.ts", () => 'throw new TypeError("not today");\n');
    const broken = await bench.verify();
    assert.equal(broken.code, 1);
    assert.match(broken.stderr, /program in .* does not run to its end: TypeError: not today\n$/);
  });
});
