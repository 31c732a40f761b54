import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dialerPolicies } from "pulumi-cxone-dialer/policy";
import { goodInputs, inputsWith, violationsOf } from "./judge.ts";
import { accepted, cases } from "./rule-cases.ts";

for (const [name, ofRule] of Object.entries(cases)) {
  describe(name, () => {
    for (const [policy, { inputs = {}, says = [], ...surroundings }] of ofRule) {
      const settings = JSON.stringify(policy.configSchema?.properties, (key, value) =>
        typeof value === "object" && value !== null && "default" in value && key !== ""
          ? value.default
          : value,
      );
      const given = JSON.stringify({ ...inputs, ...surroundings });
      test(`${says.length > 0 ? "speaks" : "is silent"} of ${given} under ${settings}`, async () => {
        assert.equal(policy.name, name);
        const messages = await violationsOf(policy, inputsWith(inputs), surroundings);
        assert.equal(messages.length, says.length, messages.join("\n"));
        for (const [i, expected] of says.entries()) assert.match(messages[i] ?? "", expected);
      });
    }
  });
}

test("a justification holds to the end of its last day", async (t) => {
  const policy = accepted({ agentRatioLimit: 4 }, "2027-06-30");
  const inputs = inputsWith({ agentRatioLimit: 4 });
  t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2027-06-30T23:59:59Z") });
  assert.deepEqual(await violationsOf(policy, inputs), []);
  t.mock.timers.tick(1000);
  assert.match((await violationsOf(policy, inputs)).join(), /held until 2027-06-30/);
});

test("no rule has anything to say of a configuration that keeps to the law", async () => {
  for (const policy of dialerPolicies()) {
    assert.deepEqual(await violationsOf(policy, goodInputs), [], policy.name);
  }
});
