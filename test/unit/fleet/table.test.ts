import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { ConfigurationError } from "pulumi-cxone-dialer";
import { configsOf, registeredBy } from "./register.ts";

const whole = {
  configId: "config-1",
  campaignId: "campaign-1",
  pacingType: "predictive",
  dialRate: 1.2,
  agentRatio: 1.6,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
} as const;

test("a fleet is a component with a configuration for each row", async () => {
  const registered = await registeredBy({
    configs: { a: whole, b: { ...whole, configId: "config-2" } },
  });
  assert.deepEqual(registered.map(({ type, name }) => `${type} ${name}`).sort(), [
    "cxone:index:DialerFleet fleet",
    "pulumi-nodejs:dynamic/cxone:DialerConfig a",
    "pulumi-nodejs:dynamic/cxone:DialerConfig b",
  ]);
});

test("a row replaces the defaults that it names, inside complianceRules and staffing too", async () => {
  const { a } = await configsOf({
    defaults: {
      ...whole,
      complianceRules: { ringSeconds: 20, callingHours: { start: "09:00", end: "20:00" } },
      staffing: { agents: 10, answerRate: 0.3 },
    },
    configs: {
      a: {
        dialRate: 2,
        agentRatio: undefined as never,
        complianceRules: { callingHours: { end: "19:00" }, doNotCall: ["national"] },
        staffing: { agents: 12 },
      },
    },
  });
  assert.deepEqual(a, {
    ...whole,
    dialRate: 2,
    complianceRules: {
      ringSeconds: 20,
      callingHours: { start: "09:00", end: "19:00" },
      doNotCall: ["national"],
    },
    staffing: { agents: 12, answerRate: 0.3 },
  });
});

test("defaults reach into what is an output or a promise", async () => {
  const { a } = await configsOf({
    defaults: { ...whole, complianceRules: pulumi.output({ ringSeconds: 20, messageSeconds: 2 }) },
    configs: { a: { complianceRules: Promise.resolve({ ringSeconds: 18 }) } },
  });
  assert.deepEqual(a?.complianceRules, { ringSeconds: 18, messageSeconds: 2 });
});

test("what neither a row nor the defaults name is reported before anything is registered", async () => {
  const { dialRate: _, campaignId: __, ...lacking } = whole;
  await assert.rejects(registeredBy({ configs: { "first-call": lacking } }), (error) => {
    assert.ok(error instanceof ConfigurationError);
    assert.equal(
      error.message,
      "first-call has no campaignId and no dialRate, and neither have the fleet's defaults.",
    );
    assert.equal(error.stack, "");
    return true;
  });
});

test("two rows of one configId are reported", async () => {
  await assert.rejects(
    registeredBy({ configs: { "first-call": whole, "call-back": whole } }),
    /^ConfigurationError: first-call and call-back have the same configId, "config-1"/,
  );
});

test("a fleet of none in the program is one of none", async () => {
  assert.deepEqual(await configsOf({ configs: {} }), {});
});
