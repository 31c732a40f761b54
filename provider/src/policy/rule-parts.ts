import type { PolicyComplianceFramework } from "@pulumi/policy";
import * as z from "zod";

/**
 * Whether a figure is over a limit, or under it, beyond what binary rounding makes of a sum or a product: 0.7 × 1.1 is
 * 0.7700000000000001.
 */
export function isOver(value: number, limit: number): boolean {
  return value - limit > Math.abs(limit) * 1e-9;
}

export function isUnder(value: number, limit: number): boolean {
  return isOver(limit, value);
}

/** A number in a range, both ends included. */
export function between(min: number, max: number): z.ZodNumber {
  const rule = {
    error: ({ input }: { readonly input?: unknown }) =>
      `must be a number from ${min} to ${max}, but is ${JSON.stringify(input)}`,
  };
  return z.number(rule).min(min, rule).max(max, rule);
}

/** A dotted path of the checked inputs. */
export const path = z.string().min(1);

/** Whether a value that the program does not name is a violation: the tenant's own is kept then, and nobody here can see it. */
export const required = (byDefault: boolean) =>
  z
    .boolean()
    .default(byDefault)
    .describe("Whether it is a violation that the program does not name the value.");

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
