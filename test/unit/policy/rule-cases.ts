import type { ResourceValidationPolicy } from "@pulumi/policy";
import {
  abandonedCallMessage,
  abandonmentBudget,
  callingHours,
  doNotCall,
  forecastAbandonment,
  justifiedLimits,
  knownValues,
  occupancyBand,
  pacingCeiling,
  pacingStep,
  protectedProduction,
  reviewedAdoption,
  ringTime,
} from "pulumi-cxone-dialer/policy";
import type { Surroundings } from "./judge.ts";

export interface Case extends Surroundings {
  /** What is different from inputs that no rule has anything to say of. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** What the rule says of it, each message once; nothing where it is left out. */
  readonly says?: readonly RegExp[];
}

export const accepted = (allows: object, until = "9999-12-31", configId = "config-1") =>
  justifiedLimits({
    justifications: [
      { configId, allows, reason: "Agreed times.", approvedBy: "Head of compliance", until },
    ],
  });

/** What check says of a configuration that the tenant has. */
function adopting(changes: object) {
  return { exists: true, changes };
}

/** What a forecast by a schedule says. */
function period(budgetUse: number, chanceOverLimit: number) {
  return {
    "forecast.covers": "30 days",
    "forecast.budgetUse": budgetUse,
    "forecast.chanceOverLimit": chanceOverLimit,
  };
}

/** Each rule on both sides of each of its limits. */
export const cases: Readonly<
  Record<string, readonly (readonly [ResourceValidationPolicy, Case])[]>
> = {
  "reviewed-adoption": [
    // The program manages it already.
    [reviewedAdoption(), { inputs: { adoption: undefined } }],
    [reviewedAdoption(), { inputs: { adoption: { exists: true, changes: {} } } }],
    [
      reviewedAdoption(),
      {
        inputs: { adoption: { exists: false } },
        says: [
          /^The tenant has no configuration config-1, so the deployment creates it\. .* existing: "require"/,
        ],
      },
    ],
    [reviewedAdoption({ mayCreate: true }), { inputs: { adoption: { exists: false } } }],
    [
      reviewedAdoption({ mayReplace: ["dialRate"] }),
      {
        inputs: {
          adoption: adopting({
            dialRate: { from: 0.5, to: 1.2 },
            agentRatio: { from: 1, to: 1.6 },
            "complianceRules.note": { from: "[not shown]", to: "[not shown]" },
          }),
        },
        says: [
          /^The adoption replaces what the tenant holds: agentRatio from 1 to 1\.6, complianceRules\.note from \[not shown\] to \[not shown\]\. /,
        ],
      },
    ],
    [
      reviewedAdoption({ mayReplace: ["complianceRules"] }),
      {
        inputs: {
          adoption: adopting({
            "complianceRules.ringSeconds": { from: 15, to: 18 },
            'complianceRules["a.b"]': { from: 1, to: 2 },
          }),
        },
      },
    ],
    // What the tenant does not hold is nobody's loss.
    [
      reviewedAdoption(),
      {
        inputs: {
          adoption: adopting({
            "complianceRules.ringSeconds": { to: 18 },
            "complianceRules.doNotCall": { from: [], to: ["national"] },
          }),
        },
      },
    ],
    // Leave to replace is none to empty.
    [
      reviewedAdoption({ mayReplace: ["complianceRules"] }),
      {
        inputs: {
          adoption: adopting({ "complianceRules.doNotCall": { from: ["national"], to: [] } }),
        },
        says: [
          /^The adoption empties complianceRules\.doNotCall, where the tenant holds \["national"\]\. .* mayEmpty/,
        ],
      },
    ],
    [
      reviewedAdoption({ mayEmpty: ["complianceRules.doNotCall"] }),
      {
        inputs: {
          adoption: adopting({ "complianceRules.doNotCall": { from: ["national"], to: [] } }),
        },
      },
    ],
  ],
  "abandonment-budget": [
    [abandonmentBudget(), {}],
    [abandonmentBudget({ required: true }), { says: [/^The forecast is of no period: /] }],
    [abandonmentBudget(), { inputs: period(1, 0.05) }],
    [
      abandonmentBudget(),
      {
        inputs: period(1.2, 0.051),
        says: [
          /^120 % of the abandoned calls that the limit leaves in 30 days are forecast to be used, over the 100 %/,
          /^The chance that 30 days end over the limit is 5\.1 %, over 5 %\. Lower dialRate/,
        ],
      },
    ],
    [abandonmentBudget({ maxUse: 0.5 }), { inputs: period(0.51, 0), says: [/over the 50 %/] }],
    [abandonmentBudget({ maxChance: 0.2 }), { inputs: period(0.9, 0.2) }],
  ],
  "forecast-abandonment": [
    [forecastAbandonment(), { inputs: { "forecast.abandonmentRate": 0.029 } }],
    [
      forecastAbandonment(),
      {
        inputs: { "forecast.abandonmentRate": 0.0291 },
        says: [
          /^2.91 % of .* up to 3.01 % with its margin, over the limit of 3 %\. Lower dialRate/,
        ],
      },
    ],
    // 0.0277 + 0.0023 is 0.030000000000000002 in binary.
    [
      forecastAbandonment(),
      { inputs: { "forecast.abandonmentRate": 0.0277, "forecast.abandonmentMargin": 0.0023 } },
    ],
    [
      forecastAbandonment({ margin: "ignore" }),
      { inputs: { "forecast.abandonmentRate": 0.03, "forecast.abandonmentMargin": 0.01 } },
    ],
    [
      forecastAbandonment({ margin: "ignore" }),
      { inputs: { "forecast.abandonmentRate": 0.0301 }, says: [/^3.01 % of .* abandoned, over/] },
    ],
    [
      forecastAbandonment({ maxAbandonmentRate: 0.01 }),
      { says: [/up to 1.1 % with its margin, over the limit of 1 %/] },
    ],
    [
      forecastAbandonment(),
      { inputs: { forecast: undefined }, says: [/a forecast that is missing is not a rate of 0/] },
    ],
    [forecastAbandonment({ required: false }), { inputs: { forecast: undefined } }],
    [
      forecastAbandonment(),
      { inputs: { forecast: { occupancy: 0.8 } }, says: [/is not forecast/] },
    ],
  ],
  "pacing-ceiling": [
    [pacingCeiling({ maxDialRate: 2 }), { inputs: { dialRate: 2, agentRatio: 3 } }],
    [
      pacingCeiling({ maxDialRate: 2 }),
      {
        inputs: { dialRate: 2.01, agentRatio: 3.01 },
        says: [
          /^dialRate is 2.01 dials a second, over the ceiling of 2\. Lower it/,
          /^agentRatio is 3.01 lines/,
        ],
      },
    ],
    [pacingCeiling(), { inputs: { dialRate: 10 } }],
    [pacingCeiling({ maxAgentRatio: 1.5 }), { says: [/agentRatio is 1.6 .* ceiling of 1.5/] }],
  ],
  "pacing-step": [
    [pacingStep(), { inputs: { dialRate: 1.5, agentRatio: 2 } }],
    [
      pacingStep(),
      {
        inputs: { dialRate: 1.51, agentRatio: 2.01 },
        says: [
          /^dialRate rises from 1.2 to 1.51, by 25.8333 %, over the step of 25 % .* at most 1.5 first/,
          /^agentRatio rises from 1.6 to 2.01/,
        ],
      },
    ],
    // 0.7 × 1.1 is 0.7700000000000001 in binary, and 1.1 × 1.1 is 1.2100000000000002.
    [
      pacingStep({ maxIncrease: 0.1 }),
      { inputs: { dialRate: 0.77, deployed: { dialRate: 0.7, agentRatio: 1.6 } } },
    ],
    [pacingStep(), { inputs: { dialRate: 0.1, agentRatio: 1 } }],
    [pacingStep(), { inputs: { dialRate: 10, agentRatio: 5, deployed: undefined } }],
    [
      pacingStep({ maxIncrease: 0 }),
      { inputs: { dialRate: 1.21 }, says: [/rises from 1.2 to 1.21/] },
    ],
  ],
  "calling-hours": [
    [
      callingHours(),
      { inputs: { "complianceRules.callingHours": { start: "08:00", end: "21:00" } } },
    ],
    [
      callingHours(),
      {
        inputs: { "complianceRules.callingHours": { start: "07:59", end: "21:01" } },
        says: [/callingHours\.start is 07:59, outside .* 08:00 to 21:00/, /end is 21:01, outside/],
      },
    ],
    [
      callingHours(),
      {
        inputs: { "complianceRules.callingHours.start": undefined },
        says: [/names no complianceRules\.callingHours\.start, so whatever the tenant holds/],
      },
    ],
    [callingHours({ required: false }), { inputs: { "complianceRules.callingHours": undefined } }],
    [
      callingHours(),
      {
        inputs: { "complianceRules.callingHours": { start: "20:00", end: "09:00" } },
        says: [/start, 20:00, is not before .*end, 09:00/],
      },
    ],
    [
      callingHours(),
      {
        inputs: { "complianceRules.callingHours": { start: "9:00", end: 20 } },
        says: [/start is no time of day like "08:00"/, /end is no time of day/],
      },
    ],
    [
      callingHours({
        earliest: "10:00",
        latest: "24:00",
        startPath: "complianceRules.from",
        endPath: "complianceRules.to",
      }),
      { inputs: { "complianceRules.from": "10:00", "complianceRules.to": "24:00" } },
    ],
  ],
  "do-not-call": [
    [doNotCall(), { inputs: { "complianceRules.doNotCall": true } }],
    ...[[], {}, "", false, 0, null].map(
      (nothing) =>
        [
          doNotCall(),
          { inputs: { "complianceRules.doNotCall": nothing }, says: [/doNotCall names no list/] },
        ] as const,
    ),
    [
      doNotCall(),
      {
        inputs: { "complianceRules.doNotCall": undefined },
        says: [/names no complianceRules\.doNotCall, so whatever/],
      },
    ],
    [doNotCall({ lists: ["internal", "national"] }), {}],
    [
      doNotCall({ lists: ["national", "wireless"] }),
      { says: [/does not name "wireless"\. Add it/] },
    ],
    [
      doNotCall({ path: "complianceRules.suppress" }),
      { says: [/names no complianceRules\.suppress/] },
    ],
  ],
  "abandoned-call-message": [
    [abandonedCallMessage(), { inputs: { "complianceRules.messageSeconds": 2 } }],
    [
      abandonedCallMessage(),
      {
        inputs: { "complianceRules.messageSeconds": 2.1 },
        says: [/messageSeconds is 2.1 s; .* within 2 s\. Lower it to 2/],
      },
    ],
    [
      abandonedCallMessage(),
      {
        inputs: { "complianceRules.messageSeconds": undefined },
        says: [/names no .*messageSeconds/],
      },
    ],
    [
      abandonedCallMessage({ required: false }),
      { inputs: { "complianceRules.messageSeconds": undefined } },
    ],
    [
      abandonedCallMessage(),
      { inputs: { "complianceRules.messageSeconds": "1" }, says: [/is no number of seconds/] },
    ],
  ],
  "ring-time": [
    [ringTime(), { inputs: { "complianceRules.ringSeconds": 15 } }],
    [
      ringTime(),
      {
        inputs: { "complianceRules.ringSeconds": 14.9 },
        says: [/ringSeconds is 14.9 s; .* at least 15 s\. Raise it to 15/],
      },
    ],
    [ringTime(), { inputs: { complianceRules: undefined }, says: [/names no .*ringSeconds/] }],
    [ringTime({ required: false }), { inputs: { complianceRules: undefined } }],
    [ringTime({ minSeconds: 20 }), { says: [/is 18 s; .* at least 20 s/] }],
  ],
  "occupancy-band": [
    [occupancyBand(), { inputs: { "forecast.occupancy": 0.9 } }],
    [
      occupancyBand(),
      { inputs: { "forecast.occupancy": 0.901 }, says: [/90.1 % of their time, over 90 %/] },
    ],
    [occupancyBand(), { inputs: { "forecast.occupancy": 0.6 } }],
    [
      occupancyBand(),
      { inputs: { "forecast.occupancy": 0.599 }, says: [/59.9 % of their time, under 60 %/] },
    ],
    [occupancyBand(), { inputs: { forecast: undefined } }],
  ],
  "protected-production": [
    ...["production", "prod", "eu-prod", "prod.us"].map(
      (stack) =>
        [
          protectedProduction(),
          { stack, says: [new RegExp(`not protected, and ${stack} is`)] },
        ] as const,
    ),
    [protectedProduction(), { stack: "production", protect: true }],
    ...["dev", "reproduce", "product"].map((stack) => [protectedProduction(), { stack }] as const),
    [
      protectedProduction(),
      {
        stack: "production",
        protect: true,
        inputs: { onDelete: "delete" },
        says: [/^onDelete is "delete", and production is a production stack\. Set it to "restore"/],
      },
    ],
    [
      protectedProduction({ requireProtect: false, forbidDelete: false }),
      { stack: "production", inputs: { onDelete: "delete" } },
    ],
    [protectedProduction({ stackPattern: "^live$" }), { stack: "live", says: [/live is/] }],
  ],
  "justified-limits": [
    [justifiedLimits(), { inputs: { agentRatioLimit: 3, maxAbandonmentRate: 0.03 } }],
    [
      justifiedLimits(),
      {
        inputs: { agentRatioLimit: 3.1, maxAbandonmentRate: 0.031, capacityCheck: "warn" },
        says: [
          /^agentRatioLimit is raised to 3.1, over 3, and no accepted reason goes as far/,
          /^maxAbandonmentRate is 3.1 %, over 3 %/,
          /^capacityCheck is "warn"/,
        ],
      },
    ],
    [accepted({ agentRatioLimit: 3.5 }), { inputs: { agentRatioLimit: 3.5 } }],
    [
      accepted({ agentRatioLimit: 3.5 }),
      { inputs: { agentRatioLimit: 3.6 }, says: [/no accepted reason goes as far/] },
    ],
    [
      accepted({ agentRatioLimit: 5 }),
      { inputs: { maxAbandonmentRate: 0.04 }, says: [/no accepted reason goes as far/] },
    ],
    [accepted({ maxAbandonmentRate: 0.04 }), { inputs: { maxAbandonmentRate: 0.04 } }],
    [accepted({ capacityCheck: "warn" }), { inputs: { capacityCheck: "warn" } }],
    [
      accepted({ agentRatioLimit: 5 }, "9999-12-31", "config-2"),
      { inputs: { agentRatioLimit: 4 }, says: [/no accepted reason goes as far/] },
    ],
    [
      accepted({ agentRatioLimit: 5 }, "2001-01-31"),
      { inputs: { agentRatioLimit: 4 }, says: [/held until 2001-01-31\. Lower it/] },
    ],
  ],
  "known-values": [[knownValues(), {}]],
};
