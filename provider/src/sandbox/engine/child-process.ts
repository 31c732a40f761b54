import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Nothing that was started outlives this process. */
const living = new Set<Child>();
process.on("exit", () => {
  for (const child of living) child.kill();
});

/** A Node process of the SDK's. */
export class Child {
  readonly stdout: Readable;
  /** All that it wrote to its standard error, once it has ended. */
  readonly stderr: Promise<string>;
  readonly ended: Promise<Ending>;
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;

  constructor(
    nodeArguments: readonly string[],
    options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  ) {
    this.#process = spawn(process.execPath, nodeArguments, {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own: Ctrl-C at the terminal is the engine's affair, and what runs may end.
      detached: true,
      windowsHide: true,
    });
    const { promise, resolve } = Promise.withResolvers<Ending>();
    const end = (ending: Ending) => {
      living.delete(this);
      resolve(ending);
    };
    living.add(this);
    this.#process.once("close", (code, signal) => end({ code, signal }));
    this.#process.once("error", () => end({ code: null, signal: null }));
    this.ended = promise;
    this.stdout = this.#process.stdout;
    this.stderr = text(this.#process.stderr);
  }

  /** Ends it and whatever it started, at once. */
  kill(): void {
    const { pid } = this.#process;
    if (pid === undefined || this.#process.exitCode !== null) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // Windows knows no process groups.
      this.#process.kill("SIGKILL");
    }
  }
}

export function describeEnding({ code, signal }: Ending): string {
  if (signal !== null) return `was ended by ${signal}`;
  return code === null ? "could not be started" : `ended with exit code ${code}`;
}
