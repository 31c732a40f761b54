import assert from "node:assert/strict";
import type { JsonObject } from "pulumi-cxone-dialer";
import { NativeProvider, type NativeState } from "../support/native-provider.ts";
import type { Operation } from "./stack.ts";

/**
 * One native resource in a stack: each run has a process of its own, which is called in the order in which the engine calls it, and the
 * state is kept between them.
 */
export class NativeStack {
  readonly #start: () => Promise<NativeProvider>;
  readonly #name: string;
  #state: NativeState | undefined;

  /**
   * @param config The provider's settings.
   * @param state What is saved of the resource. @default nothing
   */
  constructor(
    config: JsonObject,
    { state, name = "resource" }: { readonly state?: NativeState; readonly name?: string } = {},
  ) {
    this.#start = () => NativeProvider.start({ config });
    this.#name = name;
    this.#state = state;
  }

  get state(): NativeState {
    assert.ok(this.#state, "The stack has no resource.");
    return this.#state;
  }

  async preview(program: JsonObject): Promise<Operation> {
    return (await this.#run(program, true)).operation;
  }

  /** Creates or updates the resource, where there is something to do. */
  async up(program: JsonObject): Promise<Operation> {
    const { operation, state } = await this.#run(program, false);
    this.#state = state;
    return operation;
  }

  async import(id: string): Promise<void> {
    await using provider = await this.#start();
    const found = await provider.read(this.#name, { id });
    assert.ok(found);
    const { inputs, failures } = await provider.check(this.#name, found.inputs, found.inputs);
    assert.deepEqual(failures, []);
    this.#state = { ...found, inputs };
  }

  async refresh(): Promise<void> {
    await using provider = await this.#start();
    this.#state = await provider.read(this.#name, this.state);
  }

  async destroy(): Promise<void> {
    await using provider = await this.#start();
    await provider.delete(this.#name, this.state);
    this.#state = undefined;
  }

  /** Reads what is saved, checks the program and compares the two. */
  async #run(program: JsonObject, preview: boolean) {
    await using provider = await this.#start();
    const name = this.#name;
    const read = this.#state && (await provider.read(name, this.#state));
    const { inputs, failures } = await provider.check(name, program, read?.inputs);
    assert.deepEqual(failures, []);
    if (!read) {
      const state = await provider.create(name, inputs, { preview });
      return { operation: "create", state } as const;
    }
    const { changes, replaces } = await provider.diff(name, read, inputs);
    assert.deepEqual(replaces, [], "A replacement is the engine's affair.");
    if (!changes) return { operation: "same", state: { ...read, inputs } } as const;
    const state = await provider.update(name, read, inputs, { preview });
    return { operation: "update", state } as const;
  }
}
