/** Where a dialer starts: near the steady state. */
export interface Start {
  readonly busy: number;
  /** Lines that ring and will be answered. */
  readonly answering: number;
  /** Lines that ring and will not be. */
  readonly unanswered: number;
}

/** The lines that ring, the agents who are free for them, and the rule that says when another one may ring. */
export interface RingingLines {
  readonly busy: number;
  readonly answering: number;
  /** When the next line that nobody answers stops ringing; Infinity where none rings. */
  readonly nextRingEnd: number;
  /** Whether another dial may start. */
  hasRoom(): boolean;
  /** @param ringEnd when it stops ringing where nobody answers. */
  dial(isAnswered: boolean, ringEnd: number): void;
  /** The line of `nextRingEnd` stops ringing. */
  endRing(): void;
  /**
   * One of the lines that will be answered is.
   *
   * @param which one of them: 0 to `answering` − 1.
   * @returns whether an agent is free to take the call.
   */
  answer(which: number): boolean;
  /**
   * An agent ends a call and is free.
   *
   * @param which one of those who are busy: 0 to `busy` − 1.
   */
  free(which: number): void;
}
