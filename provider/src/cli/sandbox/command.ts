import { Command } from "commander";
import leven from "leven";
import { sandboxEngineCommands } from "./engine.ts";
import { sandboxHistoryCommand } from "./history.ts";
import { sandboxTenantCommand } from "./tenant.ts";

/** `sandbox`: a tenant and an engine on this machine. */
export function sandboxCommand(): Command {
  const sandbox = new Command("sandbox")
    .description(
      "try a program on this machine, without a tenant and without Pulumi's command line",
    )
    .addCommand(sandboxTenantCommand())
    .addCommand(sandboxHistoryCommand());
  for (const command of sandboxEngineCommands()) sandbox.addCommand(command);
  sandbox.on("command:*", ([name = ""]: readonly string[]) => refuse(sandbox, name));
  return sandbox;
}

/** What other tools call it. By its letters `deploy` is nearest to `destroy`, which nobody should be led to. */
const otherNames: Readonly<Record<string, string>> = {
  deploy: "up",
  apply: "up",
  update: "up",
  plan: "preview",
  diff: "preview",
  down: "destroy",
  delete: "destroy",
  remove: "destroy",
  start: "tenant",
  serve: "tenant",
};

function refuse(sandbox: Command, name: string): never {
  const commands = sandbox.commands.map((command) => command.name());
  const meant = Object.hasOwn(otherNames, name) ? otherNames[name] : near(name, commands);
  const advice =
    meant === undefined ? `Take one of ${commands.join(", ")}.` : `Did you mean ${meant}?`;
  return sandbox.error(`error: unknown command '${name}'\n(${advice})`);
}

/** With at most two letters changed, of which none is the first. */
function near(name: string, commands: readonly string[]): string | undefined {
  return commands.find((command) => command[0] === name[0] && leven(command, name) <= 2);
}
