import { spawn } from "node:child_process";
import { access, constants, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { showCommand } from "./narrator.ts";

export type Operation = "preview" | "up" | "destroy";

/** What runs the program: Pulumi's command line where it is installed, the sandbox engine elsewhere. */
export interface Tool extends AsyncDisposable {
  readonly introduction: string;
  /** Shows the command and runs it, with what it prints; resolves to whether it went well. */
  run(operation: Operation, config?: Readonly<Record<string, string | number>>): Promise<boolean>;
}

/** The folder with `Pulumi.yaml`. */
const PROJECT = join(import.meta.dirname, "..", "..");
const STACK = "demo";

export async function chooseTool(tenant: Readonly<Record<string, string>>): Promise<Tool> {
  return (await isOnPath("pulumi")) ? pulumi(tenant) : sandbox(tenant);
}

/** Shows the command and runs it, as `run` of a tool does. */
export function cxoneDialer(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const bin = join(PROJECT, "node_modules", "pulumi-cxone-dialer", "bin", "cxone-dialer.js");
  showCommand(`npx cxone-dialer ${args.join(" ")}`);
  return succeeds(process.execPath, [bin, ...args], env);
}

async function sandbox(tenant: Readonly<Record<string, string>>): Promise<Tool> {
  const forget = async () => {
    for (const file of [`${STACK}.json`, `${STACK}.key`]) {
      await rm(join(PROJECT, ".sandbox", file), { force: true });
    }
  };
  await forget();
  return {
    introduction:
      "Pulumi's command line is not on the PATH, so the program runs on the sandbox engine that comes with the package.",
    run(operation, config = {}) {
      const args = ["sandbox", operation, "--stack", STACK, ...flags("--config", config)];
      return cxoneDialer(args, tenant);
    },
    [Symbol.asyncDispose]: forget,
  };
}

async function pulumi(tenant: Readonly<Record<string, string>>): Promise<Tool> {
  const backend = await mkdtemp(join(tmpdir(), "cxone-dialer-demo-"));
  const env = {
    ...tenant,
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  await succeeds("pulumi", ["stack", "init", STACK], env, "ignore");
  return {
    introduction:
      "Pulumi's command line is on the PATH, so the program runs on it, with a state of its own.",
    run(operation, config = {}) {
      const extra = operation === "preview" ? ["--diff"] : ["--diff", "--yes", "--skip-preview"];
      const args = [operation, "--stack", STACK, ...flags("--config", config), ...extra];
      showCommand(`pulumi ${args.join(" ")}`);
      return succeeds("pulumi", [...args, "--non-interactive"], env);
    },
    async [Symbol.asyncDispose]() {
      await rm(backend, { recursive: true, force: true });
      await rm(join(PROJECT, `Pulumi.${STACK}.yaml`), { force: true });
    },
  };
}

function flags(flag: string, settings: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(settings).flatMap(([key, value]) => [flag, `${key}=${value}`]);
}

function succeeds(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  output: "inherit" | "ignore" = "inherit",
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    spawn(command, args, {
      cwd: PROJECT,
      env: { ...process.env, ...env },
      stdio: ["ignore", output, output],
    })
      .on("error", reject)
      .on("exit", (code) => resolve(code === 0));
  });
}

async function isOnPath(name: string): Promise<boolean> {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = await Promise.allSettled(
    folders.map((folder) => access(join(folder, name), constants.X_OK)),
  );
  return found.some(({ status }) => status === "fulfilled");
}
