import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { sampleData, startTenant } from "pulumi-cxone-dialer/sandbox";
import { reviewOf } from "../../../provider/src/cli/comment/judge/review.ts";
import { readPreview } from "../../../provider/src/cli/shared/preview/read-preview.ts";
import { environmentOf } from "../../support/call-centre.ts";
import { copyProgram } from "../../support/program.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const bin = join(root, "provider", "bin", "cxone-dialer.js");

test("what the sandbox engine prints today is understood", async () => {
  await using tenant = await startTenant({ data: sampleData });
  await using program = await copyProgram(join(root, "examples", "spring-sales"));
  await cp(
    join(root, "test", "end-to-end", "scenarios", "programs", "fleet", "Pulumi.yaml"),
    join(program.folder, "Pulumi.yaml"),
  );
  const printed = await new Promise<string>((resolve) => {
    const args = [bin, "sandbox", "preview", "--json", "--cwd", program.folder];
    const env = { ...process.env, ...environmentOf(tenant) };
    execFile(process.execPath, args, { env }, (_error, stdout) => resolve(stdout));
  });
  const { verdict, stack, configurations } = reviewOf(readPreview(printed), {});
  assert.equal(verdict, "passes");
  assert.deepEqual(stack, { project: "fleet", stack: "dev" });
  const first = configurations.find(({ name }) => name === "first-call");
  assert.deepEqual(first?.abandonmentRate, { before: "none", after: 0 });
  assert.deepEqual(first?.lineReading, { linesCounted: "perAgent", lineRounding: "up" });
  assert.equal(first?.abandonmentLimit, 0.03);
});
