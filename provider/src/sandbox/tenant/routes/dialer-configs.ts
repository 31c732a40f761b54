import { Hono } from "hono";
import { dialerConfigSchema } from "../dialer-config-schema.ts";
import type { DialerConfigStore } from "../dialer-config-store.ts";
import type { Authorize, TenantEnvironment } from "../environment.ts";
import { parseFields } from "../field-problems.ts";
import { jsonText, parseJsonObject } from "../json-body.ts";
import { pageOf } from "../paging.ts";
import { checkDelete, checkPut, noneMatchFails } from "../preconditions.ts";
import { Refusal } from "../refusal.ts";

/** `/api/v2/outbound/dialerconfigs` */
export function dialerConfigRoutes(configs: DialerConfigStore, authorize: Authorize) {
  const authorized = authorize("outbound.dialerconfig.readwrite");

  function existing(id: string) {
    const version = configs.get(id);
    if (!version) throw new Refusal(404, `There is no dialer configuration ${id}.`);
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
