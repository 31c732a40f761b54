import { type FileHandle, open } from "node:fs/promises";

/**
 * Writes behind the last byte, and comes back when it is on the disk. Where it fails, as on a full disk, the file is cut back
 * to the length that it had.
 */
export async function appendDurably(
  handle: FileHandle,
  length: number,
  text: string,
): Promise<void> {
  try {
    await writeWhole(handle, Buffer.from(text));
    await handle.sync();
  } catch (error) {
    // What cannot be cut off now is a torn last line, which the next append heals.
    await handle.truncate(length).catch(() => undefined);
    throw error;
  }
}

/** One write; a disk that fills up takes a part, and says why when it is given the rest. */
async function writeWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    written += (await handle.write(bytes, written)).bytesWritten;
  }
}

/** A new file's name is on the disk only when its folder is. Windows has no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  await using handle = await open(folder, "r");
  await handle.sync();
}
