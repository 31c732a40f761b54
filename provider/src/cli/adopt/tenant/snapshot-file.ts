import { UsageError } from "../../shared/usage-error.ts";
import { readIfThere, writeAtomically } from "../atomic-file.ts";
import { type Snapshot, snapshotSchema } from "./snapshot.ts";

/**
 * What an earlier run read; undefined where there was none.
 *
 * @throws {UsageError} where the file is something else
 */
export async function readSnapshot(file: string): Promise<Snapshot | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  const { data } = snapshotSchema.safeParse(parseJson(text));
  if (data) return data;
  throw new UsageError([
    `${file} is not what this release of cxone-dialer adopt writes. Move it away, and adopt again.`,
  ]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For its owner alone: a document may hold what a program does not show. */
export async function writeSnapshot(file: string, snapshot: Snapshot): Promise<void> {
  await writeAtomically(file, `${JSON.stringify(snapshot, null, 2)}\n`, "private");
}
