/** A host did not take what was asked of it. */
export class HostRefusal extends Error {
  /** Absent where no answer came. */
  readonly status: number | undefined;
  /** Whether the same request can be taken later. */
  readonly isPassing: boolean;
  /** Whether the host may have done what was asked all the same. */
  readonly mayBeDone: boolean;
  /** How long the host wants to be left alone, in milliseconds. */
  readonly waitMs: number | undefined;

  constructor(
    message: string,
    details: {
      readonly status?: number;
      readonly isPassing?: boolean;
      readonly mayBeDone?: boolean;
      readonly waitMs?: number | undefined;
    } = {},
  ) {
    super(message);
    this.name = "HostRefusal";
    this.status = details.status;
    this.isPassing = details.isPassing ?? false;
    this.mayBeDone = details.mayBeDone ?? false;
    this.waitMs = details.waitMs;
  }
}

/** The host takes no comment of this length. */
export class TooLong extends HostRefusal {}
