/** Why the tool leaves a configuration out, with the words that a report begins the reason with. */
const words = {
  noCampaign: "no campaign",
  refused: "refused",
  unread: "unread",
  gone: "gone",
  excluded: "left out",
} as const;

export type Status = keyof typeof words;

export const statuses = ["noCampaign", "refused", "unread", "gone", "excluded"] as const;

/** Whether a plan has a configuration in the program, and why not. */
export interface Standing {
  readonly include: boolean;
  readonly status?: Status | undefined;
  readonly details?: string | undefined;
  readonly reason?: string | undefined;
}

/** Whether a person wrote that it stays out: with a reason of theirs, or without a status of the tool's. */
export function isPersonsExclusion({ include, status, reason }: Standing): boolean {
  return !include && (reason !== undefined || status === undefined);
}

/** Whether the next run judges it again: the tool left it out, and neither a person nor a flag decided that it stays out. */
export function isJudgedAgain(entry: Standing): boolean {
  return !entry.include && !isPersonsExclusion(entry) && entry.status !== "excluded";
}

/** Whether a person can settle it; what is gone is no question. */
export function isOpenQuestion(entry: Standing): boolean {
  return isJudgedAgain(entry) && entry.status !== "gone";
}

/** Why it is left out, in words: a person's own, or the tool's. Undefined where nobody says. */
export function reasonOf({ reason, status, details }: Standing): string | undefined {
  if (reason !== undefined || status === undefined) return reason;
  return details === undefined ? words[status] : `${words[status]}: ${details}`;
}
