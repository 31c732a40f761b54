import * as z from "zod";
import type { AuditEvent } from "../domain/audit.ts";
import { obstacleIn } from "../domain/json.ts";
import { UNKNOWN } from "../domain/pulumi.ts";
import { parseBody } from "../transport/reply.ts";
import type { Transport } from "../transport/transport.ts";

const schema = z.object({
  id: z
    .string()
    .min(1)
    .refine(
      (id) => obstacleIn(id, { reserved: UNKNOWN }) === undefined,
      "is a text that Pulumi's state cannot hold",
    ),
});

/** Audit exports, `/api/v2/eventstreams/exports`. */
export class AuditExports {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Sends an audit event. A repeat of the same key is the same export.
   *
   * @throws {InvalidRequestError} the event is malformed
   * @throws {PermissionError} the client lacks `eventstreams.export.write`
   */
  async create(event: AuditEvent, idempotencyKey: string): Promise<{ id: string }> {
    const reply = await this.#transport.request({
      method: "POST",
      path: "/api/v2/eventstreams/exports",
      scope: "eventstreams.export.write",
      headers: { "idempotency-key": idempotencyKey },
      body: event,
    });
    return parseBody(schema, reply);
  }
}
