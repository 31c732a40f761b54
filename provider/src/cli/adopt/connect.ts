import { CxoneClient } from "../../client/client.ts";
import { resolveSettings, type Settings } from "../../transport/settings.ts";
import { Transport } from "../../transport/transport.ts";
import type { ErrorStream, Terminal } from "./terminal.ts";

/** The tenant that the environment names. */
export interface Tenant extends AsyncDisposable {
  readonly settings: Settings;
  readonly client: CxoneClient;
  /** Tells of what stops nothing. */
  readonly warn: (message: string) => void;
}

/** @throws {ConfigurationError} where a setting is missing or cannot be used */
export function connect({ env, stderr }: Terminal): Tenant {
  const settings = resolveSettings(() => undefined, env);
  const warn = warningsTo(stderr);
  const client = new CxoneClient(new Transport(settings, { warn }));
  return { settings, client, warn, [Symbol.asyncDispose]: () => client.close() };
}

function warningsTo(stderr: ErrorStream): Tenant["warn"] {
  return (message) => void stderr.write(`warning: ${message}\n`);
}
