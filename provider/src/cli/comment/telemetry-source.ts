import { readTelemetry } from "../../dialer-config/telemetry.ts";
import { ConfigurationError } from "../../errors/index.ts";
import { UsageError } from "../shared/usage-error.ts";
import type { TelemetrySource } from "./judge/figure-source.ts";

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
    const { campaigns } = await readTelemetry(file);
    return { kind: "file", campaigns };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    if (!named) return { kind: "unread" };
    throw new UsageError([
      error.message.replace("cxone:telemetry", "--telemetry or CXONE_TELEMETRY"),
    ]);
  }
}
