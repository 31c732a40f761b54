import * as pulumi from "@pulumi/pulumi";
import { DialerConfig } from "../dialer-config/dynamic-resource.ts";
import { type DialerFleetArgs, FLEET_TYPE, fleetOutputs, rowsOf } from "./fleet-rows.ts";

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
