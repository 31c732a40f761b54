/** What is thrown where work was given up because the run has been halted; the reason has been reported by then. */
export class Halted extends Error {
  constructor() {
    super("The run has been halted.");
  }
}

/** The brake of a run: once pulled nothing new starts, and what runs may end. */
export class Halt {
  readonly #pulled = Promise.withResolvers<void>();
  #isPulled = false;
  #defect: { readonly error: unknown } | undefined;

  /** Ends when the brake is pulled. */
  readonly pulled: Promise<void> = this.#pulled.promise;

  get isPulled(): boolean {
    return this.#isPulled;
  }

  pull(): void {
    this.#isPulled = true;
    this.#pulled.resolve();
  }

  /** Pulls the brake for an error that nobody foresaw. The run throws the first one when all has come to rest. */
  pullFor(defect: unknown): void {
    this.#defect ??= { error: defect };
    this.pull();
  }

  throwDefect(): void {
    if (this.#defect !== undefined) throw this.#defect.error;
  }

  throwIfPulled(): void {
    if (this.#isPulled) throw new Halted();
  }
}
