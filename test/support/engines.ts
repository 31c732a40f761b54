import type { Door, EngineKind } from "./engine.ts";
import { isWhole } from "./extent.ts";
import { isPulumiInstalled, nativePulumiCli, pulumiCli } from "./pulumi-cli.ts";
import { nativeSandboxEngine, sandboxEngine } from "./sandbox-engine.ts";

/**
 * What every scenario runs on: the sandbox engine, in a whole run through both doors, and Pulumi's command line through both. Where that is missing, the
 * run says so in one line.
 *
 * @param doors What the scenario makes sense for. @default both
 */
export async function engineKinds(
  doors: readonly Door[] = ["dynamic", "native"],
): Promise<readonly EngineKind[]> {
  const isInstalled = await isPulumiInstalled();
  if (!isInstalled) {
    console.log(
      "Pulumi's command line is not on the PATH: the scenarios run on the sandbox engine only.",
    );
  }
  const all = [
    sandboxEngine,
    ...(isWhole || !doors.includes("dynamic") ? [nativeSandboxEngine] : []),
    ...(isInstalled ? [pulumiCli, nativePulumiCli] : []),
  ];
  return all.filter(({ door }) => doors.includes(door));
}
