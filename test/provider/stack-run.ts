import assert from "node:assert/strict";
import type { JsonObject } from "pulumi-cxone-dialer";
import type { ResourceState } from "../support/provider-process.ts";
import type { Provider } from "./in-process.ts";

/** By name, the arguments of each resource. */
export type Program = Readonly<Record<string, JsonObject>>;

export interface RunOptions {
  /** By name: these are replaced, whatever diff says. */
  readonly replace?: readonly string[];
  /** Diff is asked for those too, as for `replaceOnChanges`; for `--replace` it is not. */
  readonly isDiffed?: boolean;
  /** A resource that is replaced is deleted first, as `deleteBeforeReplace` has it. */
  readonly isDeletedFirst?: boolean;
  /** What happens after a deletion that comes first, and before the creation. */
  readonly afterDelete?: () => void;
  /** By name: only these are touched (`--target`). */
  readonly targets?: readonly string[];
  /**
   * The run is killed after the creates, after what is deleted before it is created again, before the state of the first
   * replacement is saved, or before the state is saved without the first that is deleted.
   */
  readonly killed?: "beforeDeletes" | "beforeCreates" | "beforeSave" | "beforeDrop";
}

interface Kept {
  readonly name: string;
  readonly state: ResourceState;
  /** Its replacement is there, and it has only to be deleted. */
  readonly isReplaced?: boolean;
}

/**
 * A stack of several resources. Each run calls a provider in the order in which Pulumi's engine does: check and diff of one
 * resource after the other, with their creates and updates, and in the end the deletes.
 */
export class ManyStack {
  #kept: readonly Kept[] = [];

  /** The state of a resource. */
  state(name: string): ResourceState {
    const kept = this.#kept.find((each) => each.name === name && !each.isReplaced);
    assert.ok(kept, `The stack has no ${name}.`);
    return kept.state;
  }

  get size(): number {
    return this.#kept.length;
  }

  /** Returns by name what was done: nothing where the next preview is empty. */
  async up(
    provider: Provider,
    program: Program,
    {
      replace = [],
      isDiffed = false,
      isDeletedFirst = false,
      afterDelete,
      targets,
      killed,
    }: RunOptions = {},
  ): Promise<readonly string[]> {
    const isTargeted = (name: string) => targets?.includes(name) ?? true;
    const done: string[] = [];
    for (const [name, args] of Object.entries(program)) {
      if (!isTargeted(name)) continue;
      const old = this.#kept.find((each) => each.name === name && !each.isReplaced);
      const isForced = replace.includes(name);
      const news = { ...args, resourceName: name };
      let inputs = await checked(provider, news, isForced ? undefined : old?.state.inputs);
      if (!old) {
        this.#keep({ name, state: { ...(await provider.create(inputs)), inputs } });
        done.push(`create ${name}`);
        continue;
      }
      const difference = isForced && !isDiffed ? undefined : await provider.diff(old.state, inputs);
      const { changes, replaces } =
        isForced || !difference ? { changes: true, replaces: ["forced"] } : difference;
      if (replaces.length > 0) {
        if (!isForced) inputs = await checked(provider, news);
        if (isDeletedFirst) {
          await provider.delete(old.state);
          if (killed === "beforeDrop") return done;
          this.#drop(old);
          afterDelete?.();
          if (killed === "beforeCreates") return done;
        }
        const state = { ...(await provider.create(inputs)), inputs };
        if (killed === "beforeSave") return done;
        if (!isDeletedFirst) this.#replace(old, { ...old, isReplaced: true });
        this.#keep({ name, state });
        done.push(`replace ${name}`);
      } else {
        const outputs = changes ? await provider.update(old.state, inputs) : old.state.outputs;
        this.#replace(old, { name, state: { ...old.state, inputs, outputs } });
        if (changes) done.push(`update ${name}`);
      }
    }
    if (killed === "beforeDeletes") return done;
    for (const each of this.#kept) {
      if ((each.name in program && !each.isReplaced) || !isTargeted(each.name)) continue;
      await provider.delete(each.state);
      if (killed === "beforeDrop") return done;
      this.#drop(each);
      done.push(`delete ${each.name}`);
    }
    return done;
  }

  /** Puts the state of a resource into the form in which another release might have left it. */
  rewrite(name: string, change: (outputs: JsonObject) => JsonObject): void {
    const state = this.state(name);
    const kept = { name, state: { ...state, outputs: change(state.outputs) } };
    this.#kept = this.#kept.map((each) => (each.state === state ? kept : each));
  }

  async refresh(provider: Provider): Promise<void> {
    for (const each of this.#kept) {
      const state = await provider.read(each.state);
      if (state) this.#replace(each, { ...each, state });
      else this.#drop(each);
    }
  }

  /** All at once, begun in this order of the state, or in the other. */
  async destroy(
    provider: Provider,
    order: "oldest first" | "newest first" = "oldest first",
  ): Promise<void> {
    const kept = order === "oldest first" ? this.#kept : this.#kept.toReversed();
    await Promise.all(kept.map(({ state }) => provider.delete(state)));
    this.#kept = [];
  }

  #keep(kept: Kept): void {
    this.#kept = [...this.#kept, kept];
  }

  #replace(old: Kept, kept: Kept): void {
    this.#kept = this.#kept.map((each) => (each === old ? kept : each));
  }

  #drop(kept: Kept): void {
    this.#kept = this.#kept.filter((each) => each !== kept);
  }
}

async function checked(provider: Provider, news: JsonObject, olds?: JsonObject) {
  const { inputs, failures } = await provider.check(news, olds);
  assert.deepEqual(failures, []);
  return inputs;
}
