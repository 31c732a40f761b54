import * as pulumi from "@pulumi/pulumi";

const HANDLER = `exports.handler = () => ({
  check: async (olds, news) => ({ inputs: news }),
  diff: async (id, olds, news) => ({ changes: JSON.stringify(news.dialRate) !== JSON.stringify(olds.dialRate) }),
  create: async (inputs) => ({ id: inputs.configId, outs: inputs }),
  update: async (id, olds, news) => ({ outs: news }),
});`;

/** The floor: a dynamic resource that takes the same arguments and does nothing. */
class Empty extends pulumi.CustomResource {
  constructor(name: string, args: Readonly<Record<string, unknown>>) {
    super("pulumi-nodejs:dynamic:Resource", name, { ...args, __provider: HANDLER });
  }
}

const config = new pulumi.Config();
const campaigns = config.requireNumber("campaigns");
// The floor does not load the package.
const Resource =
  config.get("resource") === "empty" ? Empty : (await import("pulumi-cxone-dialer")).DialerConfig;

for (let i = 0; i < config.requireNumber("count"); i += 1) {
  new Resource(`config-${i}`, {
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
