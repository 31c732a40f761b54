import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { campaignForecasts } from "../../../provider/src/cli/comment/judge/campaign.ts";
import { liveChanges } from "../../../provider/src/cli/comment/judge/moves.ts";
import { reviewOf } from "../../../provider/src/cli/comment/judge/review.ts";
import { escapeProse } from "../../../provider/src/cli/comment/render/escape.ts";
import { isMarked, markdown, markerOf } from "../../../provider/src/cli/comment/render/markdown.ts";
import type { Preview, StackName } from "../../../provider/src/cli/shared/preview/preview.ts";

import { commentOn } from "./fixture.ts";
import { outsideOfCode } from "./visible.ts";

/** Texts that mean something to a host, in any order and with anything between them. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "`",
        "``",
        "|",
        "\\",
        "\n",
        "\r\n",
        "@octocat",
        "#1",
        "!2",
        "<!--",
        "-->",
        "</details>",
        "<img src=x>",
        "[x](http://e.example)",
        "https://e.example",
        "www.e.example",
        "\n/close\n",
        "*",
        "_",
        "$",
        "~~",
        ":tada:",
        "GH-1",
        "deadbeef",
        "\u202e",
        "\u0000",
        "\ud800",
        "&lt;",
        "word",
        " ",
      ),
      fc.string({ unit: "binary", maxLength: 12 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

const figure = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "[unknown]",
    "[secret]",
    null,
    undefined,
    "x",
  ),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
);

/** Few ids, so that resources take configurations from one another and share campaigns. */
const id = fc.oneof(hostile, fc.constantFrom("config-1", "`|<!--@octocat"));

const adoption = fc.oneof(
  hostile,
  fc.constant({ exists: false }),
  fc.record({
    exists: fc.boolean(),
    changes: fc.dictionary(
      hostile,
      fc.record({ from: fc.oneof(hostile, figure), to: hostile }, { requiredKeys: [] }),
      { maxKeys: 12 },
    ),
  }),
);

const inputs = fc.record(
  {
    configId: id,
    campaignId: id,
    adoption,
    regulation: fc.oneof(fc.constantFrom("us", "cxone", "constructor"), hostile),
    pacingType: fc.oneof(fc.constant("predictive"), hostile),
    maxAbandonmentRate: figure,
    complianceRules: fc.dictionary(hostile, fc.oneof(hostile, fc.integer())),
    staffing: fc.oneof(fc.dictionary(hostile, figure), hostile, fc.constant(null)),
    forecast: fc.oneof(
      fc.constant("04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
      fc.record({
        abandonmentRate: figure,
        abandonmentMargin: figure,
        occupancy: figure,
        optimalDialRate: figure,
      }),
    ),
  },
  { requiredKeys: [] },
);

const urn = hostile.map(
  (name) => `urn:pulumi:s::p::pulumi-nodejs:dynamic/cxone:DialerConfig::${name}`,
);

/** Pulumi takes 100 characters at most. */
const longestName = hostile.map((name) => name.slice(0, 100));
const stackName: fc.Arbitrary<StackName> = fc.record({ project: longestName, stack: longestName });

const preview: fc.Arbitrary<Preview> = fc.record({
  stack: stackName,
  changes: fc.array(
    fc.record({
      urn,
      operation: fc.constantFrom("create", "update", "replace", "delete"),
      before: inputs,
      after: inputs,
    }),
    { maxLength: 6 },
  ),
  others: fc.dictionary(hostile, fc.nat(), { maxKeys: 2 }),
  unchanged: fc.nat(),
  kept: fc.array(fc.record({ urn, inputs }), { maxLength: 3 }),
  hidden: fc.constantFrom(0, 3),
  messages: fc.array(
    fc.record({
      severity: fc.constantFrom("error", "warning"),
      text: fc.oneof(
        hostile,
        fc
          .tuple(hostile, hostile, hostile)
          .map(
            ([name, value, text]) =>
              `t resource '${name}': property dialRate value {${value}} has a problem: ${text}`,
          ),
      ),
      urn,
      policy: hostile,
    }),
    { maxLength: 6 },
  ),
  isWhole: fc.boolean(),
});

function comment(of: Preview, limit?: number): string {
  const review = reviewOf(of, {});
  const sources = review.configurations.map(({ name, campaignId = "" }) => ({
    names: [name],
    campaignId,
    planned: [name],
    asOf: "live",
  }));
  const campaigns = campaignForecasts(liveChanges(of.changes), of, { kind: "none" });
  return markdown({ review, campaigns, sources, now: new Date(0) }, limit);
}

/** What our own words may hold: emphasis, a table, the fold; of foreign text only words and numbers. */
const ownLine =
  /^(?:|### .*|<details>|<\/details>|<summary>[\w ,]+<\/summary>|\|(?: ?:?---:? ?\|)+|\| .* \||- .*|\*\*[\w ]+\*\*|\*Cut .*\*|[^|<>[\]@#]*)$/u;
const ownEmphasis = /(?<=→ )\*\*[\w <>.,%±–]+\*\*|^\*\*[\w ]+\*\*$|^\*Cut .*\*$/gu;
/** A new line in a cell, before the next setting. */
const ownBreak = /(?<=^\|.*)<br>(?=`|nothing to write|and \d+ more, below)/gu;
const forbidden = /[*@#[\]\\$~_&!`]|<(?!br>|\/?details>|\/?summary>| \d)|https?:|www\.|\p{C}/u;

/** The lines of each table, its head first. */
function tablesIn(text: string): readonly (readonly string[])[] {
  return text
    .split("\n\n")
    .map((block) => block.split("\n").filter((line) => line.startsWith("|")))
    .filter(({ length }) => length > 0);
}

function linesOf(text: string, line: string): number {
  return text.split("\n").filter((each) => each === line).length;
}

describe("whatever the names, values and messages,", () => {
  test("nothing of them is read as Markdown, HTML, a mention, a reference or a command", () => {
    fc.assert(
      fc.property(preview, (each) => {
        const [marker = "", ...lines] = comment(each).split("\n");
        assert.match(marker, /^<!-- cxone-dialer comment on [\w%.!~*'()-]* of [\w%.!~*'()-]* -->$/);
        for (const line of lines) {
          const visible = outsideOfCode(line.replace(ownBreak, " ")).replace(ownEmphasis, "");
          assert.match(visible, ownLine);
          assert.doesNotMatch(visible.replace(/^### /, ""), forbidden);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("every row of a table has all of its cells, and every configuration its row", () => {
    fc.assert(
      fc.property(preview, (each) => {
        const tables = tablesIn(comment(each));
        for (const [head = "", ...rows] of tables) {
          for (const row of rows) assert.equal(row.split("|").length, head.split("|").length, row);
        }
        const [, , ...rows] = tables.find(([head]) => head?.startsWith("| Configuration |")) ?? [];
        assert.equal(rows.length, liveChanges(each.changes).length);
      }),
      { numRuns: 60 },
    );
  });

  test("a comment keeps to the limit, begins with the marker and the verdict, and closes what it opens", () => {
    fc.assert(
      fc.property(preview, fc.integer({ min: 3_000, max: 8_000 }), (each, limit) => {
        const [whole, cut] = [comment(each), comment(each, limit)];
        assert.ok(cut.length <= limit, `${cut.length} > ${limit}`);
        assert.ok(cut.startsWith(whole.split("\n").slice(0, 4).join("\n")), "the verdict is cut");
        assert.equal(linesOf(cut, "<details>"), linesOf(cut, "</details>"));
        assert.equal(cut === whole, whole.length <= limit);
      }),
      { numRuns: 60 },
    );
  });

  test("a stack's marker is found again, and no other stack's", () => {
    fc.assert(
      fc.property(stackName, stackName, (own, other) => {
        const body = `${markerOf(own)}\n### whatever`;
        assert.ok(isMarked(body, own));
        const isSame =
          own.project.toWellFormed() === other.project.toWellFormed() &&
          own.stack.toWellFormed() === other.stack.toWellFormed();
        assert.equal(isMarked(body, other), isSame);
      }),
    );
  });
});

test("a command within a message stays one, and touches no other code", () => {
  assert.equal(escapeProse("Run `pulumi up -y` now."), "Run `pulumi up -y` now.");
  assert.equal(escapeProse("x/y`b` and `` or `open"), "`x/y` `b` and  or `open`");
});

test("a marker in the middle of somebody's words is no marker", () => {
  const stack = { project: "p", stack: "s" };
  assert.ok(!isMarked(`> ${markerOf(stack)}\nwhat is this?`, stack));
});

test("a name that would break out of the table stays in its cell", async () => {
  assert.ok(
    (await commentOn("pulumi/hostile-name")).includes(
      "\n| ``a¦b` <img src=x onerror=alert(1)> @octocat #1 </details> --> [x](http://e.example) �`` | create | – | new: ",
    ),
  );
});

test("very many configurations leave room for the verdict and what blocks", async () => {
  const changes = Array.from({ length: 5_000 }, (_, i) => ({
    urn: `urn:pulumi:s::p::pulumi-nodejs:dynamic/cxone:DialerConfig::configuration-${i}`,
    operation: "update" as const,
    before: { dialRate: 1 },
    after: { dialRate: 2, maxAbandonmentRate: 0.03 },
  }));
  const refused =
    "t resource 'configuration-7': property dialRate value {2} has a problem: Too fast.";
  const text = comment(
    {
      stack: { project: "p", stack: "s" },
      changes,
      others: {},
      unchanged: 0,
      kept: [],
      hidden: 0,
      messages: [{ severity: "error", text: refused }],
      isWhole: true,
    },
    65_536,
  );
  assert.ok(text.length <= 65_536 && text.length > 60_000, `${text.length}`);
  assert.match(text, /^.*\n### ⛔ Blocked: 1 reason not to deploy\n/);
  assert.match(text, /`configuration-7`, `dialRate`: Too fast\.\n/);
  assert.match(text, /\n\*Cut to what the host takes: .*\*\n$/);
});
