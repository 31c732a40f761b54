/**
 * Writes a file behind the changes: one write at a time, and however many changes come during it, one more after it.
 * So the last change is always written, and a thousand changes do not cost a thousand writes.
 */
export class StateWriter {
  readonly #write: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #changed = false;
  #running: Promise<void> | undefined;

  constructor(write: () => Promise<void>, onError: (error: unknown) => void) {
    this.#write = write;
    this.#onError = onError;
  }

  /** Something changed and is to be written soon. */
  touch(): void {
    this.#changed = true;
    this.#running ??= this.#drain();
  }

  /** Ends when everything touched so far has been written, or could not be. */
  async flush(): Promise<void> {
    await this.#running;
  }

  async #drain(): Promise<void> {
    try {
      while (this.#changed) {
        this.#changed = false;
        await this.#write();
      }
    } catch (error) {
      this.#onError(error);
    } finally {
      this.#running = undefined;
    }
  }
}
