import { Command } from "commander";
import { sandboxEngineCommands } from "./sandbox-engine.ts";
import { sandboxTenantCommand } from "./sandbox-tenant.ts";

/** `sandbox`: a tenant and an engine on this machine. */
export function sandboxCommand(): Command {
  const sandbox = new Command("sandbox")
    .description(
      "try a program on this machine, without a tenant and without Pulumi's command line",
    )
    .addCommand(sandboxTenantCommand());
  for (const command of sandboxEngineCommands()) sandbox.addCommand(command);
  return sandbox;
}
