import { join } from "node:path";
import { UsageError } from "../../shared/usage-error.ts";
import { readIfThere, writeAtomically } from "../atomic-file.ts";
import type { Folder } from "../folder.ts";
import { amendedGitignore } from "./gitignore.ts";
import type { PackageSource } from "./package-source.ts";
import { scaffold } from "./scaffold.ts";
import { writeMissing } from "./write-program.ts";

export interface Surroundings {
  /** Paths of the files that were written. */
  readonly written: readonly string[];
  readonly packageSource: PackageSource | undefined;
}

/** Before the first document is on the disk, no repository may take it. Gives the paths that were written. */
export function ignoreOwnFiles(folder: string): Promise<readonly string[]> {
  return amend(folder, ".gitignore", amendedGitignore);
}

/**
 * Writes what a program needs around it, where it is not there. A source that was named goes into a package.json that is there,
 * too.
 */
export async function writeSurroundings(
  { path, name }: Folder,
  source: PackageSource,
): Promise<Surroundings> {
  const missing = await writeMissing(path, scaffold(name, source));
  const isNew = missing.includes("package.json");
  if (!isNew && !source.isNamed) return { written: missing, packageSource: undefined };
  const changed = await amend(path, "package.json", (text = "") => withDependency(text, source));
  const npmrc = source.kind === "folder" ? await amend(path, ".npmrc", copyingFolders) : [];
  return { written: [...missing, ...changed, ...npmrc], packageSource: source };
}

/** @throws {UsageError} where the text names no such dependency */
function withDependency(text: string, { name, spec }: PackageSource): string {
  const dependency = new RegExp(`("${name}"\\s*:\\s*)"[^"]*"`);
  if (!dependency.test(text)) {
    throw new UsageError([
      `--package: the folder's package.json has no ${name} among its dependencies. Add "${name}": ${JSON.stringify(spec)} to them.`,
    ]);
  }
  return text.replace(dependency, (_, key: string) => `${key}${JSON.stringify(spec)}`);
}

/** A folder is linked where nobody says otherwise, and a linked package has another copy of Pulumi's SDK than the program. */
function copyingFolders(present = ""): string {
  if (/^\s*install-links\s*=/m.test(present)) return present;
  const start = present === "" || present.endsWith("\n") ? present : `${present}\n`;
  return `${start}install-links=true\n`;
}

async function amend(
  folder: string,
  path: string,
  change: (present: string | undefined) => string,
): Promise<readonly string[]> {
  const file = join(folder, path);
  const present = await readIfThere(file);
  const wanted = change(present);
  if (wanted === present) return [];
  await writeAtomically(file, wanted);
  return [path];
}
