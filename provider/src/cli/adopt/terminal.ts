/** What a command of `adopt` has of the process that it runs in; a test brings its own. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv;
  /** What was asked for: a report, in words or JSON. */
  readonly out: (text: string) => void;
  /** What is told beside it. On a terminal a line of it can be drawn over. */
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
