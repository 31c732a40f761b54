import { createHash } from "node:crypto";
import { Hono } from "hono";
import * as z from "zod";
import type { JsonObject } from "../../domain/json.ts";
import type { Authorize, TenantEnvironment } from "./access.ts";
import { ErrorReply, jsonText, pageOf, parseFields, parseJsonObject } from "./http.ts";

/** `/api/v2/outbound/dialerconfigs` */
export function dialerConfigRoutes(configs: DialerConfigStore, authorize: Authorize) {
  const authorized = authorize("outbound.dialerconfig.readwrite");

  function existing(id: string) {
    const version = configs.get(id);
    if (!version) throw new ErrorReply(404, `There is no dialer configuration ${id}.`);
    return version;
  }

  return new Hono<TenantEnvironment>()
    .get("/", authorized, (c) => {
      const entities = configs.entries().map(([id, { document }]) => ({ ...document, id }));
      return c.json(pageOf(entities, c.req.query()));
    })
    .get("/:id", authorized, (c) => {
      const { document, etag } = existing(c.req.param("id"));
      const ifNoneMatch = c.req.header("If-None-Match");
      if (ifNoneMatch !== undefined && noneMatchFails(ifNoneMatch, etag)) {
        return c.body(null, 304, { ETag: etag });
      }
      return c.json(document, 200, { ETag: etag });
    })
    .put("/:id", authorized, async (c) => {
      // From here to the write nothing is awaited, or another request could come between the precondition and the write.
      const text = await jsonText(c);
      const id = c.req.param("id");
      const current = configs.get(id);
      checkPut(preconditions(c.req), current?.etag);
      const document = parseJsonObject(text);
      parseFields(dialerConfigSchema, document);
      const written = configs.put(id, document);
      return c.json(written.document, current ? 200 : 201, { ETag: written.etag });
    })
    .delete("/:id", authorized, (c) => {
      const id = c.req.param("id");
      checkDelete(preconditions(c.req), existing(id).etag);
      configs.delete(id);
      return c.body(null, 204);
    });
}

function preconditions(request: { header(name: string): string | undefined }) {
  return { ifMatch: request.header("If-Match"), ifNoneMatch: request.header("If-None-Match") };
}

/**
 * The fields of a dialer configuration that the tenant validates. The document is stored as it was sent, with whatever
 * other fields it has.
 */
const dialerConfigSchema = z.looseObject({
  pacingType: z.enum(
    ["predictive", "progressive", "preview"],
    "must be predictive, progressive or preview",
  ),
  dialRate: numberFrom(0.1, 10),
  agentRatio: numberFrom(1, 5),
  maxAbandonmentRate: numberFrom(0, 0.05),
  maxQueueDepth: integerFrom(1, 500),
  answerRateThreshold: numberFrom(0, 1),
  complianceRules: z.record(z.string(), z.unknown(), "must be an object"),
});

function numberFrom(minimum: number, maximum: number) {
  const rule = `must be a number from ${minimum} to ${maximum}`;
  return z.number(rule).min(minimum, rule).max(maximum, rule);
}

function integerFrom(minimum: number, maximum: number) {
  const rule = `must be a whole number from ${minimum} to ${maximum}`;
  return z.int(rule).min(minimum, rule).max(maximum, rule);
}

interface Preconditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** Refuses a write without a precondition (RFC 6585 §3), or one whose precondition is false (RFC 9110 §13.1). */
function checkPut({ ifMatch, ifNoneMatch }: Preconditions, etag: string | undefined): void {
  if (ifMatch === undefined && ifNoneMatch !== "*") {
    throw new ErrorReply(
      428,
      "A PUT needs If-Match with the ETag last read, or If-None-Match: * to create.",
    );
  }
  if (ifMatch !== undefined) checkIfMatch(ifMatch, etag);
  if (ifNoneMatch !== undefined && noneMatchFails(ifNoneMatch, etag)) {
    throw new ErrorReply(412, "It exists already. Read it, and write with If-Match and its ETag.");
  }
}

function checkDelete({ ifMatch }: Preconditions, etag: string): void {
  if (ifMatch === undefined) {
    throw new ErrorReply(428, "A DELETE needs If-Match with the ETag last read.");
  }
  checkIfMatch(ifMatch, etag);
}

/** Weak comparison (RFC 9110 §13.1.2). */
function noneMatchFails(ifNoneMatch: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  if (ifNoneMatch === "*") return true;
  return entityTags("If-None-Match", ifNoneMatch).some((tag) => tag.replace(/^W\//, "") === etag);
}

/** Strong comparison (RFC 9110 §13.1.1): a weak tag matches nothing, for the tenant's own are all strong. */
function checkIfMatch(ifMatch: string, etag: string | undefined): void {
  const matches =
    etag !== undefined && (ifMatch === "*" || entityTags("If-Match", ifMatch).includes(etag));
  if (!matches) {
    throw new ErrorReply(
      412,
      "It is not what If-Match names. Read it again, and merge your change.",
    );
  }
}

const entityTag = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const eachEntityTag = new RegExp(entityTag, "g");
const entityTagList = new RegExp(`^${entityTag}(?:[ \\t]*,[ \\t]*${entityTag})*$`);

function entityTags(header: string, value: string): readonly string[] {
  if (!entityTagList.test(value)) {
    throw new ErrorReply(400, `${header} must hold quoted entity tags, or be *.`);
  }
  return value.match(eachEntityTag) ?? [];
}

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

  /** The count makes equal documents differ; the hash makes tenants differ that were started one after another. */
  #etag(document: JsonObject): string {
    const hash = createHash("sha256").update(JSON.stringify(document)).digest("hex");
    return `"${this.#writes}-${hash.slice(0, 16)}"`;
  }
}
