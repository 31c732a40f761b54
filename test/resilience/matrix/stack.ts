import type { JsonObject } from "pulumi-cxone-dialer";
import type { ProviderProcess, ResourceState } from "../../support/provider-process.ts";
import type { Command } from "./operations.ts";

/** How a command ended: what it did, or why it failed. */
export type Result =
  | { readonly done: "create" | "update" | "same" | "refresh" | "destroy" }
  | { readonly error: string };

/** One resource in a stack: calls the provider in the order in which the engine does, and keeps its state. */
export class Stack {
  /** What the state holds of it; undefined where it is in no state. */
  resource: ResourceState | undefined;

  /** As the engine runs a command: what fails leaves the state as it was. */
  async run(provider: ProviderProcess, command: Command, program: JsonObject): Promise<Result> {
    try {
      return await this.#commands[command](provider, program);
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  readonly #commands = {
    up: async (provider: ProviderProcess, program: JsonObject): Promise<Result> => {
      const old = this.resource;
      const { inputs, failures } = await provider.check(program, old?.inputs);
      if (failures.length > 0) return { error: failures.map(({ reason }) => reason).join("\n") };
      if (!old) {
        this.resource = { ...(await provider.create(inputs)), inputs };
        return { done: "create" };
      }
      const { changes } = await provider.diff(old, inputs);
      const outputs = changes ? await provider.update(old, inputs) : old.outputs;
      this.resource = { ...old, inputs, outputs };
      return { done: changes ? "update" : "same" };
    },
    refresh: async (provider: ProviderProcess): Promise<Result> => {
      if (this.resource) this.resource = await provider.read(this.resource);
      return { done: "refresh" };
    },
    destroy: async (provider: ProviderProcess): Promise<Result> => {
      if (this.resource) await provider.delete(this.resource);
      this.resource = undefined;
      return { done: "destroy" };
    },
  };
}
