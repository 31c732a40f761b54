import { styleText } from "node:util";
import type { StepOperation } from "./result.ts";

type Format = Parameters<typeof styleText>[0];

/** Colours text for a stream, and leaves it plain where the stream is no terminal or NO_COLOR is set. */
export type Paint = (format: Format, text: string) => string;

export function paintFor(stream: NodeJS.WritableStream): Paint {
  return (format, text) => styleText(format, text, { stream });
}

/** The mark before a line. */
export type Sign = "+" | "-" | "~" | " ";

export const signFormats: Readonly<Record<Sign, Format>> = {
  "+": "green",
  "-": "red",
  "~": "yellow",
  " ": [],
};

interface OperationStyle {
  /** Two characters wide, as in Pulumi. */
  readonly mark: string;
  readonly format: Format;
  readonly done: string;
}

/** In the order in which they are summed up. */
export const operationStyles: Readonly<Record<StepOperation, OperationStyle>> = {
  create: { mark: "+ ", format: "green", done: "created" },
  update: { mark: "~ ", format: "yellow", done: "updated" },
  refresh: { mark: "~ ", format: "yellow", done: "refreshed" },
  delete: { mark: "- ", format: "red", done: "deleted" },
  replace: { mark: "+-", format: "magenta", done: "replaced" },
  read: { mark: "> ", format: "cyan", done: "read" },
  same: { mark: "  ", format: [], done: "unchanged" },
};
