import * as pulumi from "@pulumi/pulumi";
import type { JsonObject } from "../domain/json.ts";
import type { PacingType } from "../domain/pacing/forecast-pacing.ts";
import { ask } from "./ask.ts";

/** Which configuration. */
export interface GetDialerConfigArgs {
  /** The configuration's id in the tenant. */
  readonly id: string;
}

/** {@link GetDialerConfigArgs}, of a value that may be an output. */
export interface GetDialerConfigOutputArgs {
  /** The configuration's id in the tenant. */
  readonly id: pulumi.Input<string>;
}

/** A configuration as the tenant holds it now, in the API's ranges or not; units and ranges as in `DialerConfigArgs`. */
export interface GetDialerConfigResult {
  readonly id: string;
  /** As people call it. Absent where it has no name. */
  readonly name?: string | undefined;
  readonly pacingType: PacingType;
  readonly dialRate: number;
  readonly agentRatio: number;
  readonly maxAbandonmentRate: number;
  readonly maxQueueDepth: number;
  readonly answerRateThreshold: number;
  readonly complianceRules: JsonObject;
  /** The strong ETag of this version. Absent where the tenant gave none. */
  readonly etag?: string | undefined;
}

/**
 * Looks a dialer configuration up in the tenant, with the provider's settings and within its quota. Each is asked for once
 * a process. It is read, not managed: for one that the program is to manage there is `DialerConfig`.
 *
 * @throws {NotFoundError} there is none
 * @throws {ResponseError} the document lacks a setting, or has one of another type
 * @throws {ConfigurationError} a setting of the provider is missing
 */
export function getDialerConfig({ id }: GetDialerConfigArgs): Promise<GetDialerConfigResult> {
  return ask((lookups) => lookups.dialerConfig(id));
}

/** {@link getDialerConfig} for a value that is an output. Unknown in a preview where that is. */
export function getDialerConfigOutput({
  id,
}: GetDialerConfigOutputArgs): pulumi.Output<GetDialerConfigResult> {
  return pulumi.output(id).apply((known) => getDialerConfig({ id: known }));
}

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
