import { once } from "node:events";
import type { Fault, Tenant } from "pulumi-cxone-dialer/sandbox";
import type { Config, Engine, Flags } from "./engine.ts";

interface Stop {
  readonly config: Config;
  readonly flags?: Flags;
  /** The request at which it is stopped. */
  readonly fault: Fault;
  readonly signal: "SIGKILL" | "SIGINT";
}

/** Runs `up`, and stops the engine there. */
export async function stopUp(
  engine: Engine,
  tenant: Tenant,
  { config, flags, fault, signal }: Stop,
): Promise<void> {
  const child = await engine.startUp(config, flags);
  const ended = once(child, "exit");
  const isStopped = Promise.withResolvers<void>();
  tenant.inject({
    ...fault,
    before: async () => {
      child.kill(signal);
      if (signal === "SIGKILL") await ended;
      isStopped.resolve();
    },
  });
  await Promise.all([isStopped.promise, ended]);
  if (signal === "SIGKILL") await engine.recover();
  tenant.clearFaults();
}
