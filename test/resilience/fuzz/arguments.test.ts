import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { parseArguments, UNKNOWN } from "../../../provider/src/dialer-config/parse.ts";
import { obstacleIn } from "../../../provider/src/domain/json.ts";
import { numRuns } from "./runs.ts";

/** A value that passes, for each argument. */
const good = {
  configId: fc.constantFrom("4f1c", "📞", "constructor"),
  campaignId: fc.constant("91ab"),
  pacingType: fc.constantFrom("predictive", "progressive", "preview"),
  dialRate: fc.double({ min: 0.1, max: 10, noNaN: true }),
  agentRatio: fc.double({ min: 1, max: 5, noNaN: true }),
  maxAbandonmentRate: fc.double({ min: 0, max: 0.05, noNaN: true }),
  maxQueueDepth: fc.integer({ min: 1, max: 500 }),
  answerRateThreshold: fc.double({ min: 0, max: 1, noNaN: true }),
  complianceRules: fc
    .dictionary(fc.string(), fc.jsonValue())
    .filter((rules) => obstacleIn(rules) === undefined),
  regulation: fc.constantFrom("cxone", "us", "ca", "uk"),
  agentRatioLimit: fc.double({ min: 1, max: 5, noNaN: true }),
  staffing: fc.record(
    {
      agents: fc.integer({ min: 0, max: 1_000_000 }),
      answerRate: fc.double({ min: 0, max: 1, noNaN: true }),
      averageHandleTimeSeconds: fc.double({ min: 1, max: 86_400, noNaN: true }),
    },
    { requiredKeys: [] },
  ),
  capacityCheck: fc.constantFrom("enforce", "warn"),
  existing: fc.constantFrom("adopt", "refuse"),
  onConflict: fc.constantFrom("merge", "fail", "overwrite"),
  onDelete: fc.constantFrom("restore", "retain", "delete"),
} as const;

const names: readonly string[] = Object.keys(good);

/** What the README promises of each number, said once more and in another way. */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  dialRate: [0.1, 10],
  agentRatio: [1, 5],
  maxAbandonmentRate: [0, 0.05],
  maxQueueDepth: [1, 500],
  answerRateThreshold: [0, 1],
  agentRatioLimit: [1, 5],
};

const key = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "toString", "agents", "ringSeconds", "length", "0"),
  fc.string({ unit: "binary", maxLength: 8 }),
);

/** Any value that an engine could hand over, and a few that it could not. */
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(UNKNOWN, null, true, 0, -0, 1e308, Number.NaN, Number.NEGATIVE_INFINITY),
    fc.double(),
    fc.string({ unit: "binary" }),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object"),
  ),
  object: fc
    .array(fc.tuple(key, tie("value")), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries)),
}));

/** A program's arguments: most of them right, some anything, some there are none of, some not known yet. */
const program: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(
    fc.record(good, { requiredKeys: [] }),
    fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), key), anything), { maxLength: 3 }),
  )
  .map(([right, changes]) => ({ ...right, ...Object.fromEntries(changes) }));

function isWithin(name: string, value: unknown): boolean {
  const [low, high] = ranges[name] ?? [];
  if (low === undefined || high === undefined) return true;
  return typeof value === "number" && value >= low && value <= high;
}

function holdsUnknown(value: unknown): boolean {
  return JSON.stringify(value)?.includes(UNKNOWN) ?? false;
}

describe("whatever a program gives", () => {
  test("is parsed without an error, and each failure names an argument, in a short message", () => {
    fc.assert(
      fc.property(program, (news) => {
        for (const { property, message } of parseArguments(news).findings) {
          const [name = ""] = [...names, ...Object.keys(news)].filter(
            (each) => property === each || property.startsWith(`${each}.`),
          );
          assert.ok(name !== "" || Object.hasOwn(news, ""), property);
          assert.ok(message.length > 0 && message.length < 500 + name.length, message);
        }
      }),
      { numRuns },
    );
  });

  test("passes only in its range, as JSON can carry it, and where it is known", () => {
    fc.assert(
      fc.property(program, (news) => {
        const { known, isOpen } = parseArguments(news);
        for (const [name, value] of Object.entries(known)) {
          assert.ok(names.includes(name));
          assert.ok(isWithin(name, value), `${name} ${JSON.stringify(value)}`);
          assert.equal(obstacleIn(value), undefined);
          assert.ok(!holdsUnknown(value) && !isOpen(name));
        }
      }),
      { numRuns },
    );
  });

  test("is parsed to the same when what was parsed is parsed again", () => {
    fc.assert(
      fc.property(program, (news) => {
        const once = parseArguments(news);
        const twice = parseArguments(once.inputs);
        assert.deepEqual(twice.known, once.known);
        assert.deepEqual(twice.findings, once.findings);
        assert.deepEqual(twice.inputs, once.inputs);
      }),
      { numRuns },
    );
  });

  test("is kept as it was given, with nothing but defaults beside it", () => {
    fc.assert(
      fc.property(program, (news) => {
        const { inputs, known } = parseArguments(news);
        for (const [name, value] of Object.entries(inputs)) {
          const given = Object.hasOwn(news, name) ? news[name] : undefined;
          assert.ok(Object.is(value, given === undefined ? Reflect.get(known, name) : given));
        }
        assert.deepEqual(
          Object.keys(news).filter((name) => !Object.hasOwn(inputs, name)),
          [],
        );
      }),
      { numRuns },
    );
  });

  test("fails where it is wrong, and is not mentioned where it is right", () => {
    fc.assert(
      fc.property(
        fc.record(good),
        fc.constantFrom(...Object.keys(ranges)),
        fc.double(),
        (right, name, value) => {
          assert.deepEqual(parseArguments(right).findings, []);
          const isWhole = name !== "maxQueueDepth" || Number.isInteger(value);
          const { findings } = parseArguments({ ...right, [name]: value });
          assert.deepEqual(
            findings.map(({ property }) => property),
            isWithin(name, value) && isWhole ? [] : [name],
          );
        },
      ),
      { numRuns },
    );
  });
});
