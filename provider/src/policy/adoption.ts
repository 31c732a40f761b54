/**
 * What creating the resource does in the tenant: take over a configuration that is there, or make one. The preview and the run that
 * creates report it; a configuration that the program manages already has none.
 */
export interface Adoption {
  /** Whether the tenant has the configuration. */
  readonly exists: boolean;
  /** Each managed field that the program sets to another value than the tenant holds; none where there is nothing to write. */
  readonly changes: readonly AdoptedField[];
}

export interface AdoptedField {
  /** `dialRate`, `complianceRules.doNotCall`. */
  readonly path: string;
  /** What the tenant holds; `undefined` where it has no such field. Texts of the compliance rules are masked. */
  readonly from: unknown;
  /** What the program says. */
  readonly to: unknown;
}
