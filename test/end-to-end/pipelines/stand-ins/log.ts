import { appendFileSync } from "node:fs";

/** Notes a call, for the test to read. */
export function logCall(command: string, args: readonly string[]): void {
  appendFileSync(process.env.LOG_OF_COMMANDS ?? "", `${[command, ...args].join(" ")}\n`);
}
