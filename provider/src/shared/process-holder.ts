import { randomUUID } from "node:crypto";
import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import * as z from "zod";
import { hasErrorCode } from "./caught-error.ts";

/** Who holds a lock, or is at work on something: one process, for one time. */
export const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** Processes that have this in common see each other under the same numbers. */
  realm: z.string(),
  /** When the process started, in the kernel's own count, for another process may have its number by now; absent where the kernel does not say. */
  startedAt: z.string().optional(),
  /** Of this time and no other. */
  token: z.string(),
});

export type Holder = z.infer<typeof holderSchema>;

export async function thisHolder(): Promise<Holder> {
  const { pid } = process;
  const { startedAt } = await lookUp(pid);
  return { pid, host: hostname(), realm: await realm(), startedAt, token: randomUUID() };
}

/** Absent where the text names no holder: it is read while it is being written, or is somebody else's file. */
export function parseHolder(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** `unknown`: it cannot be seen from here, on another machine for instance. */
export async function stateOf(holder: Holder): Promise<"running" | "gone" | "unknown"> {
  if (holder.realm !== (await realm())) return "unknown";
  if (!isInUse(holder.pid)) return "gone";
  const { startedAt, isZombie } = await lookUp(holder.pid);
  if (isZombie) return "gone";
  if (startedAt === undefined || holder.startedAt === undefined) return "unknown";
  return startedAt === holder.startedAt ? "running" : "gone";
}

/** Whether another process than this one holds it, which certainly runs. */
export async function isHeldElsewhere(holder: Holder): Promise<boolean> {
  return holder.pid !== process.pid && (await stateOf(holder)) === "running";
}

function isInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasErrorCode(error, "EPERM");
  }
}

/**
 * Containers on one machine may have the same host name and still not see each other's processes, and after a restart of the
 * machine the numbers begin anew: hence the kernel's names of both, where there are any.
 */
async function realm(): Promise<string> {
  try {
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
    return `${boot.trim()} ${await readlink("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/** proc(5), /proc/pid/stat: the state is the third field and the start time the 22nd; the second may hold spaces and brackets. */
async function lookUp(pid: number): Promise<{ startedAt?: string | undefined; isZombie: boolean }> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { startedAt: fields[19], isZombie: fields[0] === "Z" };
}
