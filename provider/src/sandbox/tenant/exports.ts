import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import * as z from "zod";
import { jsonEquals } from "../../domain/json.ts";
import type { Authorize, TenantEnvironment } from "./access.ts";
import { ErrorReply, jsonText, parseFields, parseJsonObject } from "./http.ts";

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

const text = z.string("must be a string").min(1, "must not be empty");

/** An audit event, as `POST /api/v2/eventstreams/exports` takes it. */
const exportEventSchema = z
  .strictObject({
    event_type: z.enum(
      ["DIALER_CONFIG_CREATE", "DIALER_CONFIG_UPDATE", "DIALER_CONFIG_DELETE"],
      "must be DIALER_CONFIG_ and the action",
    ),
    resource_id: text,
    payload_hash: z
      .string("must be a string")
      .regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 lower-case hexadecimal digits"),
    timestamp: z.iso.datetime("must be an ISO 8601 time in UTC, such as 2026-03-02T09:30:00.000Z"),
    latency_ms: z.number("must be a number of milliseconds").min(0, "must be 0 or more"),
    audit_trail: z.strictObject(
      {
        action: z.enum(["CREATE", "UPDATE", "DELETE"], "must be CREATE, UPDATE or DELETE"),
        validated: z.boolean("must be true or false"),
        compliance_check: text,
        request_id: text,
      },
      "must be an object",
    ),
  })
  .refine((event) => event.event_type === `DIALER_CONFIG_${event.audit_trail.action}`, {
    path: ["event_type"],
    error: "must follow audit_trail.action",
  });

export type ExportEvent = z.infer<typeof exportEventSchema>;

/** An audit event that the tenant accepted. */
export interface ExportedEvent {
  readonly id: string;
  /** As sent in `Idempotency-Key`; absent where the request had none. */
  readonly idempotencyKey?: string;
  readonly event: ExportEvent;
}

/** The audit events accepted so far, each idempotency key once. */
export class ExportLog {
  readonly events: ExportedEvent[] = [];

  accept(event: ExportEvent, idempotencyKey: string | undefined): ExportedEvent {
    if (idempotencyKey === undefined) return this.#append({ id: randomUUID(), event });
    const earlier = this.events.find((known) => known.idempotencyKey === idempotencyKey);
    if (!earlier) return this.#append({ id: randomUUID(), idempotencyKey, event });
    if (jsonEquals(earlier.event, event)) return earlier;
    throw new ErrorReply(
      422,
      `Idempotency-Key ${idempotencyKey} was used for another event. Repeat that event unchanged, or use a new key.`,
    );
  }

  #append(exported: ExportedEvent): ExportedEvent {
    this.events.push(exported);
    return exported;
  }
}
