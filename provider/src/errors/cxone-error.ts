/**
 * What every error of this package is. `message` says what happened, how much, which limit, and what to do next;
 * `code` is stable across releases and is what a program should look at.
 */
export abstract class CxoneError extends Error {
  abstract readonly code: `CXONE_${string}`;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }

  /** The message with the code behind it: what a person can look up. */
  get report(): string {
    return `${this.message} [${this.code}]`;
  }
}
