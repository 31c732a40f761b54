import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigurationError } from "pulumi-cxone-dialer";
import {
  dialerPolicies,
  occupancyBand,
  pacingCeiling,
  protectedProduction,
} from "pulumi-cxone-dialer/policy";
import { goodInputs, violationsOf } from "./judge.ts";

const names = [
  "forecast-abandonment",
  "abandonment-budget",
  "pacing-ceiling",
  "pacing-step",
  "calling-hours",
  "do-not-call",
  "abandoned-call-message",
  "ring-time",
  "occupancy-band",
  "protected-production",
  "reviewed-adoption",
  "justified-limits",
  "known-values",
];

test("all rules come at once, each under its own name", () => {
  assert.deepEqual(
    dialerPolicies().map(({ name }) => name),
    names,
  );
});

test("a rule's level and severity are set by its name, or its level alone", () => {
  const policies = dialerPolicies({
    "pacing-step": "disabled",
    "ring-time": { enforcementLevel: "remediate", severity: "low" },
  });
  const of = (name: string) => {
    const policy = policies.find((each) => each.name === name);
    return [policy?.enforcementLevel, policy?.severity];
  };
  assert.deepEqual(of("pacing-step"), ["disabled", "medium"]);
  assert.deepEqual(of("ring-time"), ["remediate", "low"]);
  assert.deepEqual(of("do-not-call"), ["mandatory", "critical"]);
});

test("a configuration that cannot be used is refused at once, in one sentence and without a stack", () => {
  const wrong: readonly (readonly [() => unknown, RegExp])[] = [
    [
      () => pacingCeiling({ maxAgentRatio: 6 }),
      /^Rule pacing-ceiling: maxAgentRatio must be a number from 1 to 5, but is 6\.$/,
    ],
    [
      () => protectedProduction({ stackPattern: "(" }),
      /^Rule protected-production: stackPattern must be a regular expression\.$/,
    ],
    [
      () => occupancyBand({ min: 0.9, max: 0.6 }),
      /^Rule occupancy-band: min must be at most max\.$/,
    ],
    [
      () => dialerPolicies(JSON.parse('{ "pacing-ceiling": { "maxDialrate": 2 } }')),
      /^Rule pacing-ceiling: Unrecognized key: "maxDialrate"\.$/,
    ],
    [
      () => dialerPolicies(JSON.parse('{ "pacing-celing": "disabled" }')),
      /^"pacing-celing" is no rule; did you mean "pacing-ceiling"\? The rules are forecast-/,
    ],
  ];
  for (const [make, message] of wrong) {
    assert.throws(make, (error) => {
      assert.ok(error instanceof ConfigurationError);
      assert.match(error.message, message);
      assert.equal(error.stack, "");
      return true;
    });
  }
});

test("the engine reads each setting with what the policy pack gave as its default", () => {
  const { configSchema } = pacingCeiling({ maxAgentRatio: 2 });
  assert.deepEqual(configSchema, {
    properties: {
      maxDialRate: {
        type: "number",
        minimum: 0.1,
        maximum: 10,
        description:
          "The highest dialRate, in dials a second over the campaign; none where it is left out.",
      },
      maxAgentRatio: {
        type: "number",
        minimum: 1,
        maximum: 5,
        default: 2,
        description: "The highest agentRatio, in lines for each free agent.",
      },
    },
  });
});

test("the engine's configuration of a rule wins over the policy pack's", async () => {
  const policy = pacingCeiling({ maxAgentRatio: 1.5 });
  assert.match((await violationsOf(policy, goodInputs)).join(), /ceiling of 1.5/);
  assert.deepEqual(await violationsOf(policy, goodInputs, { config: { maxAgentRatio: 2 } }), []);
});

test("a rule that the engine configures wrongly says so, and passes nothing", async () => {
  const messages = await violationsOf(occupancyBand(), goodInputs, { config: { min: 1 } });
  assert.match(messages.join(), /cannot be used, so nothing was judged: min must be at most max/);
});
