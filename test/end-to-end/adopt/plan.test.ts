import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { formatPlan, parsePlan } from "../../../provider/src/cli/adopt/plan/plan.ts";

import { callCentre, campaign, settings } from "./call-centre.ts";
import { type Workbench, workbench } from "./workbench.ts";

const sales = (changes: object = {}) => ({ ...settings, campaignId: "sales", ...changes });

/** Two configurations that the provider takes, and one that it refuses whatever the others do. */
const tenant = {
  campaigns: { sales: { ...campaign, name: "Sales" } },
  dialerConfigs: {
    first: sales({ name: "First" }),
    second: sales({ name: "Second" }),
    bold: sales({ name: "Bold", agentRatio: 4 }),
  },
};

interface Entry {
  readonly id: string;
  readonly include: boolean;
  readonly status: string;
  readonly reason?: string;
}

async function entries(bench: Workbench) {
  const { stdout } = await bench.adopt("--json");
  const { dialerConfigs }: { readonly dialerConfigs: readonly Entry[] } = JSON.parse(stdout);
  return new Map(dialerConfigs.map((entry) => [entry.id, entry]));
}

/** A plan as release 0.1.0 wrote it: its version, and its status in the words of the reason. */
function asOfRelease010(plan: string): string {
  return plan
    .replace("version: 2", "version: 1")
    .replace(/status: refused\n {4}details: "?(.*[^"])"?\n/g, 'reason: "refused: $1"\n')
    .replace(/status: gone\n {4}details: (.*)\n/g, 'reason: "gone: $1"\n')
    .replace(/status: noCampaign\n {4}details: (.*)\n/g, 'reason: "no campaign: $1"\n');
}

describe("the plan of cxone-dialer adopt", { concurrency: 2 }, () => {
  test("keeps out what a person gave a reason for, whatever words it begins with", async () => {
    await using bench = await workbench(tenant);
    await bench.adopt();
    await bench.edit("plan.yaml", (text) =>
      text
        .replace(
          /(name: first\n.*\n {4}include: )true/,
          '$1false\n    reason: "refused: legal said no"',
        )
        .replace(/(name: bold\n)/, "$1    arguments: { agentRatioLimit: 4 }\n")
        .replace(/(status: refused\n)/, '$1    reason: "unread: by the works council"\n'),
    );
    const decided = await entries(bench);
    assert.deepEqual(
      [...decided.values()].map(({ id, status, reason }) => [id, status, reason]),
      [
        ["bold", "leftOut", "unread: by the works council"],
        ["first", "leftOut", "refused: legal said no"],
        ["second", "included", undefined],
      ],
    );
    const plan = await bench.read("plan.yaml");
    assert.doesNotMatch(plan, /^ {4}(status|details):/m);
    assert.equal((await bench.adopt()).code, 0);
    assert.equal(await bench.read("plan.yaml"), plan);
  });

  test("judges again what it refused itself, and keeps a person's exclusion without a reason", async () => {
    await using bench = await workbench(tenant);
    await bench.adopt();
    await bench.edit("plan.yaml", (text) =>
      text
        .replace(/(name: bold\n)/, "$1    arguments: { agentRatioLimit: 4 }\n")
        .replace(/(name: second\n.*\n {4}include: )true/, "$1false"),
    );
    const decided = await entries(bench);
    assert.deepEqual(
      [...decided.values()].map(({ id, status }) => [id, status]),
      [
        ["bold", "included"],
        ["first", "included"],
        ["second", "leftOut"],
      ],
    );
  });

  test("keeps what flags left out as data, until the plan includes it", async () => {
    await using bench = await workbench(tenant);
    await bench.adopt("--exclude", "first");
    assert.equal((await entries(bench)).get("first")?.status, "excluded");
    await bench.edit("plan.yaml", (text) =>
      text.replace(/include: false\n {4}status: excluded/, "include: true"),
    );
    assert.equal((await entries(bench)).get("first")?.status, "included");
    assert.doesNotMatch(await bench.read("plan.yaml"), /--exclude/);
  });

  test("of release 0.1.0 is read, and brought into today's form with its comments", async () => {
    await using bench = await workbench(tenant);
    await bench.adopt();
    await bench.edit("plan.yaml", (text) =>
      asOfRelease010(text)
        .replace(
          /^# include(.*\n)+?(?=# arguments)/m,
          '# include   false\n# reason    one that begins with "refused:" is the tool\'s\n',
        )
        .replace("name: first", "name: mine # a better one")
        .replace(
          /(name: second\n.*\n {4}include: )true/,
          '$1false\n    reason: "refused: legal said no"',
        ),
    );
    assert.match(await bench.read("plan.yaml"), /reason: "refused: agentRatio: /);
    const decided = await entries(bench);
    assert.deepEqual(
      [...decided.values()].map(({ id, status, reason = "" }) => [id, status, reason.slice(0, 20)]),
      [
        ["bold", "refused", "refused: agentRatio:"],
        ["first", "included", ""],
        ["second", "leftOut", "refused: legal said "],
      ],
    );
    const plan = await bench.read("plan.yaml");
    assert.match(plan, /^version: 2$/m);
    assert.match(plan, /^# status /m);
    assert.match(plan, /name: mine # a better one\n/);
    assert.match(plan, /include: false\n {4}status: refused\n {4}details: "agentRatio: /);
    await bench.edit("plan.yaml", (text) =>
      text.replace(/(name: bold\n)/, "$1    arguments: { agentRatioLimit: 4 }\n"),
    );
    assert.equal((await entries(bench)).get("bold")?.status, "included");
  });

  test("of release 0.1.0 keeps all else of what it says", async () => {
    const file = join(import.meta.dirname, "fixtures", "plan-0.1.0.yaml");
    const text = (await readFile(file, "utf8")).replace(
      "\n\n# name",
      "\n# Ask Ops first.\n\n# name",
    );
    const plan = parsePlan(text, "plan.yaml");
    const today = formatPlan(plan, { text, plan });
    assert.deepEqual(parsePlan(today, "plan.yaml"), plan);
    assert.deepEqual(
      Object.values(plan.dialerConfigs).map(({ status, reason }) => [status, reason]),
      [undefined, "refused", undefined, undefined, undefined, "refused", undefined].map(
        (status) => [status, undefined],
      ),
    );
    const entriesOf = (of: string) => of.slice(of.indexOf("tenant:"));
    assert.equal(
      entriesOf(today).replace(/status: refused\n {4}details: "/g, 'reason: "refused: '),
      entriesOf(text),
    );
    assert.match(
      today,
      /^# What (.*\n)+# Ask Ops first\.\n\n# name (.*\n)+# status (.*\n)+\nversion: 2\n/,
    );
  });

  test("is refused where two configurations or two campaigns share a name", async () => {
    await using bench = await workbench(callCentre(2, 1));
    await bench.adopt();
    const plan = await bench.read("plan.yaml");
    for (const [edit, message] of [
      [
        plan.replace("name: configuration-1", "name: configuration-0"),
        /plan\.yaml:\d+: dialerConfigs\.config-1\.name: "configuration-0" is config-0's name already/,
      ],
      [
        plan.replace("name: campaign-1\n", "name: Campaign-0\n"),
        /plan\.yaml:\d+: campaigns\.campaign-1\.name: "Campaign-0" is campaign-0's name already/,
      ],
    ] as const) {
      await bench.edit("plan.yaml", () => edit);
      const { code, stderr } = await bench.adopt("--offline");
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  });
});
