import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { messageOf } from "../../shared/caught-error.ts";
import { UsageError } from "./exit-codes.ts";

/**
 * The text of a file that the command line names.
 *
 * @param file `-` for the standard input.
 * @param name what an error calls it.
 * @throws UsageError where it cannot be read.
 */
export async function readInput(file: string, name = file): Promise<string> {
  try {
    return await (file === "-" ? text(process.stdin) : readFile(file, "utf8"));
  } catch (error) {
    throw new UsageError([`${name} cannot be read: ${messageOf(error)}`]);
  }
}

/** The same for a file of JSON. @throws UsageError where it cannot be read or is not JSON. */
export async function readJsonInput(file: string, name = file): Promise<unknown> {
  const content = await readInput(file, name);
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new UsageError([`${name} is not JSON: ${messageOf(error).replaceAll(/\s+/g, " ")}`]);
  }
}
