import { join } from "node:path";
import { z } from "zod";
import { type Project, parseYaml, readYaml } from "./project.ts";
import { SandboxError } from "./sandbox-error.ts";

/** The settings of a stack; keys are `namespace:name`, values text, as programs and providers get them. */
export interface StackConfig {
  readonly values: Readonly<Record<string, string>>;
  /** Keys whose values are secret. */
  readonly secretKeys: readonly string[];
}

export interface ConfigOverrides {
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfig: Readonly<Record<string, string>>;
}

const stackFileSchema = z
  .object({ config: z.record(z.string(), z.unknown()).default({}) })
  .nullish()
  .transform((content) => content?.config ?? {});

/** `Pulumi.yaml`, then `Pulumi.<stack>.yaml`, then what the caller gives; the later wins. */
export async function loadConfig(
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
