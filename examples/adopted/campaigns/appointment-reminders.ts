import { DialerConfig } from "pulumi-cxone-dialer";

// Campaign: Appointment reminders
const campaignId = "e53f7b08-9a16-47cd-b2d0-7f81c6e4a392";

new DialerConfig(
  "reminders-the-day-before",
  {
    configId: "f8b36c25-d04e-4197-85a2-c7196be3d0f8",
    campaignId,
    pacingType: "progressive",
    dialRate: 0.8,
    agentRatio: 1,
    maxAbandonmentRate: 0,
    maxQueueDepth: 20,
    answerRateThreshold: 0.4,
    complianceRules: {
      ringSeconds: 20,
      callingHours: {
        start: "10:00",
        end: "18:00",
        timeZone: "America/Los_Angeles",
      },
      doNotCall: ["internal"],
      leaveMessage: true,
    },
    capacityCheck: "warn",
    existing: "adopt",
  },
  { protect: true },
);
