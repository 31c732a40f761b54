import assert from "node:assert/strict";
import { test } from "node:test";
import { runtime } from "@pulumi/pulumi";
import fc from "fast-check";
import { dialerPolicies } from "pulumi-cxone-dialer/policy";
import { inputsWith, mendedBy, violationsOf } from "./judge.ts";

const policies = dialerPolicies({ "do-not-call": { lists: ["national", "wireless"] } }).filter(
  ({ remediateResource }) => remediateResource,
);
const production = { stack: "production", protect: true };

const rules = fc.record(
  {
    ringSeconds: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.string()),
    messageSeconds: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.string()),
    doNotCall: fc.oneof(fc.constant(true), fc.array(fc.constantFrom("national", "internal"))),
    callingHours: fc.record(
      {
        start: fc.constantFrom("06:00", "08:00", "12:00", "22:00", "morning"),
        end: fc.constantFrom("07:00", "13:00", "21:00", "23:30", 20),
      },
      { requiredKeys: [] },
    ),
    attemptsPerDay: fc.integer(),
  },
  { requiredKeys: [] },
);

test("what a rule has mended it has nothing more to say of, and nothing else is touched", async () => {
  const names = policies.map(({ name }) => name);
  assert.deepEqual(names, [
    "calling-hours",
    "do-not-call",
    "abandoned-call-message",
    "ring-time",
    "protected-production",
  ]);
  await fc.assert(
    fc.asyncProperty(rules, fc.constantFrom("restore", "delete"), async (rules, onDelete) => {
      const inputs = inputsWith({ complianceRules: rules, onDelete });
      for (const policy of policies) {
        const mended = await mendedBy(policy, inputs, production);
        const before = await violationsOf(policy, inputs, production);
        if (!mended) continue;
        assert.notDeepEqual(before, [], `${policy.name} mended what it has nothing to say of`);
        const after = await violationsOf(policy, mended, production);
        // Hours that are not of one day are a person's to put right.
        assert.deepEqual(
          after.filter((message) => !message.includes("is not before")),
          [],
          policy.name,
        );
        const { complianceRules: _, onDelete: __, ...others } = mended;
        const { complianceRules: ___, onDelete: ____, ...same } = inputs;
        assert.deepEqual(others, same);
        assert.equal(Object(mended.complianceRules).attemptsPerDay, rules.attemptsPerDay);
      }
    }),
  );
});

test("a rule mends what the program does not name", async () => {
  const bare = inputsWith({ complianceRules: undefined });
  const mended = await Promise.all(policies.map((policy) => mendedBy(policy, bare, production)));
  assert.deepEqual(
    mended.map((inputs) => inputs?.complianceRules),
    [
      { callingHours: { start: "08:00", end: "21:00" } },
      { doNotCall: ["national", "wireless"] },
      { messageSeconds: 2 },
      { ringSeconds: 15 },
      undefined,
    ],
  );
});

test("a rule keeps the do-not-call lists that are there", async () => {
  const [, lists] = policies;
  assert.ok(lists);
  const inputs = inputsWith({ "complianceRules.doNotCall": ["internal", "national"] });
  const mended = await mendedBy(lists, inputs);
  assert.deepEqual(Object(mended?.complianceRules).doNotCall, ["internal", "national", "wireless"]);
});

test("another stack than production may delete", async () => {
  const inputs = inputsWith({ onDelete: "delete" });
  const ofOnDelete = async (stack: string) => {
    const mended = await Promise.all(policies.map((policy) => mendedBy(policy, inputs, { stack })));
    return mended.flatMap((each) => each?.onDelete ?? []).filter((value) => value !== "delete");
  };
  assert.deepEqual(await ofOnDelete("production"), ["restore"]);
  assert.deepEqual(await ofOnDelete("dev"), []);
});

test("what is not known yet is not mended", async () => {
  const inputs = inputsWith({
    complianceRules: runtime.unknownValue,
    onDelete: runtime.unknownValue,
  });
  for (const policy of policies) {
    assert.equal(await mendedBy(policy, inputs, production), undefined, policy.name);
  }
});
