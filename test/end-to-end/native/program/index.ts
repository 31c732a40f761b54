import * as pulumi from "@pulumi/pulumi";
import { type DialerConfigArgs, DialerConfig as Dynamic } from "pulumi-cxone-dialer";
import { getCampaign, DialerConfig as Native } from "pulumi-cxone-dialer/native";

const config = new pulumi.Config();

/** The configurations that the test wants, by name. */
const wanted = config.requireObject<Record<string, DialerConfigArgs>>("wanted");
const isDynamic = config.getBoolean("dynamic") ?? false;
const DialerConfig = isDynamic ? Dynamic : Native;
const token = config.getSecret("token");

for (const [name, args] of Object.entries(wanted)) {
  const { complianceRules } = args;
  const rules = token
    ? pulumi.output(complianceRules).apply((known) => ({ ...known, token }))
    : complianceRules;
  new DialerConfig(name, { ...args, ...(rules && { complianceRules: rules }) });
}

export const agents = isDynamic ? 0 : (await getCampaign({ id: "campaign-1" })).agentCount;
