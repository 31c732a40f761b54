import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { complaintsAbout } from "./compiler.ts";

/** Source text of each argument. */
type Source = Readonly<Record<string, string | undefined>>;

const right: Source = {
  configId: '"4f1c"',
  campaignId: '"91ab"',
  pacingType: '"predictive"',
  dialRate: "1.2",
  agentRatio: "1.6",
  maxAbandonmentRate: "0.03",
  maxQueueDepth: "40",
  answerRateThreshold: "0.2",
};

interface Mistake {
  /** What the program says instead; undefined leaves an argument out. */
  readonly says: Source;
  readonly at: string;
  readonly message: string;
}

const mistakes: Readonly<Record<string, Mistake>> = {
  "a misspelt name": {
    says: { dialRate: undefined, dailRate: "1.2" },
    at: "dailRate",
    message:
      "Object literal may only specify known properties, but 'dailRate' does not exist in type 'DialerConfigArgs'. Did you mean to write 'dialRate'?",
  },
  "a string for a number": {
    says: { dialRate: '"1.2"' },
    at: "dialRate",
    message: "Type 'string' is not assignable to type 'Input<number>'.",
  },
  "a misspelt value": {
    says: { pacingType: '"predictiv"' },
    at: "pacingType",
    message: `Type '"predictiv"' is not assignable to type 'Input<"predictive" | "progressive" | "preview">'. Did you mean '"predictive"'?`,
  },
  "a value of no meaning": {
    says: { pacingType: '"fast"' },
    at: "pacingType",
    message: `Type '"fast"' is not assignable to type 'Input<"predictive" | "progressive" | "preview">'.`,
  },
  "a string of which nobody knows what it says": {
    says: { pacingType: "String(process.env.PACING)" },
    at: "pacingType",
    message: `Type 'string' is not assignable to type 'Input<"predictive" | "progressive" | "preview">'.`,
  },
  "a law that is not known": {
    says: { regulation: '"USA"' },
    at: "regulation",
    message: `Type '"USA"' is not assignable to type 'Input<"cxone" | "us" | "ca" | "uk"> | undefined'.`,
  },
  "a policy for capacity that does not exist": {
    says: { capacityCheck: '"off"' },
    at: "capacityCheck",
    message: `Type '"off"' is not assignable to type 'Input<"enforce" | "warn"> | undefined'.`,
  },
  "a policy for what exists that does not exist": {
    says: { existing: "false" },
    at: "existing",
    message: `Type 'false' is not assignable to type 'Input<"adopt" | "refuse" | "require"> | undefined'.`,
  },
  "a policy for conflicts that does not exist": {
    says: { onConflict: '"ours"' },
    at: "onConflict",
    message: `Type '"ours"' is not assignable to type 'Input<"merge" | "fail" | "overwrite"> | undefined'.`,
  },
  "a policy for deletion that does not exist": {
    says: { onDelete: '"keep"' },
    at: "onDelete",
    message: `Type '"keep"' is not assignable to type 'Input<"restore" | "retain" | "delete"> | undefined'.`,
  },
  "a misspelt name of a planned figure": {
    says: { staffing: "{ agent: 12 }" },
    at: "agent",
    message:
      "Object literal may only specify known properties, and 'agent' does not exist in type 'Input<StaffingArgs>'.",
  },
  "a string for a planned figure": {
    says: { staffing: '{ agents: "12" }' },
    at: "agents",
    message: "Type 'string' is not assignable to type 'Input<number> | undefined'.",
  },
  "a rule that is no JSON": {
    says: { complianceRules: "{ ringSeconds: () => 18 }" },
    at: "() => 18",
    message: "Type '() => number' is not assignable to type 'Input<JsonInput>'.",
  },
};

function program(says: Source): string {
  const settings = Object.entries({ ...right, ...says }).flatMap(([name, source]) =>
    source === undefined ? [] : [`  ${name}: ${source},\n`],
  );
  return `import { DialerConfig } from "pulumi-cxone-dialer";
new DialerConfig("spring-sales", {\n${settings.join("")}});\n`;
}

const withEveryArgument = `
import * as pulumi from "@pulumi/pulumi";
import { DialerConfig, type DialerConfigArgs } from "pulumi-cxone-dialer";

const config = new pulumi.Config();
const written: DialerConfigArgs = {
  configId: config.require("configId"),
  campaignId: config.requireSecret("campaignId"),
  pacingType: "progressive",
  dialRate: pulumi.output(1.2),
  agentRatio: Promise.resolve(1),
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
  complianceRules: {
    ringSeconds: config.requireSecretNumber("ringSeconds"),
    callingHours: pulumi.output({ start: "09:00", days: [1, 2, 3] }),
    doNotCall: ["national", pulumi.interpolate\`\${pulumi.getStack()}-list\`],
    holiday: null,
  },
  regulation: "us",
  agentRatioLimit: 4,
  staffing: pulumi.output({ agents: 12 }),
  capacityCheck: "warn",
  existing: "refuse",
  onConflict: "overwrite",
  onDelete: "retain",
};
const one = new DialerConfig("one", written);
const { pacingType, dialRate, agentRatio, maxAbandonmentRate, maxQueueDepth, answerRateThreshold } = one;
const { complianceRules, regulation, agentRatioLimit, capacityCheck, existing, onConflict, onDelete } = one;
new DialerConfig("another", {
  ...{ configId: "b2", campaignId: one.campaignId, pacingType, dialRate, agentRatio, maxAbandonmentRate },
  ...{ maxQueueDepth, answerRateThreshold, complianceRules, regulation, agentRatioLimit, capacityCheck },
  ...{ existing, onConflict, onDelete, staffing: { agents: one.capacity.apply(({ activeAgents }) => activeAgents ?? 0) } },
});
`;

describe("the compiler says of a program", () => {
  const complaints = complaintsAbout(
    new Map([
      ...Object.entries(mistakes).map(([name, { says }]) => [name, program(says)] as const),
      ["a missing argument", program({ campaignId: undefined })],
      ["every argument", withEveryArgument],
    ]),
  );

  for (const [name, { at, message }] of Object.entries(mistakes)) {
    test(`with ${name} what is wrong, where, and what would be right`, () => {
      assert.deepEqual(complaints.get(name), [{ at, message }]);
    });
  }

  test("with a missing argument which one it is", () => {
    const [complaint, ...others] = complaints.get("a missing argument") ?? [];
    assert.match(
      complaint?.message ?? "",
      /Property 'campaignId' is missing in type .* but required in type 'DialerConfigArgs'\.$/,
    );
    assert.deepEqual(others, []);
  });

  test("with every argument, as values, outputs and promises, and with outputs of another, nothing", () => {
    assert.deepEqual(complaints.get("every argument"), []);
  });
});
