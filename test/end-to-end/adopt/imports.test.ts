import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { callCentre, campaign, settings } from "./call-centre.ts";
import { type Workbench, workbench } from "./workbench.ts";

/** A tenant in which one document names no campaign, one name takes quotes, and one ratio needs an argument of the plan's. */
async function troubled(): Promise<Workbench> {
  const named = (name: string, others: object) => ({ ...settings, name, ...others });
  const bench = await workbench({
    campaigns: { "campaign-0": { ...campaign, name: "Sales" } },
    dialerConfigs: {
      a: named("Plain", { campaignId: "campaign-0" }),
      b: named("Bold", { campaignId: "campaign-0", agentRatio: 4 }),
      c: named("Nobody's", {}),
      d: named("Left out", { campaignId: "campaign-0" }),
    },
  });
  await bench.adopt("--exclude", "d", "--assign", "c=Sales");
  await bench.edit("plan.yaml", (text) =>
    text
      .replace(/( {4}name: bold\n)/, "$1    arguments: { agentRatioLimit: 4 }\n")
      .replace(/ {4}name: nobody.*\n/, "    name: nobody's\n"),
  );
  await bench.adopt("--offline");
  return bench;
}

const type = "cxone:index:DialerConfig";
const expected = [
  { type, name: "bold", id: "b/campaign-0" },
  { type, name: "nobody's", id: "c/campaign-0" },
  { type, name: "plain", id: "a/campaign-0" },
];

describe("cxone-dialer adopt for a program that exists", { concurrency: 2 }, () => {
  test("writes a file for pulumi import, and leaves the folder's program as it is", async () => {
    await using bench = await troubled();
    const before = await bench.files();
    const file = join(bench.folder, "..", "import.json");
    const { code, stdout } = await bench.adopt("--offline", "--import-file", file);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(await bench.read("../import.json")), { resources: expected });
    assert.match(stdout, /3 to import, 1 left out\. 1 file written\./);
    assert.match(stdout, /Add to the imported code .*:\n {2}bold: \{"agentRatioLimit":4\}$/m);
    assert.deepEqual(await bench.files(), before);
    assert.match((await bench.adopt("--offline")).stdout, /No file changed/);
  });

  test("prints commands of pulumi import that a shell reads as they are meant, the report apart", async () => {
    await using bench = await troubled();
    const { code, stdout, stderr } = await bench.adopt("--offline", "--import-commands");
    assert.equal(code, 0);
    assert.match(stderr, /3 to import, 1 left out\./);
    const script = `pulumi() { printf '%s\\n' "$*"; }\n${stdout}`;
    const { stdout: read } = await promisify(execFile)("sh", ["-c", script]);
    const commands = expected.map(({ name, id }) => `import ${type} ${name} ${id}`);
    assert.deepEqual(read.trimEnd().split("\n"), commands);
  });

  test("writes no program of its own, and names the imports in JSON", async () => {
    await using bench = await workbench(callCentre(1, 1));
    const { stdout } = await bench.adopt("--import-commands", "--json");
    assert.deepEqual(JSON.parse(stdout).imports, [
      { type, name: "configuration-0", id: "config-0/campaign-0", arguments: {} },
    ]);
    assert.deepEqual(Object.keys(await bench.files()), [".gitignore", "adopt.json", "plan.yaml"]);
  });

  test("takes one of --import-file, --import-commands and --native", async () => {
    await using bench = await workbench(callCentre(1, 1));
    const pairs = [
      ["--import-file", "a.json", "--native"],
      ["--import-commands", "--native"],
      ["--import-commands", "--import-file", "a.json"],
    ];
    for (const flags of pairs) {
      const { code, stderr } = await bench.adopt(...flags);
      assert.equal(code, 2);
      assert.match(stderr, /cannot be used with option/);
    }
  });

  test("verifies the program of another folder against the plan", async () => {
    await using bench = await workbench(callCentre(1, 2));
    await bench.adopt("--native");
    const program = join(bench.folder, "..", "program");
    await mkdir(program);
    for (const path of ["package.json", "index.ts", "campaigns"]) {
      await cp(join(bench.folder, path), join(program, path), { recursive: true });
      await rm(join(bench.folder, path), { recursive: true });
    }
    const nowhere = await bench.verify();
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.stderr, /holds no program.*--program FOLDER/);
    assert.equal((await bench.verify("--program", program)).stdout, "2 to adopt, 0 writes.\n");
    await writeFile(join(program, "index.ts"), "export {};\n");
    assert.match(
      (await bench.verify("--program", program)).stdout,
      /^0 to adopt, 0 writes\.\nnew /,
    );
  });
});
