import { z } from "zod";
import { parseBody } from "../transport/parse-body.ts";
import type { Transport } from "../transport/transport.ts";

/** An audit event, in the API's own terms. */
export interface AuditExport {
  readonly event_type: string;
  readonly resource_id: string;
  /** `sha256:` and the hexadecimal SHA-256 of the canonical JSON (RFC 8785) of the document that was written. */
  readonly payload_hash: string;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  /** How long the write took, in milliseconds. */
  readonly latency_ms: number;
  readonly audit_trail: {
    readonly action: "CREATE" | "UPDATE" | "DELETE";
    readonly validated: boolean;
    readonly compliance_check: string;
    readonly request_id: string;
  };
}

const schema = z.object({ id: z.string().min(1) });

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
  async create(event: AuditExport, idempotencyKey: string): Promise<{ id: string }> {
    const reply = await this.#transport.request({
      method: "POST",
      path: "/api/v2/eventstreams/exports",
      scope: "eventstreams.export.write",
      headers: { "idempotency-key": idempotencyKey },
      body: event,
      repeatable: true,
    });
    return parseBody(schema, reply);
  }
}
