import type { Clock } from "./clock.ts";
import { type Scope, scopes } from "./scopes.ts";

/** What the tenant gave. */
export interface Grant {
  readonly accessToken: string;
  /** How long it is good for, in seconds. */
  readonly expiresIn: number;
  /** Undefined where the tenant names none, which means all that were asked for (RFC 6749 §5.1). */
  readonly scopes: readonly string[] | undefined;
}

export interface Token {
  readonly value: string;
  /** When another is asked for, in milliseconds since the epoch. */
  readonly until: number;
  /** The scopes that were asked for and not given. */
  readonly missing: readonly Scope[];
}

/** Seconds before its end from which a token is no longer used, so that none ends on the way. */
const reserve = 60;

/** Keeps the token, and asks for another when it must; however many want it, they share one request. */
export class TokenSource {
  readonly #ask: () => Promise<Grant>;
  readonly #clock: Clock;
  readonly #warn: (message: string) => void;
  readonly #warned = new Set<Scope>();
  #token: Token | undefined;
  #pending: Promise<Token> | undefined;

  constructor(ask: () => Promise<Grant>, clock: Clock, warn: (message: string) => void) {
    this.#ask = ask;
    this.#clock = clock;
    this.#warn = warn;
  }

  get(): Promise<Token> {
    if (this.#token !== undefined && this.isFresh(this.#token)) return Promise.resolve(this.#token);
    this.#pending ??= this.#renew().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  isFresh(token: Token): boolean {
    return token === this.#token && this.#clock.now() < token.until;
  }

  /** The tenant refused this token. One that replaced it meanwhile stays. */
  invalidate(token: Token): void {
    if (this.#token === token) this.#token = undefined;
  }

  async #renew(): Promise<Token> {
    const { accessToken, expiresIn, scopes: granted } = await this.#ask();
    // A life shorter than the reserve is used to its end: there is nothing better.
    const seconds = expiresIn > reserve ? expiresIn - reserve : expiresIn;
    const missing = granted === undefined ? [] : scopes.filter((scope) => !granted.includes(scope));
    this.#warnOf(missing);
    this.#token = { value: accessToken, until: this.#clock.now() + seconds * 1_000, missing };
    return this.#token;
  }

  #warnOf(missing: readonly Scope[]): void {
    const news = missing.filter((scope) => !this.#warned.has(scope));
    if (news.length === 0) return;
    for (const scope of news) this.#warned.add(scope);
    this.#warn(
      `The CXone client was not granted ${news.join(" and ")}: calls that need it will fail. Grant it to the client in CXone.`,
    );
  }
}
