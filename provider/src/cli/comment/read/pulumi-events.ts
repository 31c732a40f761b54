import { z } from "zod";
import { messageText } from "./message-text.ts";
import type { Message, Preview } from "./preview.ts";
import { messageOf, resourceState, telemetryOf } from "./pulumi-digest.ts";
import { planOf } from "./steps.ts";

const metadata = z.object({
  op: z.string(),
  urn: z.string(),
  old: resourceState,
  new: resourceState,
});

/** An event of the engine, of which there is one a line; of those that are not named here nothing is needed. */
const event = z.object({
  sequence: z.number(),
  timestamp: z.number(),
  preludeEvent: z.object({ config: z.record(z.string(), z.unknown()).nullish() }).optional(),
  resourcePreEvent: z.object({ metadata }).optional(),
  diagnosticEvent: z
    .object({ severity: z.string(), message: z.string(), urn: z.string().optional() })
    .optional(),
  policyEvent: z
    .object({
      resourceUrn: z.string().optional(),
      message: z.string(),
      policyName: z.string(),
      policyPackName: z.string(),
      enforcementLevel: z.string(),
    })
    .optional(),
  summaryEvent: z.object({ resourceChanges: z.record(z.string(), z.number()) }).optional(),
});

type Event = z.infer<typeof event>;

/**
 * What `pulumi preview --json` prints under `PULUMI_ENABLE_STREAMING_JSON_PREVIEW`, and what `--event-log` writes: more than the
 * digest, for it holds what policies said, and it is of use where the preview was killed. Undefined where there is no event.
 */
export function previewOfEvents(objects: readonly unknown[]): Preview | undefined {
  const events = objects.flatMap((object) => event.safeParse(object).data ?? []);
  if (events.length === 0) return undefined;
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  const summary = events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent;
  return {
    ...planOf(
      steps.map(({ op, urn, old, new: next }) => ({
        op,
        urn,
        before: old?.inputs,
        after: next?.inputs,
        parentBefore: old?.parent,
      })),
      { same: summary?.resourceChanges.same },
    ),
    messages: events.flatMap(messagesOf),
    telemetryFile: telemetryOf(
      events.find(({ preludeEvent }) => preludeEvent)?.preludeEvent?.config ?? {},
    ),
    isWhole: summary !== undefined,
  };
}

function messagesOf({ diagnosticEvent, policyEvent }: Event): readonly Message[] {
  if (diagnosticEvent) return messageOf(diagnosticEvent);
  if (!policyEvent) return [];
  const { enforcementLevel, policyPackName, policyName, resourceUrn, message } = policyEvent;
  return [
    {
      severity: enforcementLevel === "mandatory" ? "error" : "warning",
      text: violationText(message),
      policy: `${policyPackName}/${policyName}`,
      ...(resourceUrn && { urn: resourceUrn }),
    },
  ];
}

/** Pulumi puts the rule's own description on the line before what it found. */
function violationText(message: string): string {
  const [description = "", ...found] = messageText(message).split("\n");
  return found.join("\n").trim() || description;
}
