import { basename, join, resolve } from "node:path";
import { UsageError } from "../forecast/usage-error.ts";
import { readIfThere } from "./atomic-file.ts";
import { parsePlan, type WrittenPlan } from "./plan/plan-file.ts";
import type { Snapshot } from "./tenant/snapshot.ts";
import { readSnapshot } from "./tenant/snapshot-file.ts";

/** The files that `adopt` keeps in its folder, beside the program. */
export interface Folder {
  readonly path: string;
  /** The folder's own name. */
  readonly name: string;
  readonly planFile: string;
  readonly snapshotFile: string;
  /** What an unfinished run has read. */
  readonly journalFile: string;
  /** As an earlier run, or a person, left it. */
  readonly plan: WrittenPlan | undefined;
  readonly snapshot: Snapshot | undefined;
}

/** @throws {UsageError} where a file of its own is not as it must be */
export async function openFolder(folder: string): Promise<Folder> {
  const path = resolve(folder);
  const planFile = join(path, "plan.yaml");
  const snapshotFile = join(path, "adopt.json");
  const text = await readIfThere(planFile);
  return {
    path,
    name: basename(path),
    planFile,
    snapshotFile,
    journalFile: join(path, "adopt.partial.jsonl"),
    plan: text === undefined ? undefined : { text, plan: parsePlan(text, planFile) },
    snapshot: await readSnapshot(snapshotFile),
  };
}

/**
 * @param known the tenants that the folder is of, as far as its files tell
 * @throws {UsageError} where one of them is another than the one that is to be asked
 */
export function assertTenant(
  { path }: Folder,
  asked: string,
  known: readonly (string | undefined)[],
): void {
  const other = known.find((tenant) => tenant !== undefined && tenant !== asked);
  if (other === undefined) return;
  throw new UsageError([
    `${path} holds what was adopted from ${other}, and CXONE_ENVIRONMENT_URL names ${asked}. Name a folder of its own for each tenant.`,
  ]);
}
