import { PolicyPack } from "@pulumi/policy";
import { dialerPolicies } from "pulumi-cxone-dialer/policy";

// Rules that are not named here have their defaults; --policy-pack-config sets each of them anew.
new PolicyPack("call-centre", {
  policies: dialerPolicies({
    "forecast-abandonment": { maxAbandonmentRate: 0.025 },
    "pacing-ceiling": { maxDialRate: 3, maxAgentRatio: 2 },
    "pacing-step": { maxIncrease: 0.2, enforcementLevel: "mandatory" },
    "calling-hours": { latest: "20:00" },
    "do-not-call": { lists: ["national", "internal"] },
    "ring-time": { enforcementLevel: "remediate" },
    "abandoned-call-message": { enforcementLevel: "remediate" },
    // What the rules above demand may give way in a configuration that is taken over; its pace may not.
    "reviewed-adoption": { mayReplace: ["complianceRules", "maxAbandonmentRate"] },
    "justified-limits": {
      justifications: [
        {
          configId: "c3e75a14-b6d8-4f29-8071-9d4b2ef6530c",
          allows: { agentRatioLimit: 3.5 },
          reason: "Renewals call back at an agreed time, so that three in four calls are answered.",
          approvedBy: "Head of compliance",
          until: "2027-06-30",
        },
      ],
    },
    "occupancy-band": { min: 0.7, max: 0.88 },
  }),
});
