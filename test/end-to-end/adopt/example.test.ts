import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { sampleData } from "pulumi-cxone-dialer/sandbox";
import { workbench } from "./workbench.ts";

const example = join(import.meta.dirname, "..", "..", "..", "examples", "adopted");
/** Of a program of its own: as a workspace the example has others, or none. */
const surroundings = ["adopt.json", "package.json", ".npmrc"];
/** `node --test --test-update-snapshots` writes the files anew; what the README shows is a person's to follow. */
const isUpdate = process.execArgv.includes("--test-update-snapshots");

/** Without the figures and the words of a forecast, which are the model's. */
function withoutForecast(text: string): string {
  return text.replace(/(dialRate: ).*?( Counted together)/g, "$1…$2");
}

test("the example is what adopt writes of the sandbox's call centre, and its README what it says", async () => {
  await using bench = await workbench(sampleData);
  const readme = withoutForecast(await readFile(join(example, "README.md"), "utf8"));
  // The sandbox's user has the package from a packed file, and this repository as a folder, which takes an .npmrc.
  const quoted = (text: string) =>
    text
      .replaceAll(bench.folder, "dialers")
      .replaceAll(bench.tenant.url, "http://127.0.0.1:8080")
      .replace(/from file:\S+,/, "from file:../pulumi-cxone-dialer-0.1.0.tgz,")
      .replace(/^(dialers: .*)\b6 files written/m, "$15 files written")
      .trim();
  const asShown = (text: string) => {
    const shown = withoutForecast(quoted(text));
    assert.ok(readme.includes(shown), `the README lacks: ${shown}`);
  };

  asShown((await bench.adopt()).stdout);
  const assignments = [...readme.matchAll(/--assign '([^']+)'/g)].map(([, rule = ""]) => rule);
  asShown(
    (await bench.adopt("--offline", ...assignments.flatMap((rule) => ["--assign", rule]))).stdout,
  );
  asShown((await bench.verify()).stdout);
  for (const [path, text] of Object.entries(await bench.files())) {
    if (surroundings.includes(path)) continue;
    const written = quoted(text).replace("name: dialers", "name: adopted");
    if (isUpdate) await writeFile(join(example, path), `${written}\n`);
    const kept = await readFile(join(example, path), "utf8");
    assert.equal(withoutForecast(written), withoutForecast(kept).trim(), path);
  }
});
