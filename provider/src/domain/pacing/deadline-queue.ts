const FIRST_CAPACITY = 256;

/**
 * Deadlines in the order in which they fall due: a ring buffer that grows.
 *
 * The dialer needs no heap, for every unanswered line rings equally long and every caller waits equally long: what came first
 * ends first. A free slot holds Infinity, so that the head of an empty queue is never due.
 */
export class DeadlineQueue {
  #slots = new Float64Array(FIRST_CAPACITY).fill(Infinity);
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

  /** @param deadline no earlier than those that are in the queue. */
  push(deadline: number): void {
    if (this.#length > this.#mask) this.#grow();
    this.#slots[(this.#head + this.#length) & this.#mask] = deadline;
    this.#length++;
  }

  /** Takes the next deadline out; the queue must not be empty. */
  shift(): void {
    this.#slots[this.#head] = Infinity;
    this.#head = (this.#head + 1) & this.#mask;
    this.#length--;
  }

  #grow(): void {
    const slots = new Float64Array(2 * this.#slots.length).fill(Infinity);
    slots.set(this.#slots.subarray(this.#head));
    slots.set(this.#slots.subarray(0, this.#head), this.#slots.length - this.#head);
    this.#slots = slots;
    this.#mask = slots.length - 1;
    this.#head = 0;
  }
}
