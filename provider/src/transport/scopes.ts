/** The OAuth scopes that a token is asked for: all that the provider's calls need. */
export const scopes = [
  "outbound.campaign.write",
  "outbound.dialerconfig.readwrite",
  "outbound.read",
  "eventstreams.export.write",
] as const;

export type Scope = (typeof scopes)[number];
