import assert from "node:assert/strict";
import { test } from "node:test";
import { codeBlocks, page } from "./pages.ts";

/** The files of a first program, as a page shows them. */
function firstProgram(file: string): readonly string[] {
  return ["yaml", "json", "ts"].map((wanted) => {
    const block = codeBlocks(page(file)).find(({ language }) => language === wanted);
    assert.ok(block, `${file} has no ${wanted} block`);
    return block.code;
  });
}

test("the guide to start begins with the README's program, which a test deploys", () => {
  assert.deepEqual(firstProgram("docs/start.md"), firstProgram("README.md"));
});
