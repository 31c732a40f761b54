/** Leads one piece of work that several take turns with: it goes on only when it is asked to, up to where it waits again. */
export class Turn<T> {
  readonly #killAt: number | undefined;
  #points = 0;
  #go = Promise.withResolvers<void>();
  #stop = Promise.withResolvers<void>();
  #outcome: PromiseSettledResult<T> | "killed" | undefined;

  /**
   * Nothing of the work is done before the first {@link resume}.
   *
   * @param killAt at which of its points, from 0, the work is killed; absent where it is not
   */
  constructor(work: (turn: Turn<T>) => Promise<T>, killAt?: number) {
    this.#killAt = killAt;
    void this.#lead(work);
  }

  /** How it ended; undefined while it goes on. */
  get outcome(): PromiseSettledResult<T> | "killed" | undefined {
    return this.#outcome;
  }

  /** Goes on, and resolves where the work waits again or has ended. */
  async resume(): Promise<void> {
    this.#stop = Promise.withResolvers();
    this.#go.resolve();
    await this.#stop.promise;
  }

  /** Called by the work where others may come in between. */
  async wait(): Promise<void> {
    this.#go = Promise.withResolvers();
    this.#stop.resolve();
    await this.#go.promise;
  }

  /** Called by the work where it may be killed: then this never resolves, as nothing does in a process that is gone. */
  point(): Promise<void> {
    if (this.#points++ !== this.#killAt) return Promise.resolve();
    this.#outcome = "killed";
    this.#stop.resolve();
    return new Promise(() => {});
  }

  async #lead(work: (turn: Turn<T>) => Promise<T>): Promise<void> {
    await this.#go.promise;
    [this.#outcome] = await Promise.allSettled([work(this)]);
    this.#stop.resolve();
  }
}
