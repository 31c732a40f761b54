import type { DialerConfigArgs } from "../dialer-config/resource.ts";

/** The arguments of one configuration, as far as they differ from the fleet's defaults. */
export type FleetRow = Partial<DialerConfigArgs>;

/** What a file holds, and what is wrong with it: one sentence a mistake, each with its line. */
export interface Table {
  readonly rows: ReadonlyMap<string, FleetRow>;
  readonly problems: readonly string[];
}

/** The readers judge each name and each value: an object in which they found no mistake is a row. */
export function isRow(row: object, mistakes: number): row is FleetRow {
  return mistakes === 0;
}
