import { basename, dirname } from "node:path";

/** What `node:child_process` takes to start a command. */
export interface CommandLine {
  readonly file: string;
  readonly args: string[];
  readonly shell: boolean;
}

/**
 * How to start a command on this system. On Windows npm, npx and the commands in `node_modules/.bin` are batch files. Node.js starts a
 * batch file in a shell only, and the shell takes one line.
 *
 * @param words No word holds a quotation mark.
 */
export function commandLine(
  [command, ...args]: readonly [string, ...string[]],
  platform: NodeJS.Platform = process.platform,
): CommandLine {
  const isBatchFile =
    ["npm", "npx"].includes(command) || basename(dirname(command.replaceAll("\\", "/"))) === ".bin";
  return platform === "win32" && isBatchFile
    ? { file: [command, ...args].map(quoted).join(" "), args: [], shell: true }
    : { file: command, args, shell: false };
}

/** Only where it has to be: a batch file that is called by its quoted name alone takes the current folder for its own. */
function quoted(word: string): string {
  return /^[\w@=:,./\\+~-]+$/.test(word) ? word : `"${word}"`;
}
