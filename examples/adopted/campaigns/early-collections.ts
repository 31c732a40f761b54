import { DialerConfig } from "pulumi-cxone-dialer";

// Campaign: Early collections
const campaignId = "2ce68a91-f07b-4d35-8e42-b95d1a60c7f4";

new DialerConfig(
  "collections-days-1-to-30",
  {
    configId: "d61f08ab-92c7-4e50-a3bd-58e7146c9f02",
    campaignId,
    pacingType: "predictive",
    dialRate: 1.8,
    agentRatio: 2,
    maxAbandonmentRate: 0.03,
    maxQueueDepth: 50,
    answerRateThreshold: 0.15,
    complianceRules: {
      ringSeconds: 18,
      callingHours: {
        start: "08:00",
        end: "21:00",
        timeZone: "America/Denver",
      },
      doNotCall: ["internal", "attorney-represented"],
      attemptsPerWeek: 7,
    },
    existing: "adopt",
  },
  { protect: true },
);
