/** What a setting is where neither a flag nor a state says. */
export const defaultSetting = {
  pacingType: "predictive",
  regulation: "cxone",
  /** The API's recommended safety limit. */
  agentRatio: 3,
  /** The API's highest. */
  maxQueueDepth: 500,
} as const;
