import * as pulumi from "@pulumi/pulumi";
import { DialerConfig } from "pulumi-cxone-dialer";

const config = new pulumi.Config();
const campaigns = config.requireNumber("campaigns");

for (let i = 0; i < config.requireNumber("count"); i += 1) {
  new DialerConfig(`config-${i}`, {
    configId: `config-${i}`,
    campaignId: `campaign-${i % campaigns}`,
    pacingType: "progressive",
    dialRate: config.requireNumber("dialRate"),
    agentRatio: 1,
    maxAbandonmentRate: 0.03,
    maxQueueDepth: 40,
    answerRateThreshold: 0.2,
  });
}
