import { log, runtime } from "@pulumi/pulumi";
import { CxoneError } from "../errors/index.ts";
import { warnOfUnknownSettings } from "../settings/unknown-settings.ts";

/** Derived from `open`, so that not even a type leads from a program's imports to what speaks to the tenant. */
type Lookups = Awaited<ReturnType<typeof open>>;

let lookups: Promise<Lookups> | undefined;

/**
 * Asks the tenant, from the program's own process. What speaks to it is loaded by the first question, so that a program
 * which asks nothing starts as fast as ever.
 */
export async function ask<T>(question: (lookups: Lookups) => Promise<T>): Promise<T> {
  try {
    lookups ??= open();
    return await question(await lookups);
  } catch (error) {
    // Pulumi prints the stack of what a program throws: for an error of ours the message says it all.
    if (error instanceof CxoneError) error.stack = "";
    throw error;
  }
}

async function open() {
  const [{ CxoneClient }, { resolveSettings }, { Transport }, { Lookups }] = await Promise.all([
    import("../client/client.ts"),
    import("../transport/settings.ts"),
    import("../transport/transport.ts"),
    import("./lookups.ts"),
  ]);
  warnOfUnknownSettings();
  // `pulumi.Config` would warn that the secret is read as plain text; here it goes no further than the token's request.
  const settings = resolveSettings((name) => runtime.getConfig(`cxone:${name}`), process.env);
  const warn = (message: string) => void log.warn(message);
  return new Lookups(new CxoneClient(new Transport(settings, { warn })));
}
