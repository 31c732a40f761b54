const FIRST_CAPACITY = 256;

/**
 * Deadlines in the order in which they fall due, each with whose it is: a ring buffer that grows.
 *
 * The dialer needs no heap, for every unanswered line rings equally long and every caller waits equally long: what came first
 * ends first. A free slot holds Infinity, so that the head of an empty queue is never due.
 */
export class DeadlineQueue {
  #slots = new Float64Array(FIRST_CAPACITY).fill(Infinity);
  #owners = new Int32Array(FIRST_CAPACITY);
  #mask = FIRST_CAPACITY - 1;
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The next deadline, Infinity where there is none. */
  get next(): number {
    return this.#slots[this.#head] ?? Infinity;
  }

  /** @param place in the queue, from 0. */
  at(place: number): number {
    return this.#slots[(this.#head + place) & this.#mask] ?? Infinity;
  }

  /**
   * @param deadline no earlier than those that are in the queue.
   * @param owner a whole number that leaves with the deadline.
   */
  push(deadline: number, owner = 0): void {
    if (this.#length > this.#mask) this.#grow();
    const slot = (this.#head + this.#length) & this.#mask;
    this.#slots[slot] = deadline;
    this.#owners[slot] = owner;
    this.#length++;
  }

  /** Takes the next deadline out, and says whose it was; the queue must not be empty. */
  shift(): number {
    const owner = this.#owners[this.#head] ?? 0;
    this.#slots[this.#head] = Infinity;
    this.#head = (this.#head + 1) & this.#mask;
    this.#length--;
    return owner;
  }

  clear(): void {
    while (this.#length > 0) this.shift();
  }

  #grow(): void {
    const capacity = this.#slots.length;
    const slots = new Float64Array(2 * capacity).fill(Infinity);
    slots.set(this.#slots.subarray(this.#head));
    slots.set(this.#slots.subarray(0, this.#head), capacity - this.#head);
    const owners = new Int32Array(2 * capacity);
    owners.set(this.#owners.subarray(this.#head));
    owners.set(this.#owners.subarray(0, this.#head), capacity - this.#head);
    this.#slots = slots;
    this.#owners = owners;
    this.#mask = slots.length - 1;
    this.#head = 0;
  }
}
