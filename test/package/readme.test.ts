import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { SandboxEngine, sampleData, startTenant } from "pulumi-cxone-dialer/sandbox";
import { environmentOf } from "../support/call-centre.ts";
import { copyProgram, type ProgramCopy } from "../support/program.ts";

const root = join(import.meta.dirname, "..", "..");

/** The first code block of a language in the README. */
async function block(language: string): Promise<string> {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const [, code] = readme.match(new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, "s")) ?? [];
  assert.ok(code, `the README has no ${language} block`);
  return code;
}

describe("the README's own program", () => {
  let program: ProgramCopy;

  before(async () => {
    const files = await mkdtemp(join(tmpdir(), "cxone-dialer-readme-"));
    await writeFile(join(files, "Pulumi.yaml"), await block("yaml"));
    await writeFile(join(files, "package.json"), await block("json"));
    await writeFile(join(files, "index.ts"), await block("ts"));
    program = await copyProgram(files);
    await rm(files, { recursive: true });
  });

  after(() => program[Symbol.asyncDispose]());

  test("deploys, and leaves its audit event", async () => {
    await using tenant = await startTenant({ data: sampleData });
    const engine = new SandboxEngine({ cwd: program.folder, env: environmentOf(tenant) });
    const { ok, outputs, diagnostics } = await engine.up();
    assert.equal(ok, true, JSON.stringify(diagnostics));
    assert.equal(Object(outputs.audit).status, "exported");
    assert.equal(tenant.exports.length, 1);
  });
});
