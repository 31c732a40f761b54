import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { appendFile, chmod, cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type PulumiKind, standIn } from "./pulumi-kinds.ts";

const root = join(import.meta.dirname, "..", "..", "..");

export interface Repository extends AsyncDisposable {
  /** The checked-out repository: the example's program and its policy pack. */
  readonly folder: string;
  /** A folder for what a host keeps between its runs. */
  readonly store: string;
  /** Signs the audit log; its public half is in the repository. */
  readonly signingKey: string;
  /** With the stand-ins before everything else, and with nothing of the surrounding pipeline. */
  readonly env: Readonly<Record<string, string>>;
  git(...args: readonly string[]): Promise<string>;
  replace(file: string, text: string, by: string): Promise<void>;
}

/** `organization/project/stack`, which a backend of files knows as well. */
export const stack = "organization/call-centre/production";

const project = `name: call-centre
runtime:
  name: nodejs
  options:
    typescript: false
`;

/** A team's repository: `examples/spring-sales` with the rules of `examples/policy-pack`, pushed to a remote of its own. */
export async function openRepository(
  pulumi: PulumiKind,
  commands: readonly string[],
): Promise<Repository> {
  await using cleanUp = new AsyncDisposableStack();
  const { path } = cleanUp.use(await temporaryFolder());
  const folder = join(path, "repository");
  const env = environment(path);

  await cp(join(root, "examples", "spring-sales"), folder, { recursive: true });
  await cp(join(root, "examples", "policy-pack"), join(folder, "policy-pack"), { recursive: true });
  await writeFile(join(folder, "policy-pack", "index.ts"), policies);
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  await writeFile(join(folder, "Pulumi.yaml"), project);
  await writeFile(join(folder, ".gitignore"), "node_modules\n.sandbox\naudit\njournal\n*.local\n");
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  await writeFile(
    join(folder, "audit-key.pub.pem"),
    publicKey.export({ type: "spki", format: "pem" }),
  );
  await mkdir(join(path, "store"));
  const scripts = commands.map((command) => [command, standIn(command)] as const);
  await putOnPath(join(path, "bin"), [["pulumi", pulumi.script], ...scripts]);

  const run = (cwd: string, ...args: readonly string[]) =>
    promisify(execFile)("git", [...identity, ...args], { cwd, env }).then(({ stdout }) => stdout);
  await run(path, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git");
  await run(folder, "init", "--quiet", "--initial-branch=main");
  await run(folder, "remote", "add", "origin", join(path, "remote.git"));
  if (pulumi.hasStacks) {
    await mkdir(join(path, "state"));
    const flags = ["stack", "init", stack, "--non-interactive"];
    await promisify(execFile)("pulumi", flags, { cwd: folder, env });
  }
  await run(folder, "add", ".");
  await run(folder, "commit", "--quiet", "--message", "Call the spring's customers");
  await run(folder, "push", "--quiet", "origin", "main");

  const kept = cleanUp.move();
  return {
    folder,
    store: join(path, "store"),
    signingKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    env,
    git: (...args) => run(folder, ...args),
    replace: async (file, text, by) => {
      const before = await readFile(join(folder, file), "utf8");
      if (!before.includes(text)) throw new Error(`${file} has no "${text}"`);
      await writeFile(join(folder, file), before.replace(text, by));
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** The example's own rules would refuse the example's program. */
const policies = `import { PolicyPack } from "@pulumi/policy";
import { pacingCeiling } from "pulumi-cxone-dialer/policy";

new PolicyPack("call-centre", { policies: [pacingCeiling({ maxAgentRatio: 2 })] });
`;

const identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"];

function environment(path: string): Record<string, string> {
  return {
    PATH: [join(path, "bin"), dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: path,
    TMPDIR: path,
    LOG_OF_COMMANDS: join(path, "commands.jsonl"),
    GIT_CONFIG_NOSYSTEM: "1",
    PULUMI_BACKEND_URL: `file://${join(path, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

async function putOnPath(
  bin: string,
  scripts: readonly (readonly [command: string, script: string])[],
): Promise<void> {
  await mkdir(bin);
  for (const [command, script] of scripts) {
    await writeFile(join(bin, command), `#!/bin/sh\n${script}\n`);
    await chmod(join(bin, command), 0o755);
  }
}

/** What the stand-ins were called with, in order. */
export async function commandsOf({ env }: Repository): Promise<readonly string[]> {
  await appendFile(env.LOG_OF_COMMANDS ?? "", "");
  const text = await readFile(env.LOG_OF_COMMANDS ?? "", "utf8");
  return text.split("\n").filter((line) => line !== "");
}
