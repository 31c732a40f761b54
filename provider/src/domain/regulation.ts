import { error, type Finding, warning } from "./finding.ts";
import type { Json, JsonObject } from "./json.ts";
import { percent } from "./numbers.ts";

/** What a jurisdiction asks of a predictive dialer. */
export interface Regulation {
  /** The highest abandonment rate, a fraction of answered calls. */
  readonly maxAbandonmentRate: number;
  /** Over what the rate is measured. */
  readonly measuredOver: string;
  /** The days of such a period, for a forecast by a schedule. */
  readonly periodDays: number;
  /** The least time an unanswered call has to ring, in seconds. Absent where the source sets none. */
  readonly minRingSeconds?: number;
  /** How soon after the answer a call without an agent has to get its message, in seconds. Absent where the source sets none. */
  readonly maxMessageSeconds?: number;
  /** Where it is written. */
  readonly source: string;
}

/** The regulations that `regulation` can name. */
export const regulations = {
  cxone: {
    maxAbandonmentRate: 0.05,
    measuredOver: "the tenant's own interval",
    periodDays: 30,
    source: "the range of the API",
  },
  us: {
    maxAbandonmentRate: 0.03,
    measuredOver: "30 days of a campaign, of calls answered by a person",
    periodDays: 30,
    minRingSeconds: 15,
    maxMessageSeconds: 2,
    source: "16 CFR 310.4(b)(4)",
  },
  ca: {
    maxAbandonmentRate: 0.05,
    measuredOver: "a calendar month",
    periodDays: 30,
    maxMessageSeconds: 2,
    source: "CRTC Unsolicited Telecommunications Rules, Part III",
  },
  uk: {
    maxAbandonmentRate: 0.03,
    measuredOver: "24 hours of a campaign or a call centre, of live calls",
    periodDays: 1,
    minRingSeconds: 15,
    maxMessageSeconds: 2,
    // The statement of policy in force since 1 March 2017 names no rate that is tolerated; 3 % is what the industry keeps to.
    source: "Ofcom, Tackling abandoned and silent calls, statement of 1 October 2010",
  },
} as const satisfies Record<string, Regulation>;

export type RegulationName = keyof typeof regulations;

/** The settings that a regulation has a word on. What is left out is not judged. */
export interface RegulatedSettings {
  readonly maxAbandonmentRate?: number | undefined;
  /** `ringSeconds` and `messageSeconds` are judged where the program names them as numbers. */
  readonly complianceRules?: JsonObject | undefined;
}

export function regulationFindings(
  name: RegulationName,
  settings: RegulatedSettings,
): readonly Finding[] {
  return [
    ...abandonmentFindings(name, settings.maxAbandonmentRate),
    ...secondsFindings(name, settings.complianceRules ?? {}),
  ];
}

function abandonmentFindings(name: RegulationName, rate: number | undefined): Finding[] {
  if (rate === undefined) return [];
  const { maxAbandonmentRate: limit, measuredOver, source } = regulations[name];
  if (rate > limit) {
    return [
      error(
        "maxAbandonmentRate",
        `${percent(rate)} is over the ${percent(limit)} that regulation "${name}" allows over ${measuredOver} (${source}). ` +
          `Set it to at most ${limit}, or name the regulation that applies.`,
      ),
    ];
  }
  const safeHarbour = regulations.us.maxAbandonmentRate;
  if (name === "cxone" && rate > safeHarbour) {
    return [
      warning(
        "maxAbandonmentRate",
        `${percent(rate)} is within the API's range, but the US safe harbour is ${percent(safeHarbour)} ` +
          `(${regulations.us.source}). Name the regulation that applies, "us", "ca" or "uk", to have it enforced.`,
      ),
    ];
  }
  return [];
}

/** The highest share of answered calls that may be abandoned: the program's own limit or the regulation's, whichever is lower. */
export function abandonmentLimit(name: RegulationName, maxAbandonmentRate: number): number {
  return Math.min(maxAbandonmentRate, regulations[name].maxAbandonmentRate);
}

function secondsFindings(name: RegulationName, rules: JsonObject): Finding[] {
  const {
    minRingSeconds = -Infinity,
    maxMessageSeconds = Infinity,
    source,
  }: Regulation = regulations[name];
  const { ringSeconds, messageSeconds }: { ringSeconds?: Json; messageSeconds?: Json } = rules;
  const findings: Finding[] = [];
  if (typeof ringSeconds === "number" && ringSeconds < minRingSeconds) {
    findings.push(
      error(
        "complianceRules.ringSeconds",
        `${ringSeconds} s is too short: an unanswered call has to ring at least ${minRingSeconds} s under regulation "${name}" ` +
          `(${source}). Raise it to ${minRingSeconds}.`,
      ),
    );
  }
  if (typeof messageSeconds === "number" && messageSeconds > maxMessageSeconds) {
    findings.push(
      error(
        "complianceRules.messageSeconds",
        `${messageSeconds} s is too late: a call without an agent has to get its message within ${maxMessageSeconds} s under ` +
          `regulation "${name}" (${source}). Lower it to ${maxMessageSeconds}.`,
      ),
    );
  }
  return findings;
}
