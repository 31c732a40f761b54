import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { figureSources } from "../../../provider/src/cli/comment/judge/campaign.ts";
import { markdown } from "../../../provider/src/cli/comment/render/markdown.ts";

import { page } from "../../package/docs/pages.ts";
import { commentOn, factsOf, reviewOfFixture } from "./fixture.ts";

/** The line after the marker. */
function verdictOf(comment: string): string {
  const [marker = "", verdict = ""] = comment.split("\n");
  assert.match(marker, /^<!-- .* -->$/);
  return verdict;
}

function rowOf(comment: string, name: string): readonly string[] {
  const line = comment.split("\n").find((each) => each.startsWith(`| \`${name}\``));
  return (line ?? assert.fail(`no row of ${name}`))
    .split(" | ")
    .map((cell) => cell.replace(/^\| | \|$/g, ""));
}

describe("the first line is the verdict:", () => {
  const verdicts: Readonly<Record<string, string>> = {
    "pulumi/update": "### ✅ Passes: abandonment 0.29 % → 1.63 %, limit 3 % (`first-call`)",
    "pulumi/replace": "### ✅ Passes: abandonment 0 % as before, limit 3 %",
    "pulumi/delete": "### ✅ Passes: 1 dialer configuration changes",
    "pulumi/create": "### ✅ Passes: abandonment 0.29 %, limit 3 % (`first-call`)",
    "pulumi/rename":
      "### ⚠️ Renamed without an alias: `first-call` → `first-wave`; abandonment 0.29 % → 1.63 %, limit 3 %",
    "pulumi/swap":
      "### ⚠️ Exchanged between resources: 2 configurations; abandonment 0.29 % as before, limit 3 % (`call-back`)",
    "pulumi/moved":
      "### ⚠️ Goes to another resource: 2 configurations; abandonment 0.76 % as before, limit 3 % (`collections`)",
    "pulumi/careful": "### ⚠️ Passes, with 1 warning: abandonment 0.76 % → 1.97 %, limit 2 %",
    "pulumi/unknown": "### ⚠️ Passes, with 2 warnings",
    "pulumi/blocked": "### ⛔ Blocked for 1 reason: abandonment 6.25 %, limit 3 %",
    "pulumi/wrong": "### ⛔ Blocked: 3 reasons not to deploy",
    "pulumi/unchanged": "### ✅ Nothing changes",
    "pulumi/noise": "### ✅ No dialer configuration changes",
    "pulumi/crash": "### ❌ Could not be previewed",
  };
  for (const [name, verdict] of Object.entries(verdicts)) {
    test(name, async () => assert.equal(verdictOf(await commentOn(name)), verdict));
  }
});

test("an update shows what it does to people and agents, and counts the rest", async () => {
  const comment = await commentOn("pulumi/update");
  assert.ok(
    comment.startsWith(`<!-- cxone-dialer comment on prod of call-centre -->
### ✅ Passes: abandonment 0.29 % → 1.63 %, limit 3 % (\`first-call\`)

\`call-centre/prod\` · dialer configurations: 2 to update · 1 other resource changes · 2 unchanged

| Configuration | Change | Settings | Abandoned, of answered calls | Limit | Chance of exceeding it in a steady hour | Agents’ occupancy | Highest dial rate that passes |
| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |
| \`first-call\` | update | \`agentRatio\` \`1.6\` → \`2\` | 0.29 % ± 0.09 → **1.63 % ± 0.25** | 3 % | < 0.1 % | 79.4 % → **84.7 %** | any |
| \`call-back\` | update | \`dialRate\` \`0.5\` → \`0.6\` | 0 % exactly, as before | 3 % | below | 74.1 %, as before | any |

`),
    comment,
  );
});

test("a change near its limit states the chance of exceeding it, and the rate that passes", async () => {
  const row = rowOf(await commentOn("pulumi/careful"), "days-1-to-30");
  assert.deepEqual(row.slice(3), [
    "0.76 % ± 0.17 → **1.97 % ± 0.25**",
    "2 %",
    "40.7 %",
    "86.4 % → **87.5 %**",
    "0.47 a second",
  ]);
});

test("the sample in the guide to reviews is what a change near its limit prints", async () => {
  const sample = [...page("docs/review.md").text.matchAll(/^> ?(.*)$/gm)].map(([, line]) => line);
  const [, ...comment] = (await commentOn("pulumi/careful")).split("\n");
  assert.deepEqual(sample, comment.slice(0, sample.length));
});

test("where no dial rate passes, or any does, it says so", async () => {
  const facts = await factsOf("pulumi/careful");
  const cellOf = (highestDialRate: number | "any") => {
    const configurations = facts.review.configurations.map((each) => ({
      ...each,
      highestDialRate,
    }));
    return rowOf(
      markdown({ ...facts, review: { ...facts.review, configurations } }),
      "days-1-to-30",
    ).at(-1);
  };
  assert.deepEqual([0, 1.25, "any" as const].map(cellOf), ["none", "1.25 a second", "any"]);
});

test("what is not known yet is said in words in every place", async () => {
  const row = rowOf(await commentOn("pulumi/unknown"), "later");
  assert.deepEqual(row.slice(3), [
    "new: not known yet",
    "3 %",
    "not known yet",
    "new: not known yet",
    "not known yet",
  ]);
});

test("a configuration that goes has no figures after it", async () => {
  const row = rowOf(await commentOn("pulumi/delete"), "call-back");
  assert.deepEqual(row.slice(3), ["0 % exactly → gone", "–", "–", "74.1 % → gone", "–"]);
});

describe("a configuration that goes to another resource", () => {
  for (const engine of ["pulumi", "pulumi-events"]) {
    test(`is one row, from the old resource's values to the new one's (${engine})`, async () => {
      const comment = await commentOn(`${engine}/rename`);
      assert.deepEqual(rowOf(comment, "first-wave").slice(0, 4), [
        "`first-wave`",
        "was `first-call`",
        "`agentRatio` `1.6` → `2`",
        "0.29 % ± 0.09 → **1.63 % ± 0.25**",
      ]);
      assert.doesNotMatch(comment, /\n\| `first-call`/);
    });
  }

  test("says that nothing live is lost, and how an alias keeps the memory of it", async () => {
    assert.match(
      await commentOn("pulumi/rename"),
      /- `first-wave` was `first-call`, .* neither deletes nor restores it, so nothing live is lost\. Give `first-wave` the option `aliases: \[\{ name: "first-call" \}\]`: Pulumi then sees one resource/,
    );
  });

  test("names the old parent where it moves out of a component, and the root where it moves into one", async () => {
    const comment = await commentOn("pulumi/moved");
    assert.ok(
      comment.includes(
        '`aliases: [{ name: "days-1-to-30", parent: "urn:pulumi:prod::call-centre::team:index:Team::collections" }]`',
      ),
      comment,
    );
    assert.ok(comment.includes("`aliases: [{ parent: pulumi.rootStackResource }]`"), comment);
    assert.equal(rowOf(comment, "call-back")[1], "moved");
  });

  test("is shown by what becomes of it, where two resources swap theirs", async () => {
    const comment = await commentOn("pulumi/swap");
    assert.equal(rowOf(comment, "call-back")[1], "was `first-call`");
    assert.equal(rowOf(comment, "call-back")[3], "0.29 % ± 0.09, as before");
    assert.match(comment, /- `call-back` takes configuration `4f1c9e52-[^`]+` from `first-call`\./);
  });
});

test("a refusal is reported in the provider's own words, of which only names are code", async () => {
  assert.match(
    await commentOn("pulumi/blocked"),
    /\*\*Blocks the deployment\*\*\n\n- `first-call`, `dialRate`: With this program's 2 configurations of the campaign together, 6\.25 % \(± 0\.25 %\) of answered calls would be abandoned: no agent within 2 s\. That is over the limit of 3 %\. At an agentRatio of 3 no dialRate passes; at a dialRate of 1\.2 the highest agentRatio is 2\.4\. Or plan more agents in `staffing\.agents`\. Assumed: lines per agent, fractions rounded up\.\n/,
  );
});

test("a refused configuration has a row with what is asked for and what would pass", async () => {
  assert.ok(
    (await commentOn("pulumi/blocked")).includes(`
| Blocked configuration | Deployed → asked for | Abandoned, of answered calls | Limit | What would pass |
| --- | --- | ---: | ---: | --- |
| \`first-call\` | \`dialRate\` not shown → \`1.2\` | 6.25 % ± 0.25 | 3 % | no \`dialRate\`, or \`agentRatio\` up to 2.4 |
`),
  );
  const [, asked, , , passes] = rowOf(await commentOn("pulumi/wrong"), "first-call");
  assert.equal(
    asked,
    "`dialRate` not shown → `77`<br>`agentRatio` not shown → `4`<br>`maxAbandonmentRate` not shown → `0.04`",
  );
  assert.match(passes ?? "", /^`dialRate`: a number from 0\.1 to 10, dials started a second/);
});

test("a refusal of what was deployed has what the program changes", async () => {
  for (const [engine, rate, passes] of [
    ["pulumi", "5.73 % ± 0.23", "`dialRate` up to 0.33, or `agentRatio` up to 2.5"],
    ["pulumi-events", "5.73 % ± 0.23", "`dialRate` up to 0.33, or `agentRatio` up to 2.5"],
  ]) {
    const comment = await commentOn(`${engine}/refused`);
    assert.deepEqual(rowOf(comment, "first-call"), [
      "`first-call`",
      "`dialRate` `1.2`, as before<br>`agentRatio` `1.6` → `3`<br>`complianceRules.callingHours.end` `[not shown]` → `[not shown]`" +
        "<br>`complianceRules.ringSeconds` `18` → `20`",
      rate,
      "3 %",
      passes,
    ]);
    assert.doesNotMatch(comment, /Since the last deployment/);
  }
});

test("a resource that is replaced under its own id keeps its configuration, and says so", async () => {
  const comment = await commentOn("pulumi/replaced");
  assert.match(verdictOf(comment), /^### ⚠️ Replaced under its own id: `first-call`; abandonment/);
  assert.match(comment, /- `first-call` is replaced and keeps configuration `4f1c9e52-[^`]+`\./);
});

test("drift that is put back is in the row of its configuration, and no warning", async () => {
  const comment = await commentOn("pulumi/drift");
  assert.equal(verdictOf(comment), "### ✅ Passes: abandonment 0.29 % as before, limit 3 %");
  assert.deepEqual(rowOf(comment, "first-call").slice(1, 3), [
    "update: drift put back",
    "`dialRate` `1.5` → `1.2` (changed in the tenant, put back)",
  ]);
  assert.doesNotMatch(comment, /Warns|The stack|the tenant holds/);
});

describe("a secret that changes", () => {
  for (const engine of ["pulumi", "pulumi-events"]) {
    test(`is named, and not shown (${engine})`, async () => {
      const row = rowOf(await commentOn(`${engine}/secret-changed`), "first-call");
      assert.equal(row[2], "`complianceRules.token` `secret` → `secret` (changed)");
    });
  }

  test("is named as one that may, where something else changes as well", async () => {
    const row = rowOf(await commentOn("pulumi/secret-and-ratio"), "first-call");
    assert.equal(
      row[2],
      "`agentRatio` `1.6` → `1.7`<br>`complianceRules.token` is secret and may change too",
    );
  });
});

describe("a campaign with several configurations", () => {
  test("has a row with their joint forecast, and the headline has its figure", async () => {
    const comment = await commentOn("pulumi/joint");
    const campaign = "91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25";
    const [heading, abandonment = "", limit, occupancy] = rowOf(comment, campaign);
    assert.equal(heading, `\`${campaign}\`: \`first-call\`, \`call-back\``);
    const [, before, after] =
      /^(\d\.\d\d %) ± 0\.\d\d → \*\*(\d\.\d\d %) ± 0\.\d\d\*\*$/.exec(abandonment) ?? [];
    assert.equal(
      verdictOf(comment),
      `### ✅ Passes: abandonment ${before} → ${after}, limit 3 % (campaign \`${campaign}\`)`,
    );
    assert.equal(limit, "3 %");
    assert.match(occupancy ?? "", /^\d\d\.\d % → \*\*\d\d\.\d %\*\*$/);
    assert.match(comment, /Together means: the configurations of this program\. Another stack/);
  });

  test("says what its preview leaves out", async () => {
    assert.match(
      await commentOn("pulumi/update"),
      /Not known: this preview only counts 2 unchanged resources, .* `pulumi preview --json --show-sames`/,
    );
    assert.match(
      await commentOn("pulumi-events/rename"),
      /Not known: the campaign's live figures are in no preview\. Plan agents/,
    );
  });
});

test("commands in a message stay commands", async () => {
  assert.match(
    await commentOn("pulumi/no-credentials"),
    /Give it with `pulumi config set --secret cxone:clientSecret` or in/,
  );
});

test("what stopped early says that there may be more", async () => {
  for (const name of ["pulumi/blocked", "pulumi/crash"]) {
    assert.match(await commentOn(name), /· the preview stopped there, so there may be more\n/);
  }
  assert.doesNotMatch(await commentOn("pulumi-events/policy"), /stopped/);
});

test("a secret shows nowhere", async () => {
  const comment = await commentOn("pulumi-events/secret");
  assert.match(comment, /`complianceRules\.token` `not there` → `secret`/);
  assert.doesNotMatch(comment, /ciphertext|hush/);
});

describe("the age of the figures", () => {
  const now = new Date("2026-11-23T12:00:00Z");
  const campaign = "91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25";
  const written = async (telemetry: Parameters<typeof figureSources>[1]) => {
    const facts = await factsOf("pulumi/update");
    const sources = figureSources(facts.review.configurations, telemetry);
    return markdown({ ...facts, sources, now });
  };

  test("is that of the telemetry file, campaign by campaign", async () => {
    const comment = await written({
      kind: "file",
      campaigns: { [campaign]: { asOf: "2026-11-20T06:00:00Z" } },
    });
    assert.match(
      comment,
      /- `first-call`, `call-back`, of campaign `91ab4c70[^`]+`: from the telemetry file, as of `2026-11-20T06:00:00Z`, 3 days ago\.\n/,
    );
  });

  test("is that of the preview, where the file does not know the campaign", async () => {
    const comment = await written({ kind: "file", campaigns: {} });
    assert.match(comment, /: as the live campaign had them when the preview ran, /);
  });

  test("is not made up, where the file cannot be read", async () => {
    assert.match(await written({ kind: "unread" }), /that cannot be read here, so of unknown age/);
  });
});

test("a plan of the program is described as one", async () => {
  const { configurations } = await reviewOfFixture("pulumi/update");
  const planned = configurations.map((each) => ({ ...each, planned: ["agents"] }));
  const [source] = figureSources(planned, { kind: "none" });
  assert.deepEqual(source?.planned, ["agents"]);
});

test("the guide shows what is really written", async () => {
  const guide = await readFile(
    join(import.meta.dirname, "..", "..", "..", "docs", "review.md"),
    "utf8",
  );
  const quoted = guide.split("\n").filter((line) => line.startsWith(">"));
  const shown = quoted.map((line) => line.replace(/^> ?/, "")).join("\n");
  const [, ...comment] = (await commentOn("pulumi/careful")).split("\n");
  assert.ok(shown.length > 500);
  assert.equal(comment.slice(0, quoted.length).join("\n"), shown);
});

test("how lines were counted is among the assumptions, where the preview has it", async () => {
  const facts = await factsOf("pulumi/update");
  assert.doesNotMatch(markdown(facts), /Lines are counted/);
  const lineReading = { linesCounted: "perAgent", lineRounding: "up" } as const;
  const configurations = facts.review.configurations.map((each) => ({ ...each, lineReading }));
  assert.match(
    markdown({ ...facts, review: { ...facts.review, configurations } }),
    /- Lines are counted per agent, fractions rounded up \(`cxone:linesCounted`, `cxone:lineRounding`\)\. /,
  );
});
