import { DialerConfig } from "pulumi-cxone-dialer/native";

const configId = "4f1c9e52-7a3d-4086-b5e1-c8d26f90a743";
const campaignId = "91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25";

new DialerConfig(
  "spring-sales",
  {
    configId,
    campaignId,
    pacingType: "predictive",
    dialRate: 1.2,
    agentRatio: 1,
    maxAbandonmentRate: 0.03,
    maxQueueDepth: 40,
    answerRateThreshold: 0.2,
    complianceRules: {
      ringSeconds: 15,
      callingHours: { start: "09:00", end: "20:00", timeZone: "America/Chicago" },
      doNotCall: ["national", "internal"],
      attemptsPerDay: 3,
    },
  },
  { import: `${configId}/${campaignId}`, protect: true },
);
