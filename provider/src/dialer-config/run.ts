import pLimit, { type LimitFunction } from "p-limit";
import type { CheckedProgram } from "./checked-program.ts";
import type { Connections } from "./connections.ts";

/** What the operations of one provider process share. */
export interface Run {
  /** The ways to the outside. */
  readonly connections: Connections;
  /** What check saw of the program. Check alone writes it. */
  readonly program: CheckedProgram;
  /** What diff, create, update, read and delete did. Check only reads it. */
  readonly operations: Operations;
}

/** What create, update, read and delete of one process know of one another, by configuration. */
export class Operations {
  readonly #holders = new Map<string, string>();
  readonly #handedOver = new Set<string>();
  readonly #released = new Set<string>();
  readonly #turns = new Map<string, LimitFunction>();
  readonly #counts = new Map<string, number>();

  /**
   * Runs the operations on one configuration one after the other: the engine may create and delete one at the same time.
   *
   * @param isIdle Whether an operation with that result left the configuration alone. @default that none did
   */
  inTurn<T>(
    configId: string,
    operation: () => Promise<T>,
    isIdle: (result: T) => boolean = () => false,
  ): Promise<T> {
    const turn = this.#turns.get(configId) ?? pLimit(1);
    this.#turns.set(configId, turn);
    return turn(async () => {
      let isLeftAlone = false;
      try {
        const result = await operation();
        isLeftAlone = isIdle(result);
        return result;
      } finally {
        if (!isLeftAlone) this.#counts.set(configId, this.count(configId) + 1);
      }
    });
  }

  /** How many have ended that may have changed it: what was read before the last of them is no longer how things are. */
  count(configId: string): number {
    return this.#counts.get(configId) ?? 0;
  }

  /** Notes the resource that has the configuration in the state, by `holderOf` that. */
  hold(configId: string, holder: string): void {
    this.#holders.set(configId, holder);
  }

  /** The resource that {@link hold} noted last. */
  holder(configId: string): string | undefined {
    return this.#holders.get(configId);
  }

  /** Notes that a resource left the state, and its configuration to another one. */
  handOver(configId: string): void {
    this.#handedOver.add(configId);
  }

  isHandedOver(configId: string): boolean {
    return this.#handedOver.has(configId);
  }

  /** Notes that a resource which left the state was put back, or deleted, in this process. */
  release(configId: string): void {
    this.#released.add(configId);
  }

  isReleased(configId: string): boolean {
    return this.#released.has(configId);
  }
}
