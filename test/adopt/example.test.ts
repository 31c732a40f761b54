import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { sampleData } from "pulumi-cxone-dialer/sandbox";
import { workbench } from "./workbench.ts";

const example = join(import.meta.dirname, "..", "..", "examples", "adopted");
/** Of a program of its own: as a workspace the example has others, or none. */
const surroundings = ["adopt.json", "package.json"];

test("the example is what adopt writes of the sandbox's call centre, and its README what it says", async () => {
  await using bench = await workbench(sampleData);
  const readme = await readFile(join(example, "README.md"), "utf8");
  const told = (text: string) =>
    text
      .replaceAll(bench.folder, "dialers")
      .replaceAll(bench.tenant.url, "http://127.0.0.1:8080")
      .trim();
  const asShown = (text: string) =>
    assert.ok(readme.includes(told(text)), `the README lacks: ${told(text)}`);

  asShown((await bench.adopt()).stdout);
  const assignments = [...readme.matchAll(/--assign '([^']+)'/g)].map(([, rule = ""]) => rule);
  asShown(
    (await bench.adopt("--offline", ...assignments.flatMap((rule) => ["--assign", rule]))).stdout,
  );
  asShown((await bench.verify()).stdout);
  for (const [path, text] of Object.entries(await bench.files())) {
    if (surroundings.includes(path)) continue;
    assert.equal(
      told(text).replace("name: dialers", "name: adopted"),
      told(await readFile(join(example, path), "utf8")),
      path,
    );
  }
});
