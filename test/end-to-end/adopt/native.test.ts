import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { SandboxEngine } from "pulumi-cxone-dialer/sandbox";
import { environmentOf } from "../../support/call-centre.ts";
import { callCentre } from "./call-centre.ts";
import { type Workbench, workbench } from "./workbench.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/** How often each operation is among the steps of a run that succeeded. */
async function operations(
  { folder, tenant }: Workbench,
  operation: "up" | "preview",
): Promise<Readonly<Record<string, number>>> {
  const engine = new SandboxEngine({ cwd: folder, env: environmentOf(tenant) });
  const { ok, steps, diagnostics } = await engine[operation]();
  assert.ok(ok, JSON.stringify(diagnostics));
  const ofConfigs = steps.filter(({ urn }) => urn.includes("DialerConfig::"));
  const groups = Map.groupBy(ofConfigs, ({ op }) => op);
  return Object.fromEntries([...groups].map(([op, members]) => [op, members.length]));
}

function writes(bench: Workbench): readonly string[] {
  return bench.takeRequests().filter((line) => !line.startsWith("GET "));
}

describe("cxone-dialer adopt --native", { concurrency: 2 }, () => {
  test("writes a program that compiles, verifies and is deployed without a write", async () => {
    await using bench = await workbench(callCentre(2, 3));
    const { code, stdout } = await bench.adopt("--native");
    assert.equal(code, 0, stdout);
    assert.match(
      await bench.read("campaigns/campaign-0.ts"),
      /^import \{ DialerConfig \} from "pulumi-cxone-dialer\/native";\n/,
    );
    assert.match(
      await bench.read("Pulumi.yaml"),
      /\nplugins:\n {2}providers:\n {4}- name: cxone\n {6}path: node_modules\/pulumi-cxone-dialer\n$/,
    );
    assert.equal((await bench.verify()).stdout, "6 to adopt, 0 writes.\n");
    await bench.install();
    const compiler = join(root, "node_modules", ".bin", "tsc");
    await promisify(execFile)(compiler, { cwd: bench.folder });
    assert.deepEqual(await operations(bench, "up"), { create: 6 });
    assert.deepEqual(writes(bench), []);
    assert.deepEqual(await operations(bench, "preview"), { same: 6 });
  });

  test("is remembered in the plan, until --no-native", async () => {
    await using bench = await workbench(callCentre(1, 2));
    await bench.adopt("--native");
    const first = await bench.files();
    assert.match(await bench.read("plan.yaml"), /^native: true$/m);
    assert.match((await bench.adopt()).stdout, /No file changed/);
    assert.deepEqual(await bench.files(), first);
    await bench.adopt("--offline", "--no-native");
    assert.match(await bench.read("plan.yaml"), /^native: false$/m);
    assert.match(await bench.read("campaigns/campaign-0.ts"), /from "pulumi-cxone-dialer";/);
  });

  test("makes a deployed program of dynamic resources one of native resources, without a change", async () => {
    await using bench = await workbench(callCentre(1, 2));
    await bench.adopt();
    await bench.install();
    assert.deepEqual(await operations(bench, "up"), { create: 2 });
    await bench.adopt("--offline", "--native");
    assert.deepEqual(await operations(bench, "up"), { same: 2 });
    assert.deepEqual(writes(bench), []);
  });

  test("adds the plugin to a Pulumi.yaml that is there, and leaves one that names it as it is", async () => {
    await using bench = await workbench(callCentre(1, 1));
    await bench.adopt();
    const others =
      "# ours\nname: calls\nruntime: nodejs\nplugins:\n  providers:\n    - name: other\n";
    await writeFile(join(bench.folder, "Pulumi.yaml"), others);
    await bench.adopt("--offline", "--native");
    const amended = `${others}    - name: cxone\n      path: node_modules/pulumi-cxone-dialer\n`;
    assert.equal(await bench.read("Pulumi.yaml"), amended);
    const elsewhere = amended.replace("path: ", "path: ../../");
    await writeFile(join(bench.folder, "Pulumi.yaml"), elsewhere);
    await bench.adopt("--offline");
    assert.equal(await bench.read("Pulumi.yaml"), elsewhere);
  });

  test("refuses a Pulumi.yaml that it cannot understand, and says what belongs in it", async () => {
    await using bench = await workbench(callCentre(1, 1));
    await bench.adopt();
    await writeFile(join(bench.folder, "Pulumi.yaml"), "name: calls\nplugins: [");
    const { code, stderr } = await bench.adopt("--offline", "--native");
    assert.equal(code, 2);
    assert.match(
      stderr,
      /Pulumi\.yaml cannot be understood.*"path":"node_modules\/pulumi-cxone-dialer"/,
    );
  });
});
