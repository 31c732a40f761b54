import type { Arguments, Staffing } from "../dialer-config/state.ts";
import type { ScheduleEntry } from "../domain/schedule.ts";

/**
 * What the schema says of each argument, for the SDKs of every language: what `DialerConfigArgs` says in TypeScript, which a test
 * compares with this.
 */
export const argumentDescriptions: Readonly<Record<keyof Arguments, string>> = {
  configId: "The configuration's id in the tenant. A change replaces the resource.",
  campaignId:
    "The campaign whose agents take the calls. Several configurations may name one campaign; they are judged together.",
  pacingType:
    "How dials are started: `predictive` ahead of free agents, `progressive` one for each free agent, `preview` when an agent has looked at the contact.",
  dialRate:
    "Dials started a second over the whole campaign, 0.1–10, and at most agents × `agentRatio`.",
  agentRatio: "Lines dialled for each free agent, 1–5; over `agentRatioLimit` it is refused.",
  maxAbandonmentRate:
    "The highest share of answered calls that may be abandoned, 0–0.05, and at most what `regulation` allows.",
  maxQueueDepth: "Answered calls that may wait for an agent at a time: a whole number, 1–500.",
  answerRateThreshold: "The answer rate under which the tenant is to stop dialling ahead, 0–1.",
  complianceRules:
    "Free-form rules. Only the keys named here are managed, at every depth; others that the tenant holds are kept, and a key that a program names no longer stays as it is. An array is one value.",
  regulation:
    'Whose law the calls are under; `regulations` says what each one asks. - `"cxone"`: abandonment up to the API\'s 5 %, with a warning over 3 %; - `"us"`: 3 % of calls answered by a person over 30 days; ring at least 15 s, message within 2 s (16 CFR 310.4(b)(4)); - `"ca"`: 5 %; `"uk"`: 3 %.',
  agentRatioLimit:
    "The highest `agentRatio` that is accepted, 1–5. 3.0 is the API's recommended safety limit: raise it knowingly.",
  staffing:
    "Planned figures, in place of the live campaign's: a deployment at night sees no agents.",
  capacityCheck:
    '`"enforce"` refuses dials that the campaign\'s agents cannot carry; `"warn"` reports it and goes on. A forecast over the limit is refused either way.',
  existing:
    'What to do where the configuration exists before the program creates it: `"adopt"` takes it over and remembers it as found, `"refuse"` fails. `"require"` adopts it too, and fails where it does not exist instead of creating it.',
  onConflict:
    'What to do where somebody changed the configuration since it was last seen. `"merge"` keeps their changes and adds the program\'s, and fails where both changed one field to different values; `"overwrite"` takes the program\'s value there; `"fail"` fails at once.',
  onDelete:
    'What destroying does. `"restore"` puts the fields that the program set in an adopted configuration back as found, but for those that somebody changed since, and deletes a configuration that the program created; `"retain"` leaves the tenant alone; `"delete"` deletes.',
};

/** An interval of `staffing.intervals`. */
export const intervalDescriptions: Readonly<Record<keyof ScheduleEntry, string>> = {
  start: "When it begins, `HH:MM`: when the interval before it ends.",
  end: "When it ends, `HH:MM`, up to 24:00. What comes after midnight belongs to the next day.",
  agents: "Agents who take the calls: a whole number, 0–10,000. 0 is a pause.",
  answerRate: "Answered ÷ dialled on a usual day, over 0 and at most 1.",
  averageHandleTimeSeconds:
    "Mean time an agent spends on an answered call, wrap-up included, in seconds, over 0.",
};

export const staffingDescriptions: Readonly<Record<keyof Staffing, string>> = {
  agents: "Agents who take the campaign's calls: a whole number, 0–1,000,000.",
  answerRate: "Answered ÷ dialled, 0–1.",
  averageHandleTimeSeconds:
    "Mean time an agent spends on an answered call, wrap-up included, in seconds, 1–86,400.",
  intervals:
    "The day in place of one steady hour: its intervals in a row, or those of each day of the week. The forecast is then for the period that the regulation counts. Not together with the three figures.",
  answerRateVariation:
    "By how much answer rates differ from day to day, 0–1: at 0.2, two days of three are within about 20 % of the usual. Only together with `intervals`.",
};
