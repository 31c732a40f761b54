import { fork } from "node:child_process";
import { once } from "node:events";
import { extname } from "node:path";
import { text } from "node:stream/consumers";
import * as z from "zod";
import type { Json, JsonObject } from "../../../domain/json.ts";
import { isDialerConfigType } from "../../../domain/pulumi.ts";
import type { RegisteredResource } from "./collect.ts";

/** A configuration as a program has it. */
export interface ProgramConfig {
  /** The resource's name. */
  readonly name: string;
  /** The configuration's id; empty where the program's own outputs decide it. */
  readonly id: string;
  readonly arguments: JsonObject;
}

const resourceSchema: z.ZodType<RegisteredResource> = z.object({
  type: z.string(),
  name: z.string(),
  inputs: z.record(z.string(), z.unknown()),
});

const collector = new URL(`./collect${extname(import.meta.url)}`, import.meta.url);

/**
 * Runs the program of a folder and gives what it registers, without a provider: what is in it now, whoever wrote it.
 *
 * @throws {Error} where it does not run to its end
 */
export async function programConfigs(
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly ProgramConfig[]> {
  const child = fork(collector, { cwd: folder, env, stdio: ["ignore", "ignore", "pipe", "ipc"] });
  const configs: ProgramConfig[] = [];
  child.on("message", (message) => {
    const { data } = resourceSchema.safeParse(message);
    if (!data || !isDialerConfigType(data.type)) return;
    const given = argumentsIn(data);
    const { configId } = given;
    configs.push({
      name: data.name,
      id: typeof configId === "string" ? configId : "",
      arguments: given,
    });
  });
  const [errors, [code]] = await Promise.all([
    child.stderr ? text(child.stderr) : "",
    once(child, "close"),
  ]);
  if (code === 0) return configs;
  throw new Error(`The program in ${folder} does not run to its end: ${essence(errors)}`);
}

function argumentsIn({ inputs }: RegisteredResource): JsonObject {
  const entries = Object.entries(inputs).flatMap(([key, value]): [string, Json][] => {
    const { data } = json.safeParse(revealed(value));
    return bookkeeping.includes(key) || data === undefined ? [] : [[key, data]];
  });
  return Object.fromEntries(entries);
}

/** What the constructor sends beside the arguments. */
const bookkeeping: readonly string[] = ["__provider", "resourceName", "parentUrn"];

const json: z.ZodType<Json> = z.json();

/** How the SDK writes a secret on its way to the engine. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** The value with its secrets in plain text: they are compared, and shown nowhere. */
function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (!isRecord(value)) return value;
  if (SIGNATURE in value) return revealed(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revealed(each)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** What Node.js says of an error, without the stack. */
function essence(errors: string): string {
  const lines = errors.split("\n").filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? "it says nothing.";
}
