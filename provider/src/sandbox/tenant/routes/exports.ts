import { Hono } from "hono";
import type { Authorize, TenantEnvironment } from "../environment.ts";
import { exportEventSchema } from "../export-event.ts";
import type { ExportLog } from "../export-log.ts";
import { parseFields } from "../field-problems.ts";
import { jsonText, parseJsonObject } from "../json-body.ts";

/** `/api/v2/eventstreams/exports` */
export function exportRoutes(exports: ExportLog, authorize: Authorize) {
  return new Hono<TenantEnvironment>().post(
    "/",
    authorize("eventstreams.export.write"),
    async (c) => {
      const event = parseFields(exportEventSchema, parseJsonObject(await jsonText(c)));
      const { id } = exports.accept(event, c.req.header("Idempotency-Key"));
      return c.json({ id }, 201);
    },
  );
}
