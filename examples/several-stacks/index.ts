import * as pulumi from "@pulumi/pulumi";
import { DialerConfig } from "pulumi-cxone-dialer";

const config = new pulumi.Config();

const springSales = new DialerConfig(
  "spring-sales",
  {
    // Of the stack: Pulumi.<stack>.yaml.
    configId: config.require("configId"),
    campaignId: config.require("campaignId"),
    dialRate: config.requireNumber("dialRate"),
    agentRatio: config.requireNumber("agentRatio"),
    staffing: { agents: config.requireNumber("agents") },
    // The same in each, so that production gets what was tried in staging.
    pacingType: "predictive",
    maxAbandonmentRate: 0.03,
    maxQueueDepth: 40,
    answerRateThreshold: 0.2,
    complianceRules: { ringSeconds: 18, callingHours: { start: "09:00", end: "20:00" } },
    regulation: "us",
  },
  { protect: pulumi.getStack() === "production" },
);

/** The share of answered calls that will be abandoned, as forecast. */
export const abandonmentRate = springSales.forecast.apply((figures) => figures?.abandonmentRate);
