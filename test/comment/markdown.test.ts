import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { figureSources } from "../../provider/src/cli/comment/judge/figure-source.ts";
import { markdown } from "../../provider/src/cli/comment/render/markdown.ts";
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
    "pulumi/update": "### ✅ Passes: 2 dialer configurations change",
    "pulumi/replace": "### ✅ Passes: 1 dialer configuration changes",
    "pulumi/careful": "### ⚠️ Passes, with 1 warning",
    "pulumi/unknown": "### ⚠️ Passes, with 2 warnings",
    "pulumi/blocked": "### ⛔ Blocked: 1 reason not to deploy",
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
### ✅ Passes: 2 dialer configurations change

\`call-centre/prod\` · dialer configurations: 2 to update · 1 other resource changes · 2 unchanged

| Configuration | Change | Abandoned, of answered calls | Limit | Chance of exceeding it | Agents’ occupancy | Highest dial rate that passes |
| --- | --- | ---: | ---: | ---: | ---: | ---: |
| \`first-call\` | update | 0.29 % ± 0.09 → **1.63 % ± 0.25** | 3 % | < 0.1 % | 79.4 % → **84.7 %** | any up to 10 |
| \`call-back\` | update | 0 % exactly, as before | 3 % | below | 74.1 %, as before | any |

<details>
<summary>What changes</summary>

- \`first-call\`: \`agentRatio\` \`1.6\` → \`2\`
- \`call-back\`: \`dialRate\` \`0.5\` → \`0.6\`

</details>
`),
    comment,
  );
});

test("a change near its limit tells the chance of exceeding it, and the rate that passes", async () => {
  const row = rowOf(await commentOn("pulumi/careful"), "days-1-to-30");
  assert.deepEqual(row.slice(2), [
    "0.76 % ± 0.17 → **1.97 % ± 0.25**",
    "2 %",
    "40.7 %",
    "86.4 % → **87.5 %**",
    "0.47 a second",
  ]);
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
  assert.deepEqual([0, 1.25, 10, "any" as const].map(cellOf), [
    "none",
    "1.25 a second",
    "any up to 10",
    "any",
  ]);
});

test("what is not known yet is said in words in every place", async () => {
  const row = rowOf(await commentOn("pulumi/unknown"), "later");
  assert.deepEqual(row.slice(2), [
    "new: not known yet",
    "3 %",
    "not known yet",
    "new: not known yet",
    "not known yet",
  ]);
});

test("a configuration that goes has no figures after it", async () => {
  const row = rowOf(await commentOn("pulumi/delete"), "call-back");
  assert.deepEqual(row.slice(2), ["0 % exactly → gone", "–", "–", "74.1 % → gone", "–"]);
});

test("a refusal is told in the provider's own words, of which only names are code", async () => {
  assert.match(
    await commentOn("pulumi/blocked"),
    /\*\*Blocks the deployment\*\*\n\n- `first-call`, `dialRate`: With the campaign's 2 configurations together, 6\.25 % \(± 0\.25 %\) of answered calls would find no agent within 2 s, over the limit of 3 %\. At an agentRatio of 3 no dialRate passes; at a dialRate of 1\.2 the highest agentRatio is 2\.4\. Or plan more agents in `staffing\.agents`\.\n/,
  );
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

test("a plan of the program is told as one", async () => {
  const { configurations } = await reviewOfFixture("pulumi/update");
  const planned = configurations.map((each) => ({ ...each, planned: ["agents"] }));
  const [source] = figureSources(planned, { kind: "none" });
  assert.deepEqual(source?.planned, ["agents"]);
});

test("the guide shows what is really written", async () => {
  const guide = await readFile(join(import.meta.dirname, "..", "..", "docs", "review.md"), "utf8");
  const quoted = guide.split("\n").filter((line) => line.startsWith(">"));
  const shown = quoted.map((line) => line.replace(/^> ?/, "")).join("\n");
  const [, ...comment] = (await commentOn("pulumi/careful")).split("\n");
  assert.ok(shown.length > 500);
  assert.equal(comment.slice(0, quoted.length).join("\n"), shown);
});

test("how lines were counted is among the assumptions, where the preview tells it", async () => {
  const facts = await factsOf("pulumi/update");
  assert.doesNotMatch(markdown(facts), /Lines are counted/);
  const lineReading = { linesCounted: "perAgent", lineRounding: "up" } as const;
  const configurations = facts.review.configurations.map((each) => ({ ...each, lineReading }));
  assert.match(
    markdown({ ...facts, review: { ...facts.review, configurations } }),
    /- Lines are counted per agent, fractions rounded up \(`cxone:linesCounted`, `cxone:lineRounding`\)\. /,
  );
});
