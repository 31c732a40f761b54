import { createHash } from "node:crypto";
import type { JsonObject } from "../../domain/json.ts";

export interface VersionedDocument {
  readonly document: JsonObject;
  /** Strong, quotes included; another one after every write. */
  readonly etag: string;
}

/** The tenant's dialer configurations: whole documents, each write of which is a version of its own. */
export class DialerConfigStore {
  readonly #configs = new Map<string, VersionedDocument>();
  #writes = 0;

  get(id: string): VersionedDocument | undefined {
    return this.#configs.get(id);
  }

  put(id: string, document: JsonObject): VersionedDocument {
    this.#writes += 1;
    const version = { document: structuredClone(document), etag: this.#etag(document) };
    this.#configs.set(id, version);
    return version;
  }

  delete(id: string): void {
    this.#configs.delete(id);
  }

  entries(): readonly (readonly [id: string, version: VersionedDocument])[] {
    return [...this.#configs];
  }

  /** The count tells equal documents apart; the hash tells tenants apart that were started one after another. */
  #etag(document: JsonObject): string {
    const hash = createHash("sha256").update(JSON.stringify(document)).digest("hex");
    return `"${this.#writes}-${hash.slice(0, 16)}"`;
  }
}
