/** The longest pause that a tenant may ask for and get, in milliseconds; a longer one fails at once. */
export const longestPause = 300_000;

/** An HTTP-date begins with a day's name in each of its three forms (RFC 9110 §5.6.7). */
const httpDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/**
 * The pause that a `Retry-After` asks for, in milliseconds, 0 or more (RFC 9110 §10.2.3): seconds, or a date.
 * Undefined where there is none, or none that can be read.
 *
 * @param date the answer's own `Date`: the tenant's clock is the one that its dates are told by
 * @param now milliseconds since the epoch, for an answer without a `Date`
 */
export function retryAfterMilliseconds(
  value: string | undefined,
  date: string | undefined,
  now: number,
): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const until = parseHttpDate(value);
  if (until === undefined) return undefined;
  return Math.max(0, until - (parseHttpDate(date) ?? now));
}

function parseHttpDate(text: string | undefined): number | undefined {
  if (text === undefined || !httpDate.test(text)) return undefined;
  // The asctime form names no zone, and means GMT.
  const time = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}
