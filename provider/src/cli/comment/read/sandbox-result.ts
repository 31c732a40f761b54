import { z } from "zod";
import { isJsonObject } from "../../../domain/json.ts";
import { parsePropertyPath } from "../../../sandbox/engine/model/property-path.ts";
import type { Inputs, Preview } from "./preview.ts";
import { messageOf } from "./pulumi-digest.ts";
import { planOf } from "./steps.ts";

const change = z.object({
  path: z.string(),
  old: z.unknown().optional(),
  new: z.unknown().optional(),
});

const step = z.object({
  op: z.string(),
  urn: z.string(),
  diff: z.array(change),
  /** Absent of a deletion, and of an engine that tells differences only. */
  inputs: z.record(z.string(), z.unknown()).optional(),
});

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
      steps.map(({ op, urn, diff, inputs = {} }) => ({
        op,
        urn,
        before: withProperties(
          inputs,
          diff.map(({ path, old }) => ({ path, value: old })),
        ),
        after: withProperties(
          inputs,
          diff.map((each) => ({ path: each.path, value: each.new })),
        ),
        differing: diff.map(({ path }) => path),
      })),
      { isPartial: steps.every(({ inputs }) => inputs === undefined) },
    ),
    messages: found.diagnostics.flatMap(messageOf),
    isWhole: true,
  };
}

/** The inputs with properties in them that a difference names by their paths: `forecast.occupancy`. */
function withProperties(
  inputs: Inputs,
  properties: readonly { readonly path: string; readonly value: unknown }[],
): Inputs {
  return properties.reduce<Inputs>(
    (all, { path, value }) =>
      withProperty(all, (parsePropertyPath(path) ?? [path]).map(String), value),
    inputs,
  );
}

function withProperty(
  inputs: Inputs,
  [key = "", ...below]: readonly string[],
  value: unknown,
): Inputs {
  if (below.length > 0) {
    const at = inputs[key];
    return { ...inputs, [key]: withProperty(isJsonObject(at) ? at : {}, below, value) };
  }
  const { [key]: _, ...rest } = inputs;
  return value === undefined ? rest : { ...rest, [key]: value };
}
