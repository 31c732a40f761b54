import { z } from "zod";

const text = z.string("must be a string").min(1, "must not be empty");

/** An audit event, as `POST /api/v2/eventstreams/exports` takes it. */
export const exportEventSchema = z
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
