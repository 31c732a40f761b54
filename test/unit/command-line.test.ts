import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { commandLine } from "../../scripts/command-line.ts";

describe("a command of the repository's scripts", () => {
  test("is started without a shell, with its words as they are", () => {
    const words = ["npm", "pack", "--pack-destination=/tmp/a b"] as const;
    assert.deepEqual(commandLine(words, "linux"), {
      file: "npm",
      args: ["pack", "--pack-destination=/tmp/a b"],
      shell: false,
    });
    assert.equal(commandLine(["C:\\node\\node.exe", "--version"], "win32").shell, false);
  });

  test("that is a batch file on Windows is started as one line of a shell there", () => {
    assert.deepEqual(commandLine(["npm", "install", "C:\\a b\\p.tgz", "left@^1.0"], "win32"), {
      file: 'npm install "C:\\a b\\p.tgz" "left@^1.0"',
      args: [],
      shell: true,
    });
    assert.deepEqual(commandLine(["C:\\a b\\node_modules\\.bin\\tsc", "-p", "."], "win32"), {
      file: '"C:\\a b\\node_modules\\.bin\\tsc" -p .',
      args: [],
      shell: true,
    });
  });
});
