import type { JsonObject } from "pulumi-cxone-dialer";
import { stateOf } from "../../../provider/src/dialer-config/codec.ts";
import { toExport } from "../../../provider/src/domain/audit-trail.ts";
import { isJsonObject, type Json } from "../../../provider/src/domain/json.ts";
import type { Scene } from "./scene.ts";

/** An audit event, as far as it has to agree with the write that it tells of. */
interface ReportedEvent {
  readonly requestId: Json | undefined;
  readonly write: string;
}

/** Every write has its event: the tenant has it, or it is kept elsewhere until the tenant has it. */
export function violationsOfEvents(scene: Scene, kept: readonly Json[]): readonly string[] {
  const exported = exportedOf(scene);
  const rest = kept.map(toldBy).filter((event) => !exported.some((each) => isSame(each, event)));
  const reported = [...exported, ...rest];
  const evidenced = reported.map(({ write }) => write).sort();
  return [...unequal("the events report", evidenced, writesOf(scene)), ...doubled(reported)];
}

/** An event is kept as well where the reply to its export was lost: it is sent again under its `request_id`, and is the same. */
function isSame(one: ReportedEvent, other: ReportedEvent): boolean {
  return one.requestId === other.requestId && one.write === other.write;
}

/** Of a failed command, whatever it wrote: no event is without a write, and none is there twice. */
export function violationsOfExports(scene: Scene): readonly string[] {
  const exported = exportedOf(scene);
  const happened = writesOf(scene);
  const invented = exported.filter(({ write }) => !happened.includes(write));
  return [...invented.map(({ write }) => `event without a write: ${write}`), ...doubled(exported)];
}

/** The events that warnings hold whole, as the last evidence of a resource that left the state. */
export function eventsIn(warnings: readonly string[]): readonly Json[] {
  return warnings.flatMap((warning) => {
    const [, text] = /(\{"event_type":.*?\}\})/.exec(warning) ?? [];
    const event: Json[] = text === undefined ? [] : [JSON.parse(text)];
    return event;
  });
}

/** The events that a state keeps until they are exported. */
export function pendingEventsOf(outputs: JsonObject): readonly Json[] {
  return (stateOf(outputs).pendingEvents ?? []).flatMap(toExport).map((event) => ({ ...event }));
}

function exportedOf({ tenant, configId }: Scene): readonly ReportedEvent[] {
  const ours = tenant.exports.filter(({ event }) => event.resource_id === configId);
  return ours.map(({ event }) => toldBy({ ...event, audit_trail: { ...event.audit_trail } }));
}

function toldBy(event: Json): ReportedEvent {
  const { payload_hash, audit_trail } = isJsonObject(event) ? event : {};
  const { action, request_id } = isJsonObject(audit_trail) ? audit_trail : {};
  return { requestId: request_id, write: `${action} ${payload_hash}` };
}

function writesOf({ writes }: Scene): readonly string[] {
  return writes.map(({ action, payloadHash }) => `${action} ${payloadHash}`).sort();
}

function doubled(reported: readonly ReportedEvent[]): readonly string[] {
  const ids = reported.map(({ requestId }) => requestId);
  return new Set(ids).size === ids.length ? [] : [`a request_id twice: ${ids.join(", ")}`];
}

function unequal(what: string, actual: readonly string[], expected: readonly string[]): string[] {
  if (actual.join() === expected.join()) return [];
  return [`${what} [${actual.join(", ")}], and what took effect is [${expected.join(", ")}]`];
}
