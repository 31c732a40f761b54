import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Outcome {
  readonly code: number | null;
  /** The request ids that were acknowledged. */
  readonly acknowledged: readonly string[];
  readonly stderr: string;
}

const program = join(import.meta.dirname, "fixtures", "writer.ts");

/** A process of its own that appends records to the file, and what became of it. */
export async function runWriter(
  file: string,
  name: string,
  count: number,
  { onAcknowledged, ...options }: SpawnOptions & WriterOptions = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [program, file, name, String(count)], {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return outcomeOf(child, onAcknowledged);
}

interface WriterOptions {
  /** Gets how many records were acknowledged so far. */
  readonly onAcknowledged?: (count: number, child: ChildProcess) => void;
}

/** The same under a limit on the size of a file, which ends a write in its middle as a full disk does. */
export function runWriterWithin(
  kibibytes: number,
  file: string,
  name: string,
  count: number,
): Promise<Outcome> {
  const script = 'ulimit -f "$1" && shift && exec "$@"';
  const writer = [process.execPath, program, file, name, String(count)];
  const child = spawn("bash", ["-c", script, "bash", String(kibibytes), ...writer], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  return outcomeOf(child);
}

async function outcomeOf(
  child: ChildProcess,
  onAcknowledged: WriterOptions["onAcknowledged"] = () => undefined,
): Promise<Outcome> {
  const acknowledged: string[] = [];
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  if (child.stdout) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      acknowledged.push(line);
      onAcknowledged(acknowledged.length, child);
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, acknowledged, stderr };
}
