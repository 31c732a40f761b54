import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { pages, root } from "./pages.ts";

const bin = join(root, "provider", "bin", "cxone-dialer.js");

interface Usage {
  readonly flags: ReadonlySet<string>;
  readonly commands: ReadonlySet<string>;
  /** It takes something that is neither a flag nor a command: a file. */
  readonly takesArguments: boolean;
}

const usages = new Map<string, Promise<Usage>>();

/** What a command's `--help` says that it takes; each is asked once. */
function usageOf(path: readonly string[]): Promise<Usage> {
  const name = path.join(" ");
  const usage = usages.get(name) ?? askUsage(path);
  usages.set(name, usage);
  return usage;
}

async function askUsage(path: readonly string[]): Promise<Usage> {
  const { stdout } = await promisify(execFile)(process.execPath, [bin, ...path, "--help"]);
  const [usage = ""] = stdout.match(/^Usage: .*$/m) ?? [];
  const [, commands = ""] = stdout.match(/^Commands:\n((?: .*\n)+)/m) ?? [];
  return {
    flags: new Set(matchesOf(stdout, /^ +(?:-\w, )?(--[\w-]+)/gm)),
    commands: new Set(matchesOf(commands, /^ {2}(\w[\w-]*)/gm)),
    takesArguments: /[<[](?!options\]|command\])/.test(usage),
  };
}

function matchesOf(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, match = ""]) => match);
}

/** The words behind `cxone-dialer`, as the documentation says them: up to a pipe, a comment or the end of the code. */
function invocationsIn(text: string): readonly (readonly string[])[] {
  const lines = text.replaceAll(/\\\n */g, "");
  return [...lines.matchAll(/(?<![\w./-])cxone-dialer((?: +[^\s`|>#;&)]+)+)/g)].map(
    ([, words = ""]) =>
      words
        .trim()
        .split(/ +/)
        .map((word) => word.replace(/^\[|\]$/g, "")),
  );
}

/** What is wrong with an invocation; nothing where the command takes it. */
async function fault(words: readonly string[]): Promise<string | undefined> {
  let usage = await usageOf([]);
  const path: string[] = [];
  for (const word of words) {
    if (word.startsWith("-")) break;
    if (usage.commands.has(word)) {
      path.push(word);
      usage = await usageOf(path);
    } else if (usage.takesArguments) {
      break;
    } else {
      return `there is no command ${[...path, word].join(" ")}`;
    }
  }
  const unknown = words
    .filter((word) => word.startsWith("--"))
    .map((word) => word.replace(/=.*/, ""))
    .filter((flag) => !usage.flags.has(flag));
  return unknown.length > 0 ? `${path.join(" ")} has no ${unknown.join(", ")}` : undefined;
}

test("every command of the documentation exists, with its flags", async () => {
  const faults = pages.flatMap(({ file, text }) =>
    invocationsIn(text).map(async (words) => {
      const what = await fault(words);
      return what === undefined ? [] : [`${file}: cxone-dialer ${words.join(" ")}: ${what}`];
    }),
  );
  assert.ok(faults.length > 10, "hardly a command was found");
  assert.deepEqual((await Promise.all(faults)).flat(), []);
});
