import { z } from "zod";
import { isJsonObject } from "../../../domain/json.ts";
import { parsePropertyPath } from "../../../sandbox/engine/property-path.ts";
import type { Inputs, Preview } from "./preview.ts";
import { messageOf, unchangedOf } from "./pulumi-digest.ts";
import { planOf } from "./steps.ts";

const change = z.object({
  path: z.string(),
  old: z.unknown().optional(),
  new: z.unknown().optional(),
});

const step = z.object({ op: z.string(), urn: z.string(), diff: z.array(change) });

const diagnostic = z.object({
  severity: z.string(),
  message: z.string(),
  urn: z.string().optional(),
});

/** What `cxone-dialer sandbox preview --json` prints. */
const result = z.object({
  ok: z.boolean(),
  steps: z.array(step),
  diagnostics: z.array(diagnostic),
});

/** Undefined where none of the objects is a result. */
export function previewOfResult(objects: readonly unknown[]): Preview | undefined {
  const found = objects.flatMap((object) => result.safeParse(object).data ?? []).at(-1);
  if (found === undefined) return undefined;
  const { steps } = found;
  return {
    ...planOf(
      steps.map(({ op, urn, diff }) => ({
        op,
        urn,
        before: inputsOf(diff.map(({ path, old }) => ({ path, value: old }))),
        after: inputsOf(diff.map((each) => ({ path: each.path, value: each.new }))),
      })),
      true,
    ),
    unchanged: unchangedOf(steps.filter(({ op }) => op === "same").length, steps),
    messages: found.diagnostics.flatMap(messageOf),
    isWhole: true,
  };
}

/** Puts properties together that a difference names by their paths: `forecast.occupancy`. */
function inputsOf(
  properties: readonly { readonly path: string; readonly value: unknown }[],
): Inputs {
  const inputs: Record<string, unknown> = {};
  for (const { path, value } of properties) {
    if (value === undefined) continue;
    const keys = (parsePropertyPath(path) ?? [path]).map(String);
    const last = keys.at(-1) ?? path;
    let at = inputs;
    for (const key of keys.slice(0, -1)) {
      const next: Record<string, unknown> = isJsonObject(at[key]) ? { ...at[key] } : {};
      at[key] = next;
      at = next;
    }
    at[last] = value;
  }
  return inputs;
}
