import type { EngineKind } from "./engine.ts";
import { isPulumiInstalled, pulumiCli } from "./pulumi-cli.ts";
import { sandboxEngine } from "./sandbox-engine.ts";

/** What every scenario runs on. Where Pulumi's command line is missing, the run says so in one line. */
export async function engineKinds(): Promise<readonly EngineKind[]> {
  if (await isPulumiInstalled()) return [sandboxEngine, pulumiCli];
  console.log(
    "Pulumi's command line is not on the PATH: the scenarios run on the sandbox engine only.",
  );
  return [sandboxEngine];
}
