import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { startTenant, type Tenant, type TenantData } from "pulumi-cxone-dialer/sandbox";
import { adoptCommand } from "../../../provider/src/cli/adopt/command.ts";
import { environmentOf } from "../../support/call-centre.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const bin = join(root, "provider", "bin", "cxone-dialer.js");

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A tenant without limits, and a folder to adopt it into. */
export interface Workbench extends AsyncDisposable {
  readonly tenant: Tenant;
  readonly folder: string;
  /** `cxone-dialer adopt FOLDER …`, in this process. */
  adopt(...flags: readonly string[]): Promise<Outcome>;
  verify(...flags: readonly string[]): Promise<Outcome>;
  /**
   * As `adopt`, in a process of its own that is killed when the tenant has so many requests of the API, before the last one's
   * answer arrives. Gives the signal, or the exit code where it came to its end.
   */
  adoptKilledAfter(requests: number, ...flags: readonly string[]): Promise<string | number>;
  read(path: string): Promise<string>;
  edit(path: string, change: (text: string) => string): Promise<void>;
  /** Every file of the folder by its path, but for installed packages. */
  files(): Promise<Readonly<Record<string, string>>>;
  /** What the program needs to run, without an installation. */
  install(): Promise<void>;
  /** The requests of the API since this was last asked, without those for a token. */
  takeRequests(): readonly string[];
}

export async function workbench(data: TenantData): Promise<Workbench> {
  let child: ChildProcess | undefined;
  let left = Number.POSITIVE_INFINITY;
  const tenant = await startTenant({
    data,
    requestsPerMinute: Number.POSITIVE_INFINITY,
    requestsPerSecond: Number.POSITIVE_INFINITY,
    onRequest: ({ path }) => {
      if (path === "/oauth/token") return;
      left -= 1;
      if (left === 0) child?.kill("SIGKILL");
    },
  });
  const home = await temporaryFolder();
  const folder = join(home.path, "dialers");

  const env = { ...process.env, ...environmentOf(tenant) };
  const run = (...args: readonly string[]) => runHere(args, env);

  return {
    tenant,
    folder,
    adopt: (...flags) => run(folder, ...flags),
    verify: (...flags) => run("verify", folder, ...flags),
    async adoptKilledAfter(requests, ...flags) {
      left = requests;
      child = spawn(process.execPath, [bin, "adopt", folder, ...flags], { env, stdio: "ignore" });
      const [code, signal] = await once(child, "exit");
      left = Number.POSITIVE_INFINITY;
      return signal ?? code;
    },
    read: (path) => readFile(join(folder, path), "utf8"),
    async edit(path, change) {
      const file = join(folder, path);
      await writeFile(file, change(await readFile(file, "utf8")));
    },
    async files() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
        .map(({ parentPath, name }) => join(parentPath, name))
        .sort();
      const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
      return Object.fromEntries(
        paths.map((path, i) => [path.slice(folder.length + 1), texts[i] ?? ""]),
      );
    },
    install: () => symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction"),
    takeRequests() {
      const lines = tenant.requests
        .filter(({ path }) => path !== "/oauth/token")
        .map(({ method, path }) => `${method} ${path}`);
      tenant.clearRequests();
      return lines;
    },
    async [Symbol.asyncDispose]() {
      await tenant.close();
      await home[Symbol.asyncDispose]();
    },
  };
}

/** What ends a command early. */
class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** The command in this process: a new one takes longer to start than most of them take. */
async function runHere(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
  let [code, stdout, stderr] = [0, "", ""];
  const messages = new Writable({
    write(chunk, _encoding, done) {
      stderr += chunk;
      done();
    },
  });
  const command = adoptCommand({
    env,
    out: (text) => {
      stdout += `${text}\n`;
    },
    stderr: Object.assign(messages, { isTTY: false, cursorTo: () => true, clearLine: () => true }),
    exit: (given) => {
      throw new Exit(given);
    },
    endWith: (given) => {
      code = given;
    },
  });
  try {
    // As the bin has it: a program of several commands.
    const program = command.createCommand("cxone-dialer").addCommand(command);
    await program.parseAsync(["adopt", ...args], { from: "user" });
  } catch (error) {
    if (error instanceof Exit) return { code: error.code, stdout, stderr };
    // As the program around it tells of what it does not expect.
    return {
      code: 1,
      stdout,
      stderr: `${stderr}error: ${error instanceof Error ? error.message : error}\n`,
    };
  }
  return { code, stdout, stderr };
}
