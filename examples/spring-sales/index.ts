import * as pulumi from "@pulumi/pulumi";
import { DialerConfig } from "pulumi-cxone-dialer";

// `pulumi config set dialRate 1.5` changes the pace of the first call without a change of the program.
const config = new pulumi.Config();

const springSales = {
  campaignId: "91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25",
  maxAbandonmentRate: 0.03,
  answerRateThreshold: 0.2,
  regulation: "us",
} as const;

export const firstCall = new DialerConfig("first-call", {
  ...springSales,
  configId: "4f1c9e52-7a3d-4086-b5e1-c8d26f90a743",
  pacingType: "predictive",
  dialRate: config.getNumber("dialRate") ?? 1.2,
  agentRatio: 1.6,
  maxQueueDepth: 40,
  complianceRules: { ringSeconds: 18, callingHours: { end: "19:30" } },
}).etag;

export const callBack = new DialerConfig("call-back", {
  ...springSales,
  configId: "a08d3b6f-1e94-4c72-9f5b-37e6d0c1482a",
  pacingType: "progressive",
  dialRate: 0.5,
  agentRatio: 1,
  maxQueueDepth: 10,
}).etag;
