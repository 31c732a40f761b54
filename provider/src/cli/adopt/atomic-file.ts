import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { hasErrorCode } from "../../shared/caught-error.ts";
import { type ReplaceOptions, replaceFile } from "../../shared/durable-file.ts";

/** What the name of a draft ends in. A run that is killed leaves one behind, and no repository should take it. */
export const DRAFT_SUFFIX = ".adopt-draft";

/** The old file or the new one, whenever the process is killed. One process at a time writes in a folder: it holds the lock. */
export async function writeAtomically(
  file: string,
  text: string,
  readers: ReplaceOptions["readers"] = "everybody",
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await replaceFile(file, text, { readers, flush: false, draft: `${file}${DRAFT_SUFFIX}` });
}

/** Undefined where there is no such file. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
