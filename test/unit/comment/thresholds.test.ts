import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  parseChange,
  parseShare,
  type ThresholdOption,
  thresholds,
} from "../../../provider/src/cli/comment/bounds.ts";
import { reviewOf } from "../../../provider/src/cli/comment/judge/review.ts";
import { commentOn, reviewOfFixture } from "./fixture.ts";

/** A configuration of which only what a threshold looks at is given. */
function configuration(before: number | undefined, after: number | string | undefined) {
  const side = (value: unknown) => ({
    maxAbandonmentRate: 0.03,
    forecast: { abandonmentRate: value, abandonmentMargin: 0.002, occupancy: value },
  });
  return {
    urn: "urn:pulumi:s::p::pulumi-nodejs:dynamic/cxone:DialerConfig::c",
    operation: before === undefined ? "create" : after === undefined ? "delete" : "update",
    ...(before !== undefined && { before: side(before) }),
    ...(after !== undefined && { after: side(after) }),
  } as const;
}

function outcomeOf(
  option: ThresholdOption,
  text: string,
  before: number | undefined,
  after: number | string | undefined,
): string {
  const takes = thresholds.find((each) => each.option === option)?.takes;
  const bound = takes === "change" ? parseChange(text) : parseShare(text);
  const review = reviewOf(
    {
      stack: undefined,
      changes: [configuration(before, after)],
      others: {},
      unchanged: 0,
      kept: [],
      hidden: 0,
      messages: [],
      isWhole: true,
    },
    { [option]: bound },
  );
  if (review.exceeded.length > 0) return review.verdict;
  return review.unjudged.length > 0 ? "unjudged" : "kept";
}

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const rows: readonly (readonly [
  ThresholdOption,
  string,
  number | undefined,
  number | string | undefined,
  string,
])[] = [
  ["maxAbandonment", "2.5%", 0.01, 0.025, "kept"],
  ["maxAbandonment", "2.5%", 0.01, 0.0251, "over-threshold"],
  ["maxAbandonment", "0.025", undefined, 0.0251, "over-threshold"],
  ["maxAbandonment", "0%", 0.01, undefined, "kept"],
  ["maxAbandonment", "2.5%", 0.01, UNKNOWN, "unjudged"],
  ["maxAbandonmentRise", "0.5pp", 0.01, 0.015, "kept"],
  ["maxAbandonmentRise", "0.5pp", 0.01, 0.0151, "over-threshold"],
  ["maxAbandonmentRise", "0.5pp", 0.03, 0.01, "kept"],
  ["maxAbandonmentRise", "20%", 0.01, 0.012, "kept"],
  ["maxAbandonmentRise", "20%", 0.01, 0.0121, "over-threshold"],
  ["maxAbandonmentRise", "20%", 0, 0.0001, "over-threshold"],
  ["maxAbandonmentRise", "0pp", undefined, 0.03, "kept"],
  ["maxAbandonmentRise", "0pp", 0.01, UNKNOWN, "unjudged"],
  ["maxChance", "50%", 0.01, 0.03, "kept"],
  ["maxChance", "49%", 0.01, 0.03, "over-threshold"],
  ["maxChance", "49%", 0.01, UNKNOWN, "unjudged"],
  ["minOccupancy", "70%", 0.8, 0.7, "kept"],
  ["minOccupancy", "70%", 0.8, 0.699, "over-threshold"],
  ["maxOccupancy", "90%", 0.8, 0.9, "kept"],
  ["maxOccupancy", "90%", undefined, 0.901, "over-threshold"],
  ["maxOccupancyRise", "5pp", 0.8, 0.85, "kept"],
  ["maxOccupancyRise", "5pp", 0.8, 0.851, "over-threshold"],
  ["maxOccupancyDrop", "10%", 0.8, 0.72, "kept"],
  ["maxOccupancyDrop", "10%", 0.8, 0.719, "over-threshold"],
  ["maxOccupancyDrop", "10%", 0.8, 0.9, "kept"],
  ["maxOccupancyDrop", "10%", 0.8, UNKNOWN, "unjudged"],
];

describe("a threshold", () => {
  for (const [option, text, before, after, outcome] of rows) {
    test(`${option} ${text}: ${before ?? "new"} → ${after ?? "gone"} is ${outcome}`, () => {
      assert.equal(outcomeOf(option, text, before, after), outcome);
    });
  }

  test("has each a row above", () => {
    const tried = new Set(rows.map(([option]) => option));
    for (const { option } of thresholds) assert.ok(tried.has(option), option);
  });

  test("that nothing goes over changes nothing", async () => {
    const bounds = { maxAbandonment: parseShare("2%"), maxOccupancyRise: parseChange("10pp") };
    assert.equal((await reviewOfFixture("pulumi/update", bounds)).verdict, "passes");
  });

  test("says which configuration is over which, and by how much", async () => {
    const bounds = { maxAbandonmentRise: parseChange("1pp") };
    const comment = await commentOn("pulumi/update", bounds);
    assert.match(
      comment,
      /\n### ⛔ Over 1 threshold of this pipeline: abandonment 0.29 % → 1.63 %, limit 3 % \(`first-call`\)\n/,
    );
    assert.match(
      comment,
      /- `first-call`: abandonment would be 1\.63 % from 0\.29 %, against `--max-abandonment-rise 1pp`\.\n/,
    );
  });

  test("that cannot be judged warns, and says of what", async () => {
    const bounds = { maxOccupancy: parseShare("90%") };
    const review = await reviewOfFixture("pulumi/unknown", bounds);
    assert.equal(review.verdict, "warns");
    assert.match(
      await commentOn("pulumi/unknown", bounds),
      /- `later`: `--max-occupancy 90%` was not judged, for occupancy is not known yet\.\n/,
    );
  });

  test("does not hide that the deployment is blocked", async () => {
    const bounds = { maxAbandonment: parseShare("0.1%") };
    assert.equal((await reviewOfFixture("pulumi-events/policy", bounds)).verdict, "blocked");
  });
});

describe("a bound is written", () => {
  test("as a share: per cent, or a fraction", () => {
    assert.equal(parseShare("2.5%").value, 0.025);
    assert.equal(parseShare("2.5 %").value, 0.025);
    assert.equal(parseShare("0.025").value, 0.025);
    assert.equal(parseShare("100%").value, 1);
  });

  test("as a change: percentage points, or a share of what it was", () => {
    assert.deepEqual(parseChange("0.5pp"), { kind: "points", value: 0.005, text: "0.5pp" });
    assert.deepEqual(parseChange("20%"), { kind: "relative", value: 0.2, text: "20%" });
    assert.equal(parseChange("150%").value, 1.5);
  });

  test("and nothing else: what is ambiguous shows a right value", () => {
    for (const text of ["2.5", "101%", "-1%", "", "%", "1e-2", "0x1", "NaN", "1..2%", "5pp"]) {
      assert.throws(() => parseShare(text), /such as 2\.5% or 0\.025/, text);
    }
    for (const text of ["0.5", "-1pp", "pp", "1e3%", ".%"]) {
      assert.throws(() => parseChange(text), /such as 0\.5pp/, text);
    }
  });
});

test("a configuration under another name has risen and fallen like any other", async () => {
  const { exceeded } = await reviewOfFixture("pulumi/rename", {
    maxAbandonmentRise: parseChange("1pp"),
  });
  assert.deepEqual(
    exceeded.map(({ name, before, after }) => ({ name, before, after })),
    [{ name: "first-wave", before: 0.00292, after: 0.0163 }],
  );
});
