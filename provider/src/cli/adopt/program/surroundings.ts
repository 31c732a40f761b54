import { join } from "node:path";
import { parseDocument, stringify } from "yaml";
import * as z from "zod";
import { UsageError } from "../../shared/exit-codes.ts";
import { readIfThere, writeAtomically } from "../atomic-file.ts";
import type { Folder } from "../folder.ts";
import type { PackageSource } from "./package-source.ts";
import { writeMissing } from "./program.ts";

interface Surroundings {
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
  isNative: boolean,
): Promise<Surroundings> {
  const missing = await writeMissing(path, scaffold(name, source));
  const isNew = missing.includes("package.json");
  const plugin = isNative ? await amend(path, "Pulumi.yaml", (text = "") => withPlugin(text)) : [];
  const written = [...new Set([...missing, ...plugin])];
  if (!isNew && !source.isNamed) return { written, packageSource: undefined };
  const changed = await amend(path, "package.json", (text = "") => withDependency(text, source));
  const npmrc = source.kind === "folder" ? await amend(path, ".npmrc", copyingFolders) : [];
  return { written: [...written, ...changed, ...npmrc], packageSource: source };
}

const projectSchema = z.object({
  plugins: z.object({ providers: z.array(z.object({ name: z.string() })).optional() }).optional(),
});

/**
 * A project that names the plugin keeps its lines: the package may be installed elsewhere.
 *
 * @throws {UsageError} where the text is no project
 */
function withPlugin(text: string): string {
  const project = parseDocument(text);
  const { data } = projectSchema.safeParse(project.errors.length === 0 ? project.toJS() : null);
  const plugin = { name: "cxone", path: "node_modules/pulumi-cxone-dialer" };
  if (!data) {
    throw new UsageError([
      `--native: Pulumi.yaml cannot be understood. Correct it, and give it plugins: ${JSON.stringify({ providers: [plugin] })}`,
    ]);
  }
  const named = data.plugins?.providers;
  if (named?.some(({ name }) => name === plugin.name)) return text;
  const path = ["plugins", "providers"];
  if (named) project.addIn(path, project.createNode(plugin));
  else project.setIn(path, project.createNode([plugin]));
  return project.toString({ lineWidth: 0 });
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

/** What a program needs around it. Written once, and then its owner's. */
function scaffold(folderName: string, source: PackageSource): ReadonlyMap<string, string> {
  const name = projectName(folderName);
  return new Map([
    ["Pulumi.yaml", pulumiYaml(name)],
    ["package.json", `${JSON.stringify(manifest(name, source), null, 2)}\n`],
    ["tsconfig.json", tsconfig],
  ]);
}

/** As Pulumi and npm both allow it. */
function projectName(folderName: string): string {
  const name = folderName
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, "-")
    .replace(/^[-_.]+|[-.]+$/g, "");
  return name === "" ? "dialers" : name;
}

function pulumiYaml(name: string): string {
  return stringify({
    name,
    description: "Dialer configurations of a NICE CXone tenant.",
    // Node.js runs the TypeScript itself.
    runtime: { name: "nodejs", options: { typescript: false } },
  });
}

function manifest(name: string, { name: ours, spec, peerDependencies }: PackageSource): object {
  return {
    name,
    private: true,
    type: "module",
    main: "index.ts",
    scripts: { types: "tsc" },
    dependencies: { ...peerDependencies, [ours]: spec },
    devDependencies: { typescript: "^6.0.0" },
    // It only prints a notice; npm asks about each package that has one.
    allowScripts: { protobufjs: false },
  };
}

const tsconfig = `{
  "compilerOptions": {
    "target": "es2024",
    "module": "nodenext",
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "erasableSyntaxOnly": true,
    "verbatimModuleSyntax": true,
    "skipLibCheck": true
  },
  "include": ["index.ts", "campaigns"]
}
`;

/** adopt.json holds whole documents, of which a program shows a part. */
const patterns = [
  "node_modules/",
  ".sandbox/",
  "adopt.json",
  "adopt.partial.jsonl",
  ".adopt.lock*",
  "*.adopt-draft",
];

/** A .gitignore that keeps its lines, and has what it needs; the latest line counts, as git has it. */
export function amendedGitignore(present = ""): string {
  const lines = present.split(/\r?\n/).map((line) => line.trimEnd());
  const missing = patterns.filter((pattern) => !isIgnored(pattern, lines));
  if (missing.length === 0) return present;
  const end = present.includes("\r\n") ? "\r\n" : "\n";
  const start = present === "" || present.endsWith("\n") ? present : `${present}${end}`;
  return start + missing.map((pattern) => `${pattern}${end}`).join("");
}

function isIgnored(pattern: string, lines: readonly string[]): boolean {
  const said = lines.findLast((line) => bare(line.replace(/^!/, "")) === bare(pattern));
  return said !== undefined && !said.startsWith("!");
}

/** Without the slashes that make no difference to a file or folder of the top. */
function bare(pattern: string): string {
  return pattern.replace(/^\//, "").replace(/\/$/, "");
}
