import { z } from "zod";
import type { Inputs } from "../read/preview.ts";
import { type SettingChange, written } from "./setting-changes.ts";

/** What creating the resource does in the tenant: take over a configuration that is there, or make one. */
export type Adoption =
  | { readonly exists: false }
  | {
      readonly exists: true;
      /** What of the tenant's gives way to the program's; empty where there is nothing to write. */
      readonly changes: readonly SettingChange[];
    };

const value = z.json().optional();

/** What check puts among the inputs of a configuration that is to be created. */
const adoption = z.discriminatedUnion("exists", [
  z.object({ exists: z.literal(false) }),
  z.object({
    exists: z.literal(true),
    changes: z.record(z.string(), z.object({ from: value, to: value })),
  }),
]);

/** Undefined where the preview does not tell. */
export function adoptionIn(inputs: Inputs | undefined): Adoption | undefined {
  const { data } = adoption.safeParse(inputs?.adoption);
  if (!data?.exists) return data;
  return {
    exists: true,
    changes: Object.entries(data.changes).map(([path, { from, to }]) => ({
      path,
      before: written(path, from),
      after: written(path, to),
      cause: "adoption",
    })),
  };
}
