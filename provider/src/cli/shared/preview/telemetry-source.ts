import { readTelemetry, type Telemetry } from "../../../dialer-config/telemetry.ts";
import { ConfigurationError } from "../../../errors/index.ts";
import { UsageError } from "../exit-codes.ts";

/** The file that `cxone:telemetry` named for the preview, as far as it is known here. */
export type TelemetrySource =
  | { readonly kind: "file"; readonly campaigns: Telemetry["campaigns"] }
  | { readonly kind: "unread" }
  | { readonly kind: "none" };

/**
 * The telemetry file that the preview forecast from: what the flag or CXONE_TELEMETRY names, else what the stack's configuration
 * does. The latter is relative to a folder that is not known here, so that it may not be found.
 *
 * @throws UsageError where a file that was named here cannot be read.
 */
export async function telemetrySource(
  named: string | undefined,
  configured: string | undefined,
): Promise<TelemetrySource> {
  const file = named || configured;
  if (!file) return { kind: "none" };
  try {
    const { campaigns } = await readTelemetry(file, "--telemetry or CXONE_TELEMETRY");
    return { kind: "file", campaigns };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    if (!named) return { kind: "unread" };
    throw new UsageError([error.message]);
  }
}
