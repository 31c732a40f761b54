import { UNKNOWN } from "../../../dialer-config/parse.ts";
import { isJsonObject } from "../../../domain/json.ts";

/**
 * Why there is no figure. None of them is 0.
 * - `none`: the configuration is not there on this side: not yet, or no longer
 * - `unknown`: known only once another resource is deployed
 * - `secret`: the program keeps it secret
 * - `unmeasured`: the campaign has too few figures to forecast from
 * - `missing`: the preview leaves out what the figure is made of
 */
export const gaps = ["none", "unknown", "secret", "unmeasured", "missing"] as const;

export type Gap = (typeof gaps)[number];

/** The key by which Pulumi's events mark a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

export function gapOf(value: unknown): Gap | undefined {
  if (value === UNKNOWN) return "unknown";
  if (value === "[secret]" || (isJsonObject(value) && SIGNATURE in value)) return "secret";
  return undefined;
}
