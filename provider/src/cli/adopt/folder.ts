import { readdir, rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { hasErrorCode } from "../../shared/caught-error.ts";
import { UsageError } from "../shared/exit-codes.ts";
import { DRAFT_SUFFIX, readIfThere } from "./atomic-file.ts";
import { parsePlan, type WrittenPlan } from "./plan/plan.ts";
import { readSnapshot, type Snapshot } from "./tenant/snapshot.ts";

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

/** @throws {UsageError} where there is none, somebody else wrote what is in it, or a file of its own is not as it must be */
export async function openFolder(folder: string): Promise<Folder> {
  const path = resolve(folder);
  const names = await namesIn(path);
  assertOwn(path, names);
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

async function namesIn(path: string): Promise<readonly string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) throw new UsageError([`There is no folder ${path}.`]);
    if (hasErrorCode(error, "ENOTDIR")) throw new UsageError([`${path} is a file, and no folder.`]);
    throw error;
  }
}

/** Files by which a folder is known for adopt's own. */
const own = ["plan.yaml", "adopt.json", "adopt.partial.jsonl"];

/** What may be in a folder before there is a program in it: a new repository has as much. */
const harmless = /^(\.|(readme|licen[cs]e|notice|changelog|contributing|security|codeowners)\b)/i;

function assertOwn(path: string, names: readonly string[]): void {
  if (names.some((name) => own.includes(name))) return;
  const foreign = names.filter((name) => !harmless.test(name));
  if (foreign.length === 0) return;
  const more = foreign.length > 3 ? ` and ${foreign.length - 3} more` : "";
  throw new UsageError([
    `${path} holds what cxone-dialer adopt did not write (${foreign.slice(0, 3).join(", ")}${more}), and no plan.yaml. ` +
      `Name a new folder, such as ${join(path, "dialers")}.`,
  ]);
}

/** Clears away what a killed run was writing. */
export async function removeDrafts(folder: string): Promise<void> {
  for (const each of [folder, join(folder, "campaigns")]) {
    const names = await readdir(each).catch(() => []);
    for (const name of names.filter((name) => name.endsWith(DRAFT_SUFFIX))) {
      await rm(join(each, name), { force: true });
    }
  }
}

/**
 * @param known the tenants that the files of the folder name
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
