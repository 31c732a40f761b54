import * as z from "zod";
import { isJsonObject, type JsonObject, obstacleIn } from "../domain/json.ts";
import { UNKNOWN } from "../domain/pulumi.ts";
import { NotFoundError } from "../errors/index.ts";
import { parseBody, type Reply } from "../transport/reply.ts";
import type { Precondition, Transport } from "../transport/transport.ts";
import { entityName, getPage, getPages, type Page, pathId } from "./entities.ts";

/** A document, and the version that it is of. */
export interface Versioned {
  readonly document: JsonObject;
  /** A strong entity tag; undefined where the tenant gave none, or a weak one, which `If-Match` may not use (RFC 9110 §13.1.1). */
  readonly etag: string | undefined;
}

/** What a list certainly says of a configuration: whether an entry is the whole document, the API leaves open. */
export interface DialerConfigSummary {
  readonly id: string;
  /** Absent where the configuration has none. */
  readonly name?: string;
}

/** The part of a document that the API describes, by its types alone: a value is reported as it is, in the API's ranges or not. */
const describedSchema = z.object({
  name: entityName,
  pacingType: z.enum(["predictive", "progressive", "preview"]),
  dialRate: z.number(),
  agentRatio: z.number(),
  maxAbandonmentRate: z.number(),
  maxQueueDepth: z.number(),
  answerRateThreshold: z.number(),
  complianceRules: z
    .custom<JsonObject>(isJsonObject, "must be an object")
    .default((): JsonObject => ({})),
});

export interface DescribedConfig extends z.infer<typeof describedSchema> {
  readonly id: string;
  /** A strong entity tag; undefined where the tenant gave none. */
  readonly etag: string | undefined;
}

const area = "/api/v2/outbound/dialerconfigs";
const scope = "outbound.dialerconfig.readwrite";
const strongEtag = /^"[\x21\x23-\x7e\x80-\xff]*"$/;
const schema = z
  .custom<JsonObject>(isJsonObject, "must be an object")
  // How deep it is nested was seen to when it was read.
  .refine(
    (document) =>
      obstacleIn(document, { deepest: Number.POSITIVE_INFINITY, reserved: UNKNOWN }) === undefined,
    "has a text or a key that Pulumi's state cannot hold, and would lose it",
  )
  .transform(withRules);

/** A document without rules is one with none: so it reads as it was written, and the tenant accepts it when it is put back. */
export function withRules(document: JsonObject): JsonObject {
  return Object.hasOwn(document, "complianceRules")
    ? document
    : { ...document, complianceRules: {} };
}

const entity = z
  .object({ id: z.string().min(1), name: entityName })
  .transform(({ id, name }): DialerConfigSummary => (name === undefined ? { id } : { id, name }));
const list = { path: area, scope, entity } as const;

/** Dialer configurations, `/api/v2/outbound/dialerconfigs` and below. */
export class DialerConfigs {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The configuration as it is now; undefined where there is none. */
  get(id: string): Promise<Versioned | undefined> {
    return orNone(this.read(id));
  }

  /**
   * The configuration as it is now.
   *
   * @throws {NotFoundError} there is none
   */
  async read(id: string): Promise<Versioned> {
    return versioned(await this.#get(id));
  }

  /**
   * What the API describes of the configuration, typed.
   *
   * @throws {NotFoundError} there is none
   * @throws {ResponseError} a setting is missing, or of another type
   */
  async describe(id: string): Promise<DescribedConfig> {
    const reply = await this.#get(id);
    return { id, ...parseBody(describedSchema, reply), etag: strong(reply.etag) };
  }

  /** One page of the tenant's configurations, from 1. */
  page(pageNumber: number): Promise<Page<DialerConfigSummary>> {
    return getPage(this.#transport, list, pageNumber);
  }

  /** All configurations of the tenant, a page after the other. */
  async list(): Promise<readonly DialerConfigSummary[]> {
    return (await getPages(this.#transport, list)).entities;
  }

  /**
   * Makes the configuration, and only where there is none.
   *
   * @throws {PreconditionFailedError} it exists
   */
  create(id: string, document: JsonObject): Promise<Versioned> {
    return this.#put(id, document, { "if-none-match": "*" });
  }

  /**
   * Replaces the whole configuration, and only the version that `etag` names.
   *
   * @throws {PreconditionFailedError} it is of another version
   * @throws {NotFoundError} it is gone
   */
  replace(id: string, document: JsonObject, etag: string): Promise<Versioned> {
    return this.#put(id, document, { "if-match": etag });
  }

  /**
   * Deletes the configuration, and only the version that `etag` names. `gone` where there was none; where an earlier try may
   * have deleted it, its answer lost, it is `deleted`.
   *
   * @throws {PreconditionFailedError} it is of another version
   */
  async delete(id: string, etag: string): Promise<"deleted" | "gone"> {
    try {
      await this.#transport.request({
        method: "DELETE",
        path: path(id),
        scope,
        headers: { "if-match": etag },
      });
      return "deleted";
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      return error.request.mayHaveTakenEffect ? "deleted" : "gone";
    }
  }

  #get(id: string): Promise<Reply> {
    return this.#transport.request({ method: "GET", path: path(id), scope });
  }

  async #put(id: string, document: JsonObject, precondition: Precondition): Promise<Versioned> {
    const reply = await this.#transport.request({
      method: "PUT",
      path: path(id),
      scope,
      headers: precondition,
      body: document,
    });
    return versioned(reply);
  }
}

function path(id: string): string {
  return `${area}/${pathId("dialer configuration", id)}`;
}

function versioned(reply: Reply): Versioned {
  return { document: parseBody(schema, reply), etag: strong(reply.etag) };
}

function strong(etag: string | undefined): string | undefined {
  return etag !== undefined && strongEtag.test(etag) ? etag : undefined;
}

/** What was asked for, or undefined where the tenant has nothing there. */
async function orNone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
