import { randomUUID } from "node:crypto";
import { jsonEquals } from "../../domain/json.ts";
import type { ExportEvent } from "./export-event.ts";
import { Refusal } from "./refusal.ts";

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
    throw new Refusal(
      422,
      `Idempotency-Key ${idempotencyKey} was used for another event. Repeat that event unchanged, or use a new key.`,
    );
  }

  #append(exported: ExportedEvent): ExportedEvent {
    this.events.push(exported);
    return exported;
  }
}
