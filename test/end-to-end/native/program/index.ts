import * as pulumi from "@pulumi/pulumi";
import { type DialerConfigArgs, DialerConfig as Dynamic } from "pulumi-cxone-dialer";
import {
  getCampaign,
  DialerConfig as Native,
  Provider,
  type ProviderArgs,
} from "pulumi-cxone-dialer/native";

const config = new pulumi.Config();

interface Wanted extends DialerConfigArgs {
  readonly options?: pulumi.CustomResourceOptions;
  /** The provider of the program that manages it. @default the stack's own */
  readonly tenant?: string;
}

/** The configurations that the test wants, by name. */
const wanted = config.requireObject<Record<string, Wanted>>("wanted");
/** The tenants that it wants beside the stack's own, by name. */
const tenants = config.getObject<Record<string, ProviderArgs>>("tenants") ?? {};
const isDynamic = config.getBoolean("dynamic") ?? false;
const DialerConfig = isDynamic ? Dynamic : Native;
const token = config.getSecret("token");
/** What a transform of each resource sets, whatever the program says. */
const forced = config.getObject<Record<string, unknown>>("forced");
const transforms: pulumi.ResourceTransform[] = forced
  ? [({ props, opts }) => ({ props: { ...props, ...forced }, opts })]
  : [];

const providers = new Map(
  Object.entries(tenants).map(([name, args]) => [name, new Provider(name, args)]),
);

for (const [name, { options, tenant = "", ...args }] of Object.entries(wanted)) {
  const { complianceRules } = args;
  const provider = providers.get(tenant);
  const rules = token
    ? pulumi.output(complianceRules).apply((known) => ({ ...known, token }))
    : complianceRules;
  const inputs = { ...args, ...(rules && { complianceRules: rules }) };
  new DialerConfig(name, inputs, { ...options, transforms, ...(provider && { provider }) });
}

export const agents = isDynamic ? 0 : (await getCampaign({ id: "campaign-1" })).agentCount;
