import { DialerFleet } from "pulumi-cxone-dialer";

const callCentre = new DialerFleet("call-centre", {
  file: "fleet.csv",
  // What a row does not say. In complianceRules, a row replaces the keys that it names.
  defaults: {
    maxAbandonmentRate: 0.03,
    answerRateThreshold: 0.15,
    regulation: "us",
    complianceRules: {
      ringSeconds: 20,
      messageSeconds: 2,
      callingHours: { start: "09:00", end: "20:00" },
    },
  },
});

/** The share of answered calls that will be abandoned, as forecast, of each configuration. */
export const abandonmentRates = Object.fromEntries(
  Object.entries(callCentre.configs).map(([name, { forecast }]) => [
    name,
    forecast.apply((figures) => figures?.abandonmentRate),
  ]),
);
