import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parse, YAMLParseError } from "yaml";
import * as z from "zod";
import { hasErrorCode, messageOf } from "../../shared/caught-error.ts";
import type { EngineOptions } from "./engine.ts";
import { SandboxError, usePulumi } from "./model/result.ts";

/** All that a run needs to know before it starts. */
export interface Settings {
  readonly project: Project;
  readonly stack: string;
  readonly config: StackConfig;
  readonly sdk: Sdk;
  readonly env: NodeJS.ProcessEnv;
  readonly parallel: number;
  readonly statePath: string;
}

export const defaultStack = "dev";

export async function loadSettings(options: EngineOptions): Promise<Settings> {
  const { cwd, stack = defaultStack, config = {}, secretConfig = {} } = options;
  const { parallel = 4 * availableParallelism() } = options;
  if (!/^[\w.-]+$/.test(stack)) {
    throw new SandboxError(
      `${JSON.stringify(stack)} cannot be a stack's name: use letters, digits, '.', '_' and '-'.`,
    );
  }
  if (!Number.isInteger(parallel) || parallel < 1) {
    throw new SandboxError(`parallel is ${parallel}: give a whole number of at least 1.`);
  }
  const project = await loadProject(cwd);
  return {
    project,
    stack,
    parallel,
    config: await loadConfig(project, stack, { config, secretConfig }),
    sdk: findSdk(project),
    env: { ...process.env, ...options.env },
    statePath: resolve(options.stateFile ?? join(project.root, ".sandbox", `${stack}.json`)),
  };
}

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
  /** The executable of each plugin that `Pulumi.yaml` names, by package. */
  readonly plugins: ReadonlyMap<string, string>;
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
  plugins: z
    .object({
      providers: z.array(z.object({ name: z.string(), path: z.string() })).default([]),
    })
    .prefault({}),
});

async function loadProject(root: string): Promise<Project> {
  const folder = resolve(root);
  const file = join(folder, "Pulumi.yaml");
  const content = await readYaml(file);
  if (content === undefined) {
    throw new SandboxError(
      `There is no Pulumi.yaml in ${folder}. Name the project's folder with --cwd.`,
    );
  }
  const { name, runtime, main, config, plugins } = parseYaml(projectSchema, content, file);
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
    plugins: new Map(
      await Promise.all(
        plugins.providers.map(
          async ({ name, path }) => [name, await locatePlugin(folder, name, path)] as const,
        ),
      ),
    ),
  };
}

/** As Pulumi does: the path is the executable's, or its folder's. */
async function locatePlugin(root: string, name: string, path: string): Promise<string> {
  const extension = process.platform === "win32" ? ".cmd" : "";
  const given = resolve(root, path);
  for (const file of [join(given, `pulumi-resource-${name}${extension}`), given]) {
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile()) return file;
  }
  throw new SandboxError(
    `${join(root, "Pulumi.yaml")} names the plugin ${name} at ${path}, and there is no pulumi-resource-${name}. Run npm install.`,
  );
}

/** Reads a YAML file; undefined where it does not exist. */
async function readYaml(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, "utf8"));
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return undefined;
    const reason =
      error instanceof YAMLParseError ? error.message.split("\n")[0] : messageOf(error);
    throw new SandboxError(`${file} cannot be read: ${reason}`);
  }
}

function parseYaml<T>(schema: z.ZodType<T>, content: unknown, file: string): T {
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

/** The settings of a stack; keys are `namespace:name`, values text, as programs and providers get them. */
export interface StackConfig {
  readonly values: Readonly<Record<string, string>>;
  /** Keys whose values are secret. */
  readonly secretKeys: readonly string[];
}

interface ConfigOverrides {
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfig: Readonly<Record<string, string>>;
}

const stackFileSchema = z
  .object({ config: z.record(z.string(), z.unknown()).default({}) })
  .nullish()
  .transform((content) => content?.config ?? {});

/** `Pulumi.yaml`, then `Pulumi.<stack>.yaml`, then what the caller gives; the later wins. */
async function loadConfig(
  project: Project,
  stack: string,
  overrides: ConfigOverrides,
): Promise<StackConfig> {
  const file = join(project.root, `Pulumi.${stack}.yaml`);
  const stackValues = parseYaml(stackFileSchema, await readYaml(file), file);
  const qualify = (key: string) => (key.includes(":") ? key : `${project.name}:${key}`);
  const layers = [
    Object.entries(project.config).map(
      ([key, value]) => [qualify(key), projectDefault(value)] as const,
    ),
    Object.entries(stackValues).map(([key, value]) => [qualify(key), value] as const),
    Object.entries(overrides.config).map(([key, value]) => [qualify(key), value] as const),
    Object.entries(overrides.secretConfig).map(([key, value]) => [qualify(key), value] as const),
  ];
  const merged = new Map(layers.flat().filter(([, value]) => value !== undefined));
  for (const [key, value] of merged) {
    if (holdsCiphertext(value)) throw new SandboxError(cannotDecrypt(key, file));
  }
  return {
    values: Object.fromEntries([...merged].map(([key, value]) => [key, asText(value)])),
    secretKeys: Object.keys(overrides.secretConfig).map(qualify),
  };
}

/** An entry of `config:` in `Pulumi.yaml` is a value, or a declaration with `value` or `default`. */
function projectDefault(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null) return entry;
  if ("value" in entry) return entry.value;
  return "default" in entry ? entry.default : undefined;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function holdsCiphertext(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "secure" in value || Object.values(value).some(holdsCiphertext);
}

function cannotDecrypt(key: string, file: string): string {
  return `${key} in ${file} is encrypted, and only Pulumi's command line can decrypt it. Take it out of the file and set the environment variable that the provider reads, or give it to the sandbox as a secret setting (--secret-config ${key}=…).`;
}

interface Sdk {
  /** Runs a program. */
  readonly run: string;
  /** Serves the dynamic providers of a program. */
  readonly dynamicProvider: string;
}

/** Finds the scripts of the SDK that the project itself uses. */
function findSdk({ directory }: Project): Sdk {
  const { resolve } = createRequire(join(directory, "index.js"));
  try {
    return {
      run: resolve("@pulumi/pulumi/cmd/run"),
      dynamicProvider: resolve("@pulumi/pulumi/cmd/dynamic-provider"),
    };
  } catch (cause) {
    throw new SandboxError(
      `@pulumi/pulumi is not installed for the program in ${directory}. Run npm install there.`,
      { cause },
    );
  }
}
