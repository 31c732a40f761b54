import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { hasErrorCode } from "../../shared/caught-error.ts";

/** What the name of a draft ends in. A run that is killed leaves one behind, and no repository should take it. */
export const DRAFT_SUFFIX = ".adopt-draft";

/** For whoever may read the folder, or for its owner alone. */
const modes = { shared: 0o666, private: 0o600 } as const;

/** The old file or the new one, whenever the process is killed. One process at a time writes in a folder: it holds the lock. */
export async function writeAtomically(
  file: string,
  text: string,
  readers: keyof typeof modes = "shared",
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}${DRAFT_SUFFIX}`;
  await writeFile(draft, text, { mode: modes[readers] });
  await rename(draft, file);
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
