import * as z from "zod";
import type { History } from "../history.ts";

/** An audit event, as far as the laws look into it. */
export interface Event {
  readonly requestId: string;
  /** What was done, to which configuration, and the hash of what was written or deleted. */
  readonly payload: string;
}

const schema = z
  .object({
    resource_id: z.string(),
    payload_hash: z.string(),
    audit_trail: z.object({ action: z.string(), request_id: z.string() }),
  })
  .transform(
    ({ resource_id, payload_hash, audit_trail: { action, request_id } }): Event => ({
      requestId: request_id,
      payload: `${action} of ${resource_id}, ${payload_hash}`,
    }),
  );

/** The events that a pipeline has exported, or reported whole in a warning as its resource left the state; one a request id. */
export function eventsOf(history: History, pipeline: number): readonly Event[] {
  const events = history.flatMap((happening) => {
    if (!("run" in happening) || happening.run.pipeline !== pipeline) return [];
    if (happening.kind === "warning") return quotedEvents(happening.message);
    const isExport = happening.kind === "request" && happening.said?.status === 201;
    return isExport && happening.asked.method === "POST" ? [happening.asked.body] : [];
  });
  return oneEach(events.map(parsedEvent));
}

export function parsedEvent(event: unknown): Event {
  return schema.parse(event);
}

export function oneEach(events: readonly Event[]): readonly Event[] {
  return [...new Map(events.map((event) => [event.requestId, event])).values()];
}

function quotedEvents(message: string): unknown[] {
  const json = message.match(/Keep it as the evidence: (\{"event_type".*\}\})\./)?.[1];
  return json === undefined ? [] : [JSON.parse(json)];
}
