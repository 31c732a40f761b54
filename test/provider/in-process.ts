import assert from "node:assert/strict";
import type { JsonObject } from "pulumi-cxone-dialer";
import { provider } from "pulumi-cxone-dialer/provider";
import type { CheckFailure, ResourceState } from "../support/provider-process.ts";

/** What a run of the engine asks of a provider. */
export interface Provider {
  check(
    news: JsonObject,
    olds?: JsonObject,
  ): Promise<{ readonly inputs: JsonObject; readonly failures: readonly CheckFailure[] }>;
  diff(
    resource: ResourceState,
    news: JsonObject,
  ): Promise<{ readonly changes: boolean; readonly replaces: readonly string[] }>;
  create(inputs: JsonObject): Promise<{ readonly id: string; readonly outputs: JsonObject }>;
  update(resource: ResourceState, news: JsonObject): Promise<JsonObject>;
  read(resource: ResourceState): Promise<ResourceState | undefined>;
  delete(resource: ResourceState): Promise<void>;
}

const warnings: string[] = [];
// Without an engine to tell, the provider warns through Node.js.
process.on("warning", ({ name, message }) => {
  if (name === "Warning") warnings.push(message);
});

/**
 * The provider in the process of the test: as good as a new provider process each time it is begun, and much quicker where a test has
 * many runs.
 */
export async function beginRun(config: Readonly<Record<string, string>>): Promise<Provider> {
  await provider.configure?.({
    config: {
      get: (name) => config[name],
      require: (name) => config[name] ?? assert.fail(`${name} is not set.`),
    },
  });
  return inProcess;
}

/** What was said since this was last asked, be it a warning or not. */
export async function takeMessages(): Promise<readonly string[]> {
  await new Promise(setImmediate);
  return warnings.splice(0);
}

const inProcess: Provider = {
  async check(news, olds = {}) {
    const { inputs, failures = [] } = await called(provider.check?.(olds, news));
    return { inputs: plain(inputs), failures };
  },
  async diff({ id, outputs }, news) {
    const { changes = false, replaces = [] } = await called(provider.diff?.(id, outputs, news));
    return { changes, replaces };
  },
  async create(inputs) {
    const { id, outs } = await provider.create(inputs);
    return { id, outputs: plain(outs) };
  },
  async update({ id, outputs }, news) {
    return plain((await called(provider.update?.(id, outputs, news))).outs);
  },
  async read({ id, outputs }) {
    const result = await called(provider.read?.(id, outputs));
    if (result.id === undefined) return undefined;
    return { id: result.id, inputs: plain(result.inputs), outputs: plain(result.props) };
  },
  async delete({ id, outputs }) {
    await provider.delete?.(id, outputs);
  },
};

function called<T>(answer: Promise<T> | undefined): Promise<T> {
  return answer ?? assert.fail("The provider lacks a method.");
}

/** As it is in the engine's state. */
function plain(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value ?? {}));
}
