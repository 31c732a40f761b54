/** Seconds of the limiter's minute: what it keeps free so that the tenant, too, never counts more than its limit in one. */
const WINDOW_SECONDS = 61.5;

export interface Pace {
  /** Requests that this run made. */
  readonly made: number;
  /** Requests that are still to be made. */
  readonly left: number;
  readonly elapsedSeconds: number;
  readonly requestsPerMinute: number;
}

/** How long the rest takes, in seconds: as the quota lets it, or as the tenant has answered so far, whichever is slower. */
export function secondsLeft({ made, left, elapsedSeconds, requestsPerMinute }: Pace): number {
  const fullWindows = Math.floor(Math.max(0, made + left - 1) / requestsPerMinute);
  const byQuota = fullWindows * WINDOW_SECONDS - elapsedSeconds;
  const byPace = made === 0 ? 0 : (left * elapsedSeconds) / made;
  return Math.max(0, byQuota, byPace);
}

/** As a person says it: "9 min", "less than a minute". */
export function spoken(seconds: number): string {
  return seconds < 60 ? "less than a minute" : `${Math.ceil(seconds / 60)} min`;
}
