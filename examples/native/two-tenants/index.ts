import * as pulumi from "@pulumi/pulumi";
import { DialerConfig, type DialerConfigArgs, Provider } from "pulumi-cxone-dialer/native";

/** Where a tenant is, and which configuration it calls this one. */
interface Tenant {
  readonly environmentUrl: string;
  readonly clientId: string;
  readonly configId: string;
  readonly campaignId: string;
}

const config = new pulumi.Config();
const secrets = config.requireSecretObject<Readonly<Record<string, string>>>("clientSecrets");

const settings: Omit<DialerConfigArgs, "configId" | "campaignId"> = {
  pacingType: "predictive",
  dialRate: 1.2,
  agentRatio: 1,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
  complianceRules: { ringSeconds: 18 },
};

const tenants = Object.entries(config.requireObject<Readonly<Record<string, Tenant>>>("tenants"));
const agents = tenants.map(([name, { environmentUrl, clientId, ...ids }]) => {
  const clientSecret = secrets.apply((all) => all[name] ?? "");
  const provider = new Provider(name, { environmentUrl, clientId, clientSecret });
  const dialer = new DialerConfig(`spring-sales-${name}`, { ...ids, ...settings }, { provider });
  return [name, dialer.capacity.activeAgents] as const;
});

/** By tenant. */
export const activeAgents = Object.fromEntries(agents);
