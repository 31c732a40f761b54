import type { Headers } from "undici";
import { retryAfterMilliseconds } from "../../../transport/retry.ts";

/**
 * How long a host wants to be left alone, in milliseconds: by `Retry-After`, or until its quota is whole again where there is
 * nothing left of it. Undefined where it does not say.
 *
 * @param now milliseconds since the epoch
 */
export function waitOf(headers: Headers, now: number): number | undefined {
  const told = (name: string) => headers.get(name) ?? undefined;
  const wait = retryAfterMilliseconds(told("retry-after"), told("date"), now);
  if (wait !== undefined) return wait;
  // GitHub's names, and GitLab's.
  for (const prefix of ["x-ratelimit", "ratelimit"]) {
    const reset = Number(told(`${prefix}-reset`));
    if (told(`${prefix}-remaining`) === "0" && reset > 0) return Math.max(0, reset * 1_000 - now);
  }
  return undefined;
}
