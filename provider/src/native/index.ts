/**
 * What Pulumi programs import that use the native provider: {@link DialerConfig} for one dialer configuration, {@link DialerFleet} for a
 * table of them, {@link Provider} for a tenant of its own, and functions that the provider's process answers. The program's Pulumi.yaml names the plugin.
 *
 * @module pulumi-cxone-dialer/native
 */
import * as pulumi from "@pulumi/pulumi";
import type { Forecast } from "../dialer-config/forecast.ts";
import {
  type DialerConfigArgs,
  DialerConfigResource,
  type IntervalArgs,
  type JsonInputObject,
  pauseStackTraces,
  registeredInputs,
  type ScheduleArgs,
  type StaffingArgs,
} from "../dialer-config/resource.ts";
import type {
  CapacityPolicy,
  ConflictPolicy,
  DeletePolicy,
  ExistingPolicy,
  Staffing,
} from "../dialer-config/state.ts";
import type { Audit } from "../domain/audit-trail.ts";
import type { Campaign } from "../domain/campaign.ts";
import type { Capacity } from "../domain/capacity.ts";
import type { JsonObject } from "../domain/json.ts";
import type {
  PacingForecast,
  PacingOptions,
  PacingType,
} from "../domain/pacing/forecast-pacing.ts";
import { DIALER_CONFIG_TYPE, NATIVE_DIALER_CONFIG_TYPE } from "../domain/pulumi.ts";
import type { RegulationName } from "../domain/regulation.ts";
import type { Schedule, ScheduleEntry, Week, Weekday } from "../domain/schedule.ts";
import {
  type DialerFleetArgs,
  FLEET_TYPE,
  type FleetOfConfigs,
  type FleetOfFile,
  fleetOutputs,
  rowsOf,
} from "../fleet/fleet-rows.ts";
import type { FleetRow } from "../fleet/table.ts";
import type {
  GetDialerConfigArgs,
  GetDialerConfigOutputArgs,
  GetDialerConfigResult,
  ListedDialerConfig,
} from "../lookups/dialer-configs.ts";
import type { GetCampaignArgs, GetCampaignOutputArgs } from "../lookups/get-campaign.ts";
import type { SettingName } from "../settings/setting-names.ts";
import { version } from "./version.ts";

export type {
  Audit,
  Campaign,
  Capacity,
  CapacityPolicy,
  ConflictPolicy,
  DeletePolicy,
  DialerConfigArgs,
  DialerFleetArgs,
  ExistingPolicy,
  FleetOfConfigs,
  FleetOfFile,
  FleetRow,
  Forecast,
  GetCampaignArgs,
  GetCampaignOutputArgs,
  GetDialerConfigArgs,
  GetDialerConfigOutputArgs,
  GetDialerConfigResult,
  IntervalArgs,
  JsonInputObject,
  JsonObject,
  ListedDialerConfig,
  PacingForecast,
  PacingOptions,
  PacingType,
  RegulationName,
  Schedule,
  ScheduleArgs,
  ScheduleEntry,
  Staffing,
  StaffingArgs,
  Week,
  Weekday,
};

/**
 * The predictive-dialer settings of one configuration of a NICE CXone tenant, through the native provider.
 *
 * The arguments are those of the dynamic resource in `pulumi-cxone-dialer`. In addition it can be imported, its preview shows drift, and
 * a {@link Provider} can name another tenant.
 */
export class DialerConfig extends DialerConfigResource {
  /**
   * @param name Unique among the stack's resources of this type.
   * @param args The settings. A wrong one fails the preview, with every failure of the resource at once.
   * @param opts As for any resource. `import` takes the configuration's id, or `CONFIG/CAMPAIGN`.
   */
  constructor(name: string, args: DialerConfigArgs, opts: pulumi.CustomResourceOptions = {}) {
    const aliases = [{ type: DIALER_CONFIG_TYPE }];
    const inputs = registeredInputs(name, args);
    const merged = pulumi.mergeOptions({ version, aliases }, opts);
    const resumeStackTraces = pauseStackTraces();
    try {
      super(NATIVE_DIALER_CONFIG_TYPE, name, inputs, merged);
    } catch (error) {
      resumeStackTraces(error);
      throw error;
    }
    resumeStackTraces();
  }

  /**
   * Reads a configuration that the program does not manage.
   *
   * @param id The configuration's id, or `CONFIG/CAMPAIGN` where its document does not name its campaign.
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts: pulumi.CustomResourceOptions = {},
  ): DialerConfig {
    const unread: DialerConfigArgs = Object.create(null);
    return new DialerConfig(name, unread, { ...opts, id });
  }
}

/**
 * A table of dialer configurations: a {@link DialerConfig} for each row, named as the row is, with the component as its parent.
 *
 * Throws {@link ConfigurationError}, before anything is deployed, where the table has a mistake: of a file, with every line that has
 * one.
 */
export class DialerFleet extends pulumi.ComponentResource {
  /** The configurations, by the names of their rows. */
  readonly configs: Readonly<Record<string, DialerConfig>>;

  /**
   * @param name Unique among the stack's fleets.
   * @param args The table.
   * @param opts As for any component: `protect`, `aliases`, `provider` and `transforms` reach the configurations too.
   */
  constructor(name: string, args: DialerFleetArgs, opts: pulumi.ComponentResourceOptions = {}) {
    // Before the component is registered, so that a mistake in the table leaves nothing behind.
    const rows = rowsOf(args);
    super(FLEET_TYPE, name, {}, opts);
    const configs = Array.from(
      rows,
      ([row, config]) => [row, new DialerConfig(row, config, { parent: this })] as const,
    );
    this.configs = Object.fromEntries(configs);
    this.registerOutputs(fleetOutputs(this.configs));
  }
}

/** The settings of a {@link Provider}, as those of the `cxone` namespace in a stack's configuration. */
export type ProviderArgs = {
  readonly [Name in SettingName]?: pulumi.Input<
    Name extends "requestsPerMinute" | "requestsPerSecond" ? string | number : string
  >;
};

/**
 * One tenant: its settings, and with them a quota, a token and a process of its own. Give it to resources as their `provider`. A setting
 * that it does not give comes from the environment.
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, opts: pulumi.ResourceOptions = {}) {
    const { clientSecret, requestsPerMinute, requestsPerSecond, ...others } = args;
    const inputs = {
      ...others,
      clientSecret: clientSecret === undefined ? undefined : pulumi.secret(clientSecret),
      requestsPerMinute: asText(requestsPerMinute),
      requestsPerSecond: asText(requestsPerSecond),
    };
    super("cxone", name, inputs, pulumi.mergeOptions({ version }, opts));
  }
}

function asText(value: pulumi.Input<string | number> | undefined) {
  return value === undefined ? undefined : pulumi.output(value).apply(String);
}

/**
 * Looks a campaign up in the tenant, by its id or its name.
 *
 * @example
 * ```ts
 * const { id } = await getCampaign({ name: "Spring sales" });
 * ```
 */
export function getCampaign(args: GetCampaignArgs, opts?: pulumi.InvokeOptions): Promise<Campaign> {
  return invoke("getCampaign", args, opts);
}

/** {@link getCampaign} for values that are outputs. */
export function getCampaignOutput(
  args: GetCampaignOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<Campaign> {
  return invokeOutput("getCampaign", args, opts);
}

/** Looks a dialer configuration up in the tenant. It is read, not managed. */
export function getDialerConfig(
  args: GetDialerConfigArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetDialerConfigResult> {
  return invoke("getDialerConfig", args, opts);
}

/** {@link getDialerConfig} for a value that is an output. */
export function getDialerConfigOutput(
  args: GetDialerConfigOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetDialerConfigResult> {
  return invokeOutput("getDialerConfig", args, opts);
}

/** Lists the tenant's dialer configurations. */
export async function listDialerConfigs(
  opts?: pulumi.InvokeOptions,
): Promise<readonly ListedDialerConfig[]> {
  const found = await invoke<{ dialerConfigs: readonly ListedDialerConfig[] }>(
    "listDialerConfigs",
    {},
    opts,
  );
  return found.dialerConfigs;
}

/** {@link listDialerConfigs} as an output. */
export function listDialerConfigsOutput(
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<readonly ListedDialerConfig[]> {
  return invokeOutput<{ dialerConfigs: readonly ListedDialerConfig[] }>(
    "listDialerConfigs",
    {},
    opts,
  ).apply(({ dialerConfigs }) => [...dialerConfigs]);
}

/** Forecasts what a setting of the dialer does, in the provider's process and without asking the tenant. */
export function forecastPacing(
  options: PacingOptions,
  opts?: pulumi.InvokeOptions,
): Promise<PacingForecast> {
  return invoke("forecastPacing", options, opts);
}

function invoke<Result>(
  name: string,
  args: object,
  opts: pulumi.InvokeOptions = {},
): Promise<Result> {
  return pulumi.runtime.invoke(`cxone:index:${name}`, { ...args }, { version, ...opts });
}

function invokeOutput<Result>(
  name: string,
  args: object,
  opts: pulumi.InvokeOutputOptions = {},
): pulumi.Output<Result> {
  return pulumi.runtime.invokeOutput(`cxone:index:${name}`, { ...args }, { version, ...opts });
}
