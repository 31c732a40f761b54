import assert from "node:assert/strict";
import type { JsonObject } from "pulumi-cxone-dialer";
import type { ProviderProcess, ResourceState } from "../support/provider-process.ts";

export type Operation = "create" | "update" | "replace" | "same";

export interface Preview {
  readonly operation: Operation;
  readonly inputs: JsonObject;
}

let stacks = 0;

/** One resource in a stack: calls the provider in the order in which the engine does, and keeps its state. */
export class Stack {
  readonly #provider: ProviderProcess;
  readonly #name: string;
  #resource: ResourceState | undefined;

  /**
   * @param resource What the state holds of it. @default nothing
   * @param name Of the resource in its program. @default one that no other has
   */
  constructor(provider: ProviderProcess, resource?: ResourceState, name?: string) {
    this.#provider = provider;
    this.#resource = resource;
    this.#name = name ?? `resource-${++stacks}`;
  }

  /** The state as it was saved last, with a new provider process: what a run begins with after one that was killed. */
  continuedBy(provider: ProviderProcess): Stack {
    return new Stack(provider, this.#resource, this.#name);
  }

  /** What the state holds of the resource. */
  get resource(): ResourceState {
    return this.#state;
  }

  get inputs(): JsonObject {
    return this.#state.inputs;
  }

  get outputs(): JsonObject {
    return this.#state.outputs;
  }

  get isEmpty(): boolean {
    return this.#resource === undefined;
  }

  get #state(): ResourceState {
    assert.ok(this.#resource, "The stack has no resource.");
    return this.#resource;
  }

  async preview(program: JsonObject): Promise<Preview> {
    const { inputs, failures } = await this.#provider.check(
      { ...program, resourceName: this.#name },
      this.#resource?.inputs,
    );
    assert.deepEqual(failures, []);
    if (!this.#resource) return { operation: "create", inputs };
    const { changes, replaces } = await this.#provider.diff(this.#resource, inputs);
    if (replaces.length > 0) return { operation: "replace", inputs };
    return { operation: changes ? "update" : "same", inputs };
  }

  /** Creates or updates the resource, where there is something to do. */
  async up(program: JsonObject): Promise<Operation> {
    const { operation, inputs } = await this.preview(program);
    assert.notEqual(operation, "replace", "A replacement is the engine's affair.");
    if (operation === "create") {
      this.#resource = { ...(await this.#provider.create(inputs)), inputs };
    } else if (operation === "update") {
      const outputs = await this.#provider.update(this.#state, inputs);
      this.#resource = { ...this.#state, inputs, outputs };
    } else {
      this.#resource = { ...this.#state, inputs };
    }
    return operation;
  }

  async refresh(): Promise<void> {
    this.#resource = await this.#provider.read(this.#state);
  }

  /** As in a run of its own, in which no check says that the program wants the configuration. */
  async destroy(): Promise<void> {
    await this.#provider.check({ resourceName: this.#name });
    await this.#provider.delete(this.#state);
    this.#resource = undefined;
  }

  /** Puts the state into the form in which another release might have left it. */
  rewrite(change: (outputs: JsonObject) => JsonObject): void {
    this.#resource = { ...this.#state, outputs: change(this.#state.outputs) };
  }
}
