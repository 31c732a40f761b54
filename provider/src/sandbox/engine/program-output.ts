import { stripVTControlCharacters } from "node:util";

const frame = /^\s+at .*/;
/** A frame of Node's or of a package: not where the mistake is. */
const foreignFrame = /node:|node_modules/;

/** An error without its stack, but for the first place of it that is in the person's own code. */
export function withoutStack(message: string): string {
  const lines = stripVTControlCharacters(message).trimEnd().split("\n");
  const own = lines.find((line) => frame.test(line) && !foreignFrame.test(line));
  return lines.filter((line) => !frame.test(line) || line === own).join("\n");
}
