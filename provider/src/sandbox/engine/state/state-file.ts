import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { hasErrorCode, messageOf } from "../../../shared/caught-error.ts";
import type { ResourceState } from "../model/resource.ts";
import { SandboxError } from "../model/result.ts";
import {
  containsSecret,
  type PackedObject,
  packProperties,
  secretMark,
  unpackProperties,
} from "../model/values.ts";
import { Vault } from "./vault.ts";

/** Raised only where an earlier release could not read what is written. */
const formatVersion = 1;

const strings = z.array(z.string()).default([]);
const properties = z.record(z.string(), z.unknown()).default({});

const storedResource = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean(),
  id: z.string().default(""),
  importId: z.string().default(""),
  inputs: properties,
  outputs: properties,
  parent: z.string().default(""),
  dependencies: strings,
  propertyDependencies: z.record(z.string(), z.array(z.string())).default({}),
  protect: z.boolean().default(false),
  retainOnDelete: z.boolean().default(false),
  deletedWith: z.string().default(""),
  ignoreChanges: strings,
  additionalSecretOutputs: strings,
  initErrors: strings,
  provider: z.string().default(""),
  refreshBeforeUpdate: z.boolean().default(false),
  pendingDeletion: z.boolean().default(false),
  pendingReplacement: z.boolean().default(false),
});

const storedState = z.object({
  version: z.literal(formatVersion),
  project: z.string(),
  stack: z.string(),
  resources: z.array(storedResource),
});

/**
 * The state of one stack of one project: `<directory>/<stack>.json`, its key `<stack>.key` beside it. Every write is a
 * new file put in the old one's place, so a reader, or a run that is killed, never sees half of it.
 */
export class StateFile {
  readonly path: string;
  readonly #keyPath: string;
  readonly #identity: { readonly project: string; readonly stack: string };
  readonly #texts = new WeakMap<ResourceState, string>();
  #vault: Vault | undefined;
  #prepared: Promise<void> | undefined;

  constructor(path: string, identity: { readonly project: string; readonly stack: string }) {
    this.path = path;
    this.#keyPath = `${path.replace(/\.json$/, "")}.key`;
    this.#identity = identity;
  }

  /** The resources as last written; none where there is no file yet. */
  async load(): Promise<readonly ResourceState[]> {
    const text = await readFile(this.path, "utf8").catch((error: unknown) => {
      if (hasErrorCode(error, "ENOENT")) return undefined;
      throw new SandboxError(`The state ${this.path} cannot be read: ${messageOf(error)}`);
    });
    if (text === undefined) return [];
    const stored = this.#parse(text);
    if (stored.project !== this.#identity.project) {
      throw new SandboxError(
        `The state ${this.path} belongs to project ${stored.project}, not to ${this.#identity.project}. Name another stack, or move the file away.`,
      );
    }
    if (text.includes(secretMark)) this.#vault = await Vault.open(this.#keyPath);
    const unseal = this.#vault?.unseal ?? (() => undefined);
    return stored.resources.map((resource) => ({
      ...resource,
      inputs: unpackProperties(resource.inputs, unseal),
      outputs: unpackProperties(resource.outputs, unseal),
    }));
  }

  async write(resources: readonly ResourceState[]): Promise<void> {
    this.#prepared ??= prepareDirectory(dirname(this.path));
    await this.#prepared;
    const isNewSecret = (state: ResourceState) => !this.#texts.has(state) && hasSecret(state);
    if (resources.some(isNewSecret)) this.#vault ??= await Vault.create(this.#keyPath);
    const head = JSON.stringify({ version: formatVersion, ...this.#identity }).slice(0, -1);
    const body = resources.map((state) => `\n${this.#textOf(state)}`).join(",");
    const next = `${this.path}.next`;
    await writeFile(next, `${head},"resources":[${body}\n]}\n`);
    await rename(next, this.path);
  }

  #parse(text: string): z.infer<typeof storedState> {
    try {
      return storedState.parse(JSON.parse(text));
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
      throw new SandboxError(
        `The state ${this.path} cannot be understood. Put a good copy back, or delete it and start anew.\n${reason}`,
      );
    }
  }

  /** States never change, so each is written as text once, however often the file is. */
  #textOf(state: ResourceState): string {
    const known = this.#texts.get(state);
    if (known !== undefined) return known;
    const seal = this.#vault?.seal ?? (() => ({}) satisfies PackedObject);
    const inputs = packProperties(state.inputs, seal);
    const outputs = packProperties(state.outputs, seal);
    const text = JSON.stringify({ ...state, inputs, outputs });
    this.#texts.set(state, text);
    return text;
  }
}

function hasSecret(state: ResourceState): boolean {
  return containsSecret(state.inputs) || containsSecret(state.outputs);
}

/** State is one person's own, and may hold what nobody else may see: it is kept out of Git. */
async function prepareDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(join(directory, ".gitignore"), "*\n", { flag: "wx" }).catch((error: unknown) => {
    if (!hasErrorCode(error, "EEXIST")) throw error;
  });
}

/**
 * Writes a file behind the changes: one write at a time, and however many changes come during it, one more after it.
 * So the last change is always written, and a thousand changes do not cost a thousand writes.
 */
export class StateWriter {
  readonly #write: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  /** Of the changes that the next write takes along. */
  #awaited: PromiseWithResolvers<void> | undefined;
  #running: Promise<void> | undefined;
  #lastTouch: Promise<void> = Promise.resolve();

  constructor(write: () => Promise<void>, onError: (error: unknown) => void) {
    this.#write = write;
    this.#onError = onError;
  }

  /** Something changed and is to be written soon. */
  touch(): void {
    this.#awaited ??= Promise.withResolvers();
    this.#lastTouch = this.#awaited.promise;
    this.#running ??= this.#drain();
  }

  /** Ends when everything touched so far has been written, or could not be; does not wait for what is touched later. */
  async flush(): Promise<void> {
    await this.#lastTouch;
  }

  async #drain(): Promise<void> {
    while (this.#awaited !== undefined) {
      const written = this.#awaited;
      this.#awaited = undefined;
      try {
        await this.#write();
      } catch (error) {
        this.#onError(error);
      }
      written.resolve();
    }
    this.#running = undefined;
  }
}
