import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonEquals,
} from "../../provider/src/domain/json.ts";

/** A request as the tenant gets it, of whatever is about a configuration or an export. */
export interface Asked {
  readonly method: string;
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly body?: JsonObject | undefined;
}

export interface Answered {
  readonly status: number;
  readonly etag?: string | undefined;
  readonly body?: Json | undefined;
}

/** The configuration at one time, from 0 on, and whoever made it so. */
export interface Version {
  readonly number: number;
  /** Absent where there is none any more, or not yet. */
  readonly document?: JsonObject | undefined;
}

/** One configuration in a tenant, with its whole history, and the exports. */
export class Tenant {
  readonly versions: Version[];
  readonly exports = new Map<string, JsonObject>();
  readonly #isLenient: boolean;

  /** @param isLenient does without preconditions */
  constructor(document: JsonObject | undefined, { isLenient = false } = {}) {
    this.versions = [{ number: 0, document }];
    this.#isLenient = isLenient;
  }

  get live(): Version {
    const live = this.versions.at(-1);
    if (!live) throw new Error("A tenant has a version from the beginning.");
    return live;
  }

  write(document: JsonObject | undefined): Version {
    const version = { number: this.versions.length, document };
    this.versions.push(version);
    return version;
  }

  /** @param mismatch what it answers to a precondition that fails */
  answer(asked: Asked, mismatch: 409 | 412): Answered {
    if (asked.method === "POST") return this.#export(asked);
    if (asked.method === "GET") return this.#shown(200);
    const { document } = this.live;
    const { ifMatch, ifNoneMatch } = asked;
    if (ifMatch === undefined && ifNoneMatch === undefined && !this.#isLenient) {
      return { status: 428 };
    }
    if (ifNoneMatch === "*" && document) return { status: mismatch };
    if (ifMatch !== undefined && !document) return { status: 404 };
    if (ifMatch !== undefined && ifMatch !== etagOf(this.live)) return { status: mismatch };
    this.write(asked.method === "DELETE" ? undefined : asked.body);
    return asked.method === "DELETE" ? { status: 204 } : this.#shown(document ? 200 : 201);
  }

  #shown(status: number): Answered {
    const { document } = this.live;
    return document ? { status, etag: etagOf(this.live), body: document } : { status: 404 };
  }

  #export({ idempotencyKey = "", body = {} }: Asked): Answered {
    const known = this.exports.get(idempotencyKey);
    if (known && !jsonEquals(known, body)) return { status: 400 };
    this.exports.set(idempotencyKey, known ?? body);
    return { status: 201, body: { id: `export of ${idempotencyKey}` } };
  }
}

export function etagOf({ number }: Version): string {
  return `"v${number}"`;
}

export function objectOf(text: string): JsonObject | undefined {
  const value: unknown = text === "" ? undefined : JSON.parse(text);
  return isJsonObject(value) ? value : undefined;
}
