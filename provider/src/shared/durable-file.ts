/** Files that are whole whenever the process, or the machine, stops. */
import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

export interface ReplaceOptions {
  /** Who may read a file that is made: everybody (as the umask says), or its owner alone. */
  readonly readers: "everybody" | "owner";
  /**
   * Whether the text has to survive a power failure: then it is on the disk when this resolves. Otherwise it survives the
   * process, and a power failure may bring the old file back, or leave an empty one. With `"text"` it may bring the old file back,
   * and leaves no empty one.
   */
  readonly flush: boolean | "text";
  /** The name of the draft. A process that is killed leaves it behind. @default a new name beside the file */
  readonly draft?: string;
}

const modes = { everybody: 0o666, owner: 0o600 } as const;

/** Puts the text in the file's place. A reader sees the old file or the new one, and never a part. The folder has to be there. */
export async function replaceFile(
  file: string,
  text: string,
  { readers, flush, draft = `${file}.${randomUUID()}` }: ReplaceOptions,
): Promise<void> {
  try {
    {
      await using handle = await open(draft, "w", modes[readers]);
      await handle.writeFile(text);
      if (flush) await handle.sync();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
  if (flush === true) await syncFolder(dirname(file));
}

/** A new file's name is on the disk only when its folder is. Windows has no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  await using handle = await open(folder, "r");
  await handle.sync();
}
