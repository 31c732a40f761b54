import * as pulumi from "@pulumi/pulumi";
import { DialerConfig } from "pulumi-cxone-dialer";

// `pulumi config set agentRatio 2` changes the pace of the first call without a change of the program.
const config = new pulumi.Config();

const springSales = {
  campaignId: "91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25",
  maxAbandonmentRate: 0.03,
  answerRateThreshold: 0.2,
  regulation: "us",
} as const;

const firstCall = new DialerConfig("first-call", {
  ...springSales,
  configId: "4f1c9e52-7a3d-4086-b5e1-c8d26f90a743",
  pacingType: "predictive",
  dialRate: 1.2,
  agentRatio: config.getNumber("agentRatio") ?? 1,
  maxQueueDepth: 40,
  complianceRules: { ringSeconds: 18, callingHours: { end: "19:30" } },
});

new DialerConfig("call-back", {
  ...springSales,
  configId: "a08d3b6f-1e94-4c72-9f5b-37e6d0c1482a",
  pacingType: "progressive",
  dialRate: 0.5,
  agentRatio: 1,
  maxQueueDepth: 10,
});

/** The share of answered calls that will be abandoned, as forecast. */
export const abandonmentRate = firstCall.forecast.apply((forecast) => forecast?.abandonmentRate);
