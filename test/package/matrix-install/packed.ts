import { execFile } from "node:child_process";
import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { commandLine } from "../../../scripts/command-line.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const name = "pulumi-cxone-dialer";

export interface InstalledPackage extends AsyncDisposable {
  /** A program in a folder of this one finds the package, and all that it depends on. */
  readonly folder: string;
  readonly bin: string;
}

/** What an installation from the packed build gives, without a registry: its dependencies are the repository's own. */
export async function installPacked(): Promise<InstalledPackage> {
  await using cleanUp = new AsyncDisposableStack();
  const folder = cleanUp.use(await temporaryFolder()).path;
  const modules = join(folder, "node_modules");
  const installed = join(modules, name);
  await mkdir(installed, { recursive: true });
  await link(join(root, "node_modules"), modules);
  const pack = ["npm", "pack", `--workspace=${name}`, "--ignore-scripts", "--silent"] as const;
  const { file, args, shell } = commandLine([...pack, `--pack-destination=${folder}`]);
  const { stdout } = await promisify(execFile)(file, args, { cwd: root, shell });
  await promisify(execFile)(
    "tar",
    ["-xf", stdout.trim(), "--strip-components=1", "-C", installed],
    {
      cwd: folder,
    },
  );
  await mkdir(join(installed, "node_modules"));
  await link(join(root, "provider", "node_modules"), join(installed, "node_modules"));
  const kept = cleanUp.move();
  return {
    folder,
    bin: join(installed, "bin", "cxone-dialer.js"),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Links each package of one folder into another, but for the one that is to be tried. */
async function link(from: string, to: string): Promise<void> {
  // npm makes no folder for a package whose dependencies all fit into the workspace's.
  const packages = await readdir(from).catch(() => []);
  for (const entry of packages.filter((entry) => entry !== name && !entry.startsWith("."))) {
    await symlink(join(from, entry), join(to, entry), "junction");
  }
}
