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
