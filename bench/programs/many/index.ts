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

/** The same of a native provider. */
class EmptyNative extends pulumi.CustomResource {
  constructor(name: string, args: Readonly<Record<string, unknown>>) {
    super("empty:index:Resource", name, args);
  }
}

const config = new pulumi.Config();
const campaigns = config.requireNumber("campaigns");
const Resource = await resourceOf(config.require("resource"));

/** The floor does not load the package. */
async function resourceOf(name: string) {
  if (name === "empty") return Empty;
  if (name === "empty-native") return EmptyNative;
  if (name === "native") return (await import("pulumi-cxone-dialer/native")).DialerConfig;
  return (await import("pulumi-cxone-dialer")).DialerConfig;
}

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
