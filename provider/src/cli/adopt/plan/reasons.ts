/**
 * Why the tool leaves a configuration out. Each begins with a word of its own, by which the tool knows its own reasons again: they
 * are judged anew with every run, and a person's are kept.
 */
export const reasons = {
  noCampaign: (what: string) => `no campaign: ${what}`,
  refused: (why: string) => `refused: ${why}`,
  unread: (why: string) => `unread: ${why}`,
  gone: () => "gone: the tenant has it no more.",
} as const;

export function isToolsReason(reason: string | undefined): boolean {
  return reason !== undefined && /^(no campaign|refused|unread|gone): /.test(reason);
}

/** Whether a person can settle it; what is gone is no question. */
export function isOpenQuestion(reason: string | undefined): boolean {
  return reason !== undefined && /^(no campaign|refused|unread): /.test(reason);
}
