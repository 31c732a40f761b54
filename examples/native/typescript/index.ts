import { DialerConfig } from "pulumi-cxone-dialer/native";

const springSales = new DialerConfig("spring-sales", {
  configId: "4f1c9e52-7a3d-4086-b5e1-c8d26f90a743",
  campaignId: "91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25",
  pacingType: "predictive",
  dialRate: 1.2,
  agentRatio: 1,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
  complianceRules: { ringSeconds: 18 },
  regulation: "us",
});

export const agents = springSales.capacity.activeAgents;
