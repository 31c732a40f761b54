import { DialerConfig } from "pulumi-cxone-dialer";

// Campaign: Policy renewals
const campaignId = "b7d20f3e-58c4-4e1b-a6f9-04c8e29d7135";

new DialerConfig(
  "renewals-60-days-ahead",
  {
    configId: "c3e75a14-b6d8-4f29-8071-9d4b2ef6530c",
    campaignId,
    pacingType: "predictive",
    dialRate: 2,
    agentRatio: 1.8,
    maxAbandonmentRate: 0.02,
    maxQueueDepth: 80,
    answerRateThreshold: 0.3,
    complianceRules: {
      ringSeconds: 20,
      callingHours: {
        start: "08:30",
        end: "19:30",
        timeZone: "America/New_York",
      },
      doNotCall: ["internal"],
    },
    existing: "adopt",
  },
  { protect: true },
);

new DialerConfig(
  "renewals-last-week",
  {
    configId: "5b92d7c0-43fa-4a6e-b18c-e0f5739a2d61",
    campaignId,
    pacingType: "predictive",
    dialRate: 1.5,
    agentRatio: 1.5,
    maxAbandonmentRate: 0.02,
    maxQueueDepth: 60,
    answerRateThreshold: 0.3,
    complianceRules: {
      ringSeconds: 25,
      callingHours: {
        start: "08:30",
        end: "20:30",
        timeZone: "America/New_York",
      },
      doNotCall: ["internal"],
      attemptsPerDay: 2,
    },
    existing: "adopt",
  },
  { protect: true },
);
