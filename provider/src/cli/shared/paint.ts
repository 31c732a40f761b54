import { styleText } from "node:util";

export type Format = Parameters<typeof styleText>[0];

/** Colours text for a stream, and leaves it plain where the stream is no terminal or NO_COLOR is set. */
export type Paint = (format: Format, text: string) => string;

export function paintFor(stream: NodeJS.WritableStream): Paint {
  return (format, text) => styleText(format, text, { stream });
}
