/** The scopes that the tenant knows. */
export const knownScopes = [
  "outbound.campaign.write",
  "outbound.dialerconfig.readwrite",
  "outbound.read",
  "eventstreams.export.write",
] as const;

export type Scope = (typeof knownScopes)[number];

export function isScope(name: string): name is Scope {
  return knownScopes.some((scope) => scope === name);
}
