import type { DialerConfigArgs, DialerConfigResource } from "../dialer-config/resource.ts";
import { readFleet } from "./read-fleet.ts";
import type { FleetRow } from "./table.ts";
import { withDefaults } from "./with-defaults.ts";

/** The engine's type of a fleet, whichever way its configurations reach the tenant: as one moves to the other, the fleet stays. */
export const FLEET_TYPE = "cxone:index:DialerFleet";

interface FleetDefaults {
  /**
   * Arguments of every configuration that does not name them itself. In `complianceRules` and `staffing` a row replaces the keys
   * that it names and keeps the others.
   * @default {}
   */
  readonly defaults?: FleetRow;
}

/** A fleet whose configurations stand in the program: the arguments of each, by its name. */
export interface FleetOfConfigs extends FleetDefaults {
  readonly configs: Readonly<Record<string, FleetRow>>;
  readonly file?: never;
}

/**
 * A fleet whose configurations stand in a file: `.csv`, with a column `name` and one for each argument, by its dotted path
 * (`complianceRules.ringSeconds`); `.yaml`, `.yml` or `.json`, a mapping of names to arguments. A path is relative to the program's
 * folder.
 */
export interface FleetOfFile extends FleetDefaults {
  readonly file: string | URL;
  readonly configs?: never;
}

export type DialerFleetArgs = FleetOfConfigs | FleetOfFile;

/**
 * The whole arguments of each row, by its name.
 *
 * @throws ConfigurationError where the table has a mistake.
 */
export function rowsOf({
  file,
  configs,
  defaults,
}: DialerFleetArgs): ReadonlyMap<string, DialerConfigArgs> {
  const rows = file === undefined ? new Map(Object.entries(configs)) : readFleet(file);
  return withDefaults(rows, defaults ?? {});
}

/** What a fleet shows the engine. */
export function fleetOutputs(
  configs: Readonly<Record<string, InstanceType<typeof DialerConfigResource>>>,
) {
  const configIds = Object.entries(configs).map(([row, { configId }]) => [row, configId] as const);
  return { configIds: Object.fromEntries(configIds) };
}
