import { CxoneClient } from "../../client/client.ts";
import { resolveSettings, type Settings } from "../../transport/settings.ts";
import { Transport } from "../../transport/transport.ts";

/** The tenant that the environment names. */
export interface Tenant extends AsyncDisposable {
  readonly settings: Settings;
  readonly client: CxoneClient;
}

/** @throws {ConfigurationError} where a setting is missing or cannot be used */
export function connect(warn: (message: string) => void): Tenant {
  const settings = resolveSettings(() => undefined, process.env);
  const client = new CxoneClient(new Transport(settings, { warn }));
  return { settings, client, [Symbol.asyncDispose]: () => client.close() };
}

/** On the standard error, beside the report. */
export function warnOnTerminal(message: string): void {
  console.error(`warning: ${message}`);
}
