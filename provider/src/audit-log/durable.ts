import { type FileHandle, open } from "node:fs/promises";

/**
 * Writes behind the last byte of the file, which is `length` bytes long, and comes back when it is on the disk. Where it fails, as
 * on a full disk, the file is cut back.
 */
export async function appendDurably(
  handle: FileHandle,
  length: number,
  text: string,
): Promise<void> {
  const bytes = Buffer.from(text);
  let written = 0;
  try {
    // One write. A disk that fills up takes a part, and says why when it is given the rest.
    while (written < bytes.length) written += (await handle.write(bytes, written)).bytesWritten;
    await handle.sync();
  } catch (error) {
    // What cannot be cut off now is a torn last line, which the next append heals.
    await cutBack(handle, length, written).catch(() => undefined);
    throw error;
  }
}

async function cutBack(handle: FileHandle, length: number, written: number): Promise<void> {
  const { size } = await handle.stat();
  if (size === length + written) await handle.truncate(length);
}

/** A new file's name is on the disk only when its folder is. Windows has no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  await using handle = await open(folder, "r");
  await handle.sync();
}
