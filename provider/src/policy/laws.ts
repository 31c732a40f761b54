import type { PolicyComplianceFramework } from "@pulumi/policy";

export interface Law {
  readonly framework: PolicyComplianceFramework;
  readonly url: string;
}

/** A section of the Federal Trade Commission's Telemarketing Sales Rule. */
export function telemarketingSalesRule(section: string, specification: string): Law {
  return {
    framework: {
      name: "Telemarketing Sales Rule",
      version: "16 CFR part 310",
      reference: `16 CFR ${section}`,
      specification,
    },
    url: "https://www.ecfr.gov/current/title-16/chapter-I/subchapter-C/part-310/section-310.4",
  };
}
