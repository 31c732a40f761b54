import { z } from "zod";
import { messageText } from "./message-text.ts";
import type { Message, Preview } from "./preview.ts";
import { planOf } from "./steps.ts";

/** A resource's state, of which its inputs and its parent are needed. */
export const resourceState = z
  .object({
    inputs: z.record(z.string(), z.unknown()).optional(),
    parent: z.string().optional(),
  })
  .nullish();

const step = z.object({
  op: z.string(),
  urn: z.string(),
  oldState: resourceState,
  newState: resourceState,
});

const diagnostic = z.object({
  severity: z.string(),
  message: z.string(),
  urn: z.string().optional(),
});

/** What `pulumi preview --json` and `cxone-dialer sandbox preview --json` print. A preview that fails early leaves lists out. */
const digest = z.object({
  config: z.record(z.string(), z.unknown()).optional(),
  steps: z.array(step).nullish(),
  diagnostics: z.array(diagnostic).nullish(),
  duration: z.number(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
});

/** Undefined where none of the objects is a digest. */
export function previewOfDigest(objects: readonly unknown[]): Preview | undefined {
  const found = objects.flatMap((object) => digest.safeParse(object).data ?? []).at(-1);
  if (found === undefined) return undefined;
  const steps = found.steps ?? [];
  return {
    ...planOf(
      steps.map(({ op, urn, oldState, newState }) => ({
        op,
        urn,
        before: oldState?.inputs,
        after: newState?.inputs,
        parentBefore: oldState?.parent,
      })),
      { same: found.changeSummary?.same ?? 0 },
    ),
    messages: (found.diagnostics ?? []).flatMap(messageOf),
    telemetryFile: telemetryOf(found.config),
    isWhole: true,
  };
}

export function messageOf({
  severity,
  message,
  urn,
}: {
  readonly severity: string;
  readonly message: string;
  readonly urn?: string | undefined;
}): readonly Message[] {
  if (severity !== "error" && severity !== "warning") return [];
  return [{ severity, text: messageText(message), ...(urn && { urn }) }];
}

export function telemetryOf(config: Readonly<Record<string, unknown>> = {}): string | undefined {
  const file = config["cxone:telemetry"];
  return typeof file === "string" ? file : undefined;
}
