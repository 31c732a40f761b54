import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { parseJson } from "../../../domain/json.ts";
import { UsageError } from "../../shared/exit-codes.ts";
import { readIfThere } from "../atomic-file.ts";

/** Where a program gets this package from. */
export interface PackageSource {
  /** The package's. */
  readonly name: string;
  /** As a package.json of the program's folder has it. */
  readonly spec: string;
  readonly kind: "registry" | "file" | "folder" | "elsewhere";
  /** Whether the user said it. */
  readonly isNamed: boolean;
  /** Whether nothing says how this command was installed, so that the registry is a guess. */
  readonly isGuess: boolean;
  /** What it takes beside it. */
  readonly peerDependencies: Readonly<Record<string, string>>;
}

type Place = Pick<PackageSource, "spec" | "kind"> & { readonly isGuess?: true };

const ownSchema = z.object({
  name: z.string(),
  version: z.string(),
  peerDependencies: z.object({ "@pulumi/pulumi": z.string() }),
});

/**
 * Where the program of a folder gets this package from: from where the user says, or as this command itself was installed.
 *
 * @param named the value of `--package`
 * @throws {UsageError} where that is nothing that npm could take
 */
export async function packageSource(
  named: string | undefined,
  programFolder: string,
): Promise<PackageSource> {
  const root = fileURLToPath(new URL("../../../../", import.meta.url));
  const own = ownSchema.parse(JSON.parse(await readFile(join(root, "package.json"), "utf8")));
  const { name, version, peerDependencies } = own;
  const place =
    named === undefined
      ? await installedPlace({ root, name, version }, programFolder)
      : await namedPlace(named, name, programFolder);
  return { isGuess: false, isNamed: named !== undefined, name, peerDependencies, ...place };
}

async function namedPlace(given: string, name: string, programFolder: string): Promise<Place> {
  const spec = given.startsWith(`${name}@`) ? given.slice(name.length + 1) : given;
  if (isPath(spec)) {
    const path = resolve(withoutScheme(spec));
    const found = await placeAt(path, programFolder);
    if (found) return found;
    throw new UsageError([`--package ${given}: there is no ${path}.`]);
  }
  if (/^[a-z][a-z+.-]*:\S+$/i.test(spec)) return { spec, kind: "elsewhere" };
  if (/^([~^<>=]*\d[^\s:/]*|[a-z][\w.-]*)$/i.test(spec)) return { spec, kind: "registry" };
  throw new UsageError([
    `--package ${given}: give a version (0.1.0), a packed file (../${name}-0.1.0.tgz) or an address.`,
  ]);
}

interface Installed {
  readonly root: string;
  readonly name: string;
  readonly version: string;
}

/** As the project says that installed it: the nearest package.json above that names it. npx has one, too. */
async function installedPlace(own: Installed, programFolder: string): Promise<Place> {
  const release: Place = { spec: own.version, kind: "registry" };
  const guess: Place = { ...release, isGuess: true };
  if (basename(dirname(own.root)) !== "node_modules") {
    return (await placeAt(own.root, programFolder)) ?? guess;
  }
  const installer = await installerOf(own);
  if (installer === undefined) return guess;
  const { spec, folder } = installer;
  if (isPath(spec)) {
    return (await placeAt(resolve(folder, withoutScheme(spec)), programFolder)) ?? guess;
  }
  return /^(https?|git|github|gitlab|bitbucket)[+:]/.test(spec)
    ? { spec, kind: "elsewhere" }
    : release;
}

const dependencies = z.record(z.string(), z.string()).default({});
const installerSchema = z.object({
  optionalDependencies: dependencies,
  devDependencies: dependencies,
  dependencies,
});

async function installerOf({ root, name }: Installed) {
  for (let folder = dirname(root); folder !== dirname(folder); folder = dirname(folder)) {
    const { data } = installerSchema.safeParse(await readJson(join(folder, "package.json")));
    const spec = Object.assign({}, ...Object.values(data ?? {}))[name];
    if (typeof spec === "string") return { spec, folder };
  }
  return undefined;
}

async function readJson(file: string): Promise<unknown> {
  return parseJson((await readIfThere(file)) ?? "null");
}

/** A packed file or a folder, as it is seen from the program's. */
async function placeAt(path: string, programFolder: string): Promise<Place | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  const seen = relative(await realpath(programFolder), await realpath(path));
  return {
    spec: `file:${seen.replaceAll("\\", "/")}`,
    kind: found.isDirectory() ? "folder" : "file",
  };
}

function isPath(spec: string): boolean {
  if (/^https?:/.test(spec)) return false;
  return isAbsolute(spec) || /^(file|link|portal):|^\.{1,2}[/\\]|\.(tgz|tar|tar\.gz)$/.test(spec);
}

function withoutScheme(spec: string): string {
  return spec.replace(/^(file|link|portal):/, "");
}
