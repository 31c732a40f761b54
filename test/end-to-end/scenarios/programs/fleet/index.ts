import * as pulumi from "@pulumi/pulumi";
import { DialerConfig, type DialerConfigArgs } from "pulumi-cxone-dialer";

const config = new pulumi.Config();

interface Wanted extends DialerConfigArgs {
  readonly options?: pulumi.CustomResourceOptions;
  /** Takes its queue depth from what another's campaign carries, which a preview of its creation does not know. */
  readonly queueDepthOf?: string;
}

/** The configurations that the test wants, by name. */
const fleet = config.requireObject<Record<string, Wanted>>("fleet");
const made = new Map<string, DialerConfig>();

for (const [name, { options, queueDepthOf, ...args }] of Object.entries(fleet)) {
  const other = made.get(queueDepthOf ?? "");
  const token = config.getSecret("token");
  made.set(
    name,
    new DialerConfig(
      name,
      {
        ...args,
        ...(other && {
          maxQueueDepth: other.capacity.apply(({ activeAgents }) => activeAgents ?? 1),
        }),
        ...(token && { complianceRules: { ...args.complianceRules, token } }),
      },
      options,
    ),
  );
}

export const audits = Object.fromEntries(
  [...made].map(([name, { audit }]) => [name, audit.apply((event) => event?.status ?? "none")]),
);
