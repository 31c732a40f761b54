import { styleText } from "node:util";

/** What a command of `adopt` has of the process that it runs in; a test brings its own. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  /** What was asked for: a report, in words or JSON. */
  readonly out: (text: string) => void;
  /** Progress and warnings. On a terminal a line of it can be drawn over. */
  readonly stderr: ErrorStream;
  /** Ends the command at once. */
  readonly exit: (code: number) => never;
  /** What the process is to exit with when it ends by itself. */
  readonly endWith: (code: number) => void;
}

export type ErrorStream = Pick<NodeJS.WriteStream, "write" | "isTTY" | "cursorTo" | "clearLine">;

export const processTerminal: Terminal = {
  env: process.env,
  out: (text) => console.log(text),
  stderr: process.stderr,
  exit: (code) => process.exit(code),
  endWith: (code) => {
    process.exitCode = code;
  },
};

export type Format = Parameters<typeof styleText>[0];

/** Colours text for a stream, and leaves it plain where the stream is no terminal or NO_COLOR is set. */
export type Paint = (format: Format, text: string) => string;

export function paintFor(stream: NodeJS.WritableStream): Paint {
  return (format, text) => styleText(format, text, { stream });
}

/** One line on a terminal that shows how far a run is, and goes with its end; nothing where the stream is no terminal. */
export class ProgressLine {
  readonly #stream: ErrorStream;

  constructor(stream: ErrorStream) {
    this.#stream = stream;
  }

  show(text: string): void {
    if (!this.#stream.isTTY) return;
    this.clear();
    this.#stream.write(text);
  }

  clear(): void {
    if (!this.#stream.isTTY) return;
    this.#stream.cursorTo(0);
    this.#stream.clearLine(0);
  }

  [Symbol.dispose](): void {
    this.clear();
  }
}
