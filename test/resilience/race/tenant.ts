import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonEquals,
} from "../../../provider/src/domain/json.ts";

/** A request as the tenant gets it, of whatever is about a configuration or an export. */
export interface Asked {
  readonly method: string;
  /** Of the configuration that it is about; absent of an export. */
  readonly configId?: string | undefined;
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

/** A configuration at one time. */
export interface Version {
  readonly configId: string;
  /** Over all configurations of the tenant, from 0. */
  readonly number: number;
  /** Absent where there is none any more, or not yet. */
  readonly document?: JsonObject | undefined;
}

/** The configurations of a tenant, and the exports. */
export class Tenant {
  readonly exports = new Map<string, JsonObject>();
  readonly #live = new Map<string, Version>();
  readonly #isLenient: boolean;
  #versions = 0;

  /** @param isLenient does without preconditions */
  constructor({ isLenient = false } = {}) {
    this.#isLenient = isLenient;
  }

  live(configId: string): Version {
    return this.#live.get(configId) ?? this.write(configId, undefined);
  }

  write(configId: string, document: JsonObject | undefined): Version {
    const version = { configId, number: this.#versions++, document };
    this.#live.set(configId, version);
    return version;
  }

  /** @param mismatch what it answers to a precondition that fails */
  answer(asked: Asked, mismatch: 409 | 412): Answered {
    const { method, configId, ifMatch, ifNoneMatch } = asked;
    if (configId === undefined) return this.#export(asked);
    const live = this.live(configId);
    if (method === "GET") return shown(live, 200);
    if (ifMatch === undefined && ifNoneMatch === undefined && !this.#isLenient) {
      return { status: 428 };
    }
    if (ifNoneMatch === "*" && live.document) return { status: mismatch };
    if (ifMatch !== undefined && !live.document) return { status: 404 };
    if (ifMatch !== undefined && ifMatch !== etagOf(live)) return { status: mismatch };
    const made = this.write(configId, method === "DELETE" ? undefined : asked.body);
    return method === "DELETE" ? { status: 204 } : shown(made, live.document ? 200 : 201);
  }

  #export({ idempotencyKey = "", body = {} }: Asked): Answered {
    const known = this.exports.get(idempotencyKey);
    if (known && !jsonEquals(known, body)) return { status: 400 };
    this.exports.set(idempotencyKey, known ?? body);
    return { status: 201, body: { id: `export of ${idempotencyKey}` } };
  }
}

function shown(version: Version, status: number): Answered {
  const { document } = version;
  return document ? { status, etag: etagOf(version), body: document } : { status: 404 };
}

export function etagOf({ number }: Version): string {
  return `"v${number}"`;
}

export function objectOf(text: string): JsonObject | undefined {
  const value: unknown = text === "" ? undefined : JSON.parse(text);
  return isJsonObject(value) ? value : undefined;
}
