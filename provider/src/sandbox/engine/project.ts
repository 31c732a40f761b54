import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { hasErrorCode, messageOf, SandboxError, usePulumi } from "./sandbox-error.ts";

/** A Pulumi project whose program this engine can run. */
export interface Project {
  readonly name: string;
  /** Folder of `Pulumi.yaml`. */
  readonly root: string;
  /** Where the program and its provider run, and resolve packages from: the folder of `main`. */
  readonly directory: string;
  /** The program, relative to `directory`. */
  readonly entry: string;
  /** Arguments to `node` (`runtime.options.nodeargs`). */
  readonly nodeArguments: readonly string[];
  /** Whether the SDK compiles TypeScript itself (`runtime.options.typescript`, by default true). */
  readonly compileTypeScript: boolean;
  /** The configuration that it compiles with (`runtime.options.tsconfig`), relative to `directory`; by default `tsconfig.json`. */
  readonly tsconfig: string | undefined;
  /** Settings that `Pulumi.yaml` gives values or defaults for. */
  readonly config: Readonly<Record<string, unknown>>;
}

const runtimeSchema = z.object({
  name: z.string(),
  options: z
    .object({
      typescript: z.boolean().default(true),
      tsconfig: z.string().optional(),
      nodeargs: z.string().default(""),
    })
    .prefault({}),
});

const projectSchema = z.object({
  name: z.string().min(1),
  runtime: z.union([z.string().transform((name) => runtimeSchema.parse({ name })), runtimeSchema]),
  main: z.string().default("."),
  config: z.record(z.string(), z.unknown()).default({}),
});

export async function loadProject(root: string): Promise<Project> {
  const folder = resolve(root);
  const file = join(folder, "Pulumi.yaml");
  const content = await readYaml(file);
  if (content === undefined) {
    throw new SandboxError(
      `There is no Pulumi.yaml in ${folder}. Name the project's folder with --cwd.`,
    );
  }
  const { name, runtime, main, config } = parseYaml(projectSchema, content, file);
  if (runtime.name !== "nodejs") {
    throw new SandboxError(
      `${file}: the sandbox runs Node.js programs, not ${runtime.name}. ${usePulumi}`,
    );
  }
  const { nodeargs, typescript, tsconfig } = runtime.options;
  return {
    name,
    root: folder,
    ...(await locateProgram(folder, main)),
    nodeArguments: nodeargs.split(/\s+/).filter((argument) => argument !== ""),
    compileTypeScript: typescript,
    tsconfig,
    config,
  };
}

/** Reads a YAML file; undefined where it does not exist. */
export async function readYaml(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, "utf8"));
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return undefined;
    const reason =
      error instanceof YAMLParseError ? error.message.split("\n")[0] : messageOf(error);
    throw new SandboxError(`${file} cannot be read: ${reason}`);
  }
}

export function parseYaml<T>(schema: z.ZodType<T>, content: unknown, file: string): T {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw new SandboxError(`${file} is not as expected:\n${z.prettifyError(result.error)}`);
}

/** As Pulumi's language host does: a program runs in the folder that it is in. */
async function locateProgram(
  root: string,
  main: string,
): Promise<{ readonly directory: string; readonly entry: string }> {
  const path = resolve(root, main);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    throw new SandboxError(
      `main in ${join(root, "Pulumi.yaml")} names ${main}, which does not exist.`,
    );
  }
  return found.isDirectory()
    ? { directory: path, entry: "." }
    : { directory: dirname(path), entry: basename(path) };
}
