import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callCentre } from "./call-centre.ts";
import { workbench } from "./workbench.ts";

describe("cxone-dialer adopt, where something is in its way,", { concurrency: 2 }, () => {
  test("notes what cannot be read, and reads the rest", async () => {
    await using bench = await workbench(callCentre(1, 5));
    const fault = (id: number) => ({
      match: { path: `/api/v2/outbound/dialerconfigs/config-${id}` },
    });
    bench.tenant.inject({ ...fault(0), status: 403, times: Number.POSITIVE_INFINITY });
    bench.tenant.inject({
      ...fault(1),
      before: (tenant) => tenant.setDialerConfig("config-1", undefined),
    });
    bench.tenant.inject({ ...fault(2), nonJson: true });
    bench.tenant.inject({ ...fault(3), status: 503, headers: { "Retry-After": "0" }, times: 4 });
    const { code, stdout, stderr } = await bench.adopt();
    assert.equal(code, 3);
    assert.match(stdout, /1 in the program, 4 left out/);
    assert.match(stderr, /warning: dialer configuration config-0 is not read: .*403/);
    const plan = await bench.read("plan.yaml");
    for (const reason of [
      /may not read it \(403\)/,
      /gone between/,
      /no document/,
      /failed to answer/,
    ]) {
      assert.match(plan, reason);
    }
    assert.doesNotMatch(plan, /request id/);
    bench.tenant.clearFaults();
    assert.match((await bench.adopt()).stdout, /4 in the program, 1 left out/);
  });

  test("stops where the tenant stops answering, and goes on from there", async () => {
    await using bench = await workbench(callCentre(1, 6));
    const path = /dialerconfigs\/config-[2345]$/;
    bench.tenant.inject({
      match: { path },
      status: 503,
      headers: { "Retry-After": "0" },
      times: Number.POSITIVE_INFINITY,
    });
    const { code, stderr } = await bench.adopt();
    assert.equal(code, 1);
    assert.match(stderr, /error: GET .*503/);
    bench.tenant.clearFaults();
    bench.takeRequests();
    const unfinished = await bench.adopt();
    assert.equal(unfinished.code, 2);
    assert.match(
      unfinished.stderr,
      /unfinished adoption: 2 of 6 .*--resume, or delete .*adopt\.partial\.jsonl/,
    );
    assert.equal((await bench.adopt("--resume")).code, 0);
    assert.equal(bench.takeRequests().length, 4);
  });

  test("reads and takes what the flags name, and leaves the rest", async () => {
    await using bench = await workbench(callCentre(1, 12));
    const flags = ["--include", "config-1*", "--include", "CONFIGURATION 2", "--exclude", "*11"];
    const { stdout } = await bench.adopt(...flags);
    assert.match(stdout, /3 in the program, 9 left out/);
    const read = bench.takeRequests().filter((line) => line.includes("/config-"));
    assert.deepEqual(
      read.map((line) => line.split("/").at(-1)),
      ["config-1", "config-10", "config-2"],
    );
    assert.match(
      await bench.read("plan.yaml"),
      /name: configuration-11\n.*\n.*false\n {4}status: excluded\n {4}details: --exclude \*11\n/,
    );
    assert.match((await bench.adopt()).stdout, /3 in the program, 9 left out/);
    assert.match(
      (await bench.adopt("--include", "config-3")).stdout,
      /1 in the program, 11 left out/,
    );
  });

  test("says what the credentials lack, before it has written anything", async () => {
    await using bench = await workbench(callCentre(1, 1));
    const status = { status: 403, times: Number.POSITIVE_INFINITY };
    bench.tenant.inject({ match: { path: /campaigns$/ }, ...status });
    bench.tenant.inject({ match: { path: /dialerconfigs$/ }, ...status });
    const { code, stderr } = await bench.adopt();
    assert.equal(code, 1);
    assert.match(
      stderr,
      /campaigns.*needs the scope outbound\.read.*\n.*dialerconfigs.*needs the scope outbound\.dialerconfig/,
    );
    assert.doesNotMatch(stderr, /\n\s+at /);
    assert.doesNotMatch(Object.keys(await bench.files()).join(), /plan|index/);
  });

  test("refuses a plan that cannot be read, and flags that mean nothing, with a code of their own", async () => {
    await using bench = await workbench(callCentre(1, 1));
    await bench.adopt();
    for (const [flags, message] of [
      [["--assign", "x"], /PATTERN=CAMPAIGN/],
      [["--assign", "x=Nobody's"], /has no campaign "Nobody's"/],
      [["--nonsense"], /unknown option/],
    ] as const) {
      const { code, stderr } = await bench.adopt("--offline", ...flags);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
    const plan = await bench.read("plan.yaml");
    for (const [edit, message] of [
      [
        plan.replace("include: true", "inlcude: true"),
        /plan\.yaml:\d+: dialerConfigs\.config-0\.inlcude: is nothing that a plan has/,
      ],
      [
        plan.replace("include: true", "include: perhaps"),
        /plan\.yaml:\d+: dialerConfigs\.config-0\.include: must be true or false/,
      ],
      [plan.replace("version: 2", "version: [2"), /plan\.yaml: .*line \d+/],
      [plan.replace("version: 2", "version: 7"), /it has version 7; this release reads 1 and 2/],
      ["just some notes\n", /it has no version/],
      ["", /it has no version/],
      [
        plan.replace(/(name: configuration-0\n)/, "$1    arguments: { dialRate: 3 }\n"),
        /may hold regulation/,
      ],
    ] as const) {
      await bench.edit("plan.yaml", () => edit);
      const { code, stderr } = await bench.adopt("--offline");
      assert.equal(code, 2);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n\s+at /);
    }
  });

  test("holds a folder to one tenant", async () => {
    await using bench = await workbench(callCentre(1, 1));
    await using other = await workbench(callCentre(1, 1));
    await bench.adopt();
    await other.adopt();
    const foreign = await bench.read("plan.yaml");
    await other.edit("plan.yaml", () => foreign);
    const { code, stderr } = await other.adopt();
    assert.equal(code, 2);
    assert.match(stderr, /adopted from http.*Name a folder of its own/);
  });

  test("reports all of it to a pipeline in JSON", async () => {
    await using bench = await workbench(callCentre(1, 2));
    bench.tenant.setDialerConfig("odd", { name: "Odd" });
    const { code, stdout } = await bench.adopt("--json");
    assert.equal(code, 3);
    const report = JSON.parse(stdout);
    assert.equal(report.version, 1);
    assert.equal(report.campaigns, 1);
    assert.equal(report.requests, 5);
    assert.deepEqual(report.dialerConfigs[0], {
      id: "config-0",
      name: "configuration-0",
      campaign: "campaign-0",
      include: true,
      status: "included",
    });
    assert.equal(report.dialerConfigs[2].status, "noCampaign");
    assert.match(report.dialerConfigs[2].reason, /^no campaign: /);
    assert.ok(report.files.written.includes("campaigns/campaign-0.ts"));
  });
});
