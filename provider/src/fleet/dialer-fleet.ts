import * as pulumi from "@pulumi/pulumi";
import { DialerConfig } from "../dialer-config/dynamic-resource.ts";
import { readFleet } from "./read-fleet.ts";
import type { FleetRow } from "./table.ts";
import { withDefaults } from "./with-defaults.ts";

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
   * @param opts As for any component: `protect`, `aliases` and `transforms` reach the configurations too.
   */
  constructor(name: string, args: DialerFleetArgs, opts: pulumi.ComponentResourceOptions = {}) {
    // Before the component is registered, so that a mistake in the table leaves nothing behind.
    const rows =
      args.file === undefined ? new Map(Object.entries(args.configs)) : readFleet(args.file);
    const whole = withDefaults(rows, args.defaults ?? {});
    super("cxone:index:DialerFleet", name, {}, opts);
    const configs = [...whole].map(
      ([row, config]) => [row, new DialerConfig(row, config, { parent: this })] as const,
    );
    this.configs = Object.fromEntries(configs);
    this.registerOutputs({
      configIds: Object.fromEntries(configs.map(([row, { configId }]) => [row, configId])),
    });
  }
}
