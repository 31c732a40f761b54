import * as pulumi from "@pulumi/pulumi";
import { ask } from "./ask.ts";

/** What the tenant's list says of a configuration; `getDialerConfig` reads the rest. */
export interface ListedDialerConfig {
  readonly id: string;
  /** As people call it. Absent where it has no name. */
  readonly name?: string;
}

/**
 * Lists the tenant's dialer configurations, with the provider's settings and within its quota: a request for each hundred,
 * once a process.
 *
 * @throws {ConfigurationError} a setting of the provider is missing
 */
export function listDialerConfigs(): Promise<readonly ListedDialerConfig[]> {
  return ask((lookups) => lookups.dialerConfigs());
}

/** {@link listDialerConfigs} as an output. */
export function listDialerConfigsOutput(): pulumi.Output<readonly ListedDialerConfig[]> {
  return pulumi.output(listDialerConfigs());
}
