import { type ChildProcess, spawn } from "node:child_process";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface ChildOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Nothing that was started outlives this process, even where it is killed: a pipe that it holds open ends then. The
 * pipe is a fourth one, for the program's own standard input is none of our business. Without a space, so that it can be
 * one of NODE_OPTIONS, which a plugin's own children inherit without the pipe.
 */
const endWithUs =
  "--import=data:text/javascript,import{Socket}from'node:net';try{new(Socket)({fd:3}).on('end',()=>process.exit(1)).resume().unref()}catch{}";

/** A process of the SDK's or of a plugin's. */
export class Child {
  readonly stdout: Readable;
  /** All that it wrote to its standard error, once it has ended. */
  readonly stderr: Promise<string>;
  readonly ended: Promise<Ending>;
  readonly #process: ChildProcess;

  static node(nodeArguments: readonly string[], options: ChildOptions): Child {
    return new Child(process.execPath, [endWithUs, ...nodeArguments], options);
  }

  /** A plugin is any program. One that Node.js runs ends with us too. */
  static plugin(executable: string, args: readonly string[], { cwd, env }: ChildOptions): Child {
    const nodeOptions = [env.NODE_OPTIONS, endWithUs].filter(Boolean).join(" ");
    return new Child(executable, args, { cwd, env: { ...env, NODE_OPTIONS: nodeOptions } });
  }

  private constructor(file: string, args: readonly string[], options: ChildOptions) {
    const child = spawn(file, args, {
      ...options,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      // A process group of its own: Ctrl-C at the terminal is the engine's affair, and what runs may end.
      detached: true,
      windowsHide: true,
    });
    const { promise, resolve } = Promise.withResolvers<Ending>();
    child.once("close", (code, signal) => resolve({ code, signal }));
    child.once("error", () => resolve({ code: null, signal: null }));
    this.#process = child;
    this.ended = promise;
    // Both are pipes; the types of spawn know that only where there is no fourth one.
    this.stdout = child.stdout ?? Readable.from([]);
    this.stderr = text(child.stderr ?? Readable.from([]));
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
