import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { sampleData, startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";
import { commonJsFlavour, tsNodeFlavour } from "../../../scripts/matrix/flavours.ts";
import { writeProgram } from "../../../scripts/matrix/program.ts";
import { environmentOf } from "../../support/call-centre.ts";
import { type InstalledPackage, installPacked } from "./packed.ts";

const flavours = { "common-js": commonJsFlavour, "ts-node": tsNodeFlavour };

const examples = join(import.meta.dirname, "..", "..", "..", "examples");

/** Of the program in the fixtures. */
const CAMPAIGN = "91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25";

/** What npm does where a program asks for another release of gRPC than the SDK, which then has one of its own. */
async function layGrpcCopy(modules: string): Promise<void> {
  const name = join("@grpc", "grpc-js");
  await rm(join(modules, "@grpc"), { force: true });
  await cp(join(import.meta.dirname, "..", "..", "..", "node_modules", name), join(modules, name), {
    recursive: true,
  });
}

/** The first block of output in an example's README that begins with a text. */
async function shown(example: string, beginning: string): Promise<string> {
  const readme = await readFile(join(examples, example, "README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  return blocks.find((block) => block.startsWith(beginning)) ?? "";
}

describe("the package as it is packed", { concurrency: 2 }, () => {
  let installed: InstalledPackage;
  let tenant: Tenant;

  before(async () => {
    [installed, tenant] = await Promise.all([installPacked(), startTenant({ data: sampleData })]);
  });

  after(async () => {
    await tenant[Symbol.asyncDispose]();
    await installed[Symbol.asyncDispose]();
  });

  async function sandbox(program: string, ...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [installed.bin, "sandbox", ...args],
      {
        cwd: join(installed.folder, program),
        env: { ...process.env, ...environmentOf(tenant) },
      },
    );
    return stdout;
  }

  for (const [program, flavour] of Object.entries(flavours)) {
    test(`previews a program in ${flavour.name}`, async () => {
      await writeProgram(join(installed.folder, program), flavour, {});
      const { steps } = JSON.parse(await sandbox(program, "preview", "--json"));
      assert.deepEqual(
        steps.map(({ op, urn }: { op: string; urn: string }) => [op, urn.split("::").at(-1)]),
        [
          ["create", "matrix-dev"],
          ["create", "spring-sales"],
        ],
      );
    });
  }

  test("warns where a program has another copy of gRPC than the SDK", async () => {
    const folder = join(installed.folder, "second-grpc");
    await writeProgram(folder, commonJsFlavour, {});
    await layGrpcCopy(join(installed.folder, "node_modules"));
    const figures = { agents: 40, answerRate: 0.2, averageHandleTimeSeconds: 60 };
    const campaigns = { [CAMPAIGN]: { ...figures, asOf: "2020-01-01T00:00:00Z" } };
    await writeFile(join(folder, "telemetry.json"), JSON.stringify({ campaigns }));
    const settings = ["--config", "cxone:telemetry=telemetry.json"];
    const { diagnostics } = JSON.parse(
      await sandbox("second-grpc", "preview", "--json", ...settings),
    );
    const warnings = diagnostics.filter(
      ({ severity }: { severity: string }) => severity === "warning",
    );
    assert.equal(warnings.length, 1);
    assert.match(warnings[0].message, /The figures of campaign .* are \d+ days old/);
  });

  test("compiles with the tsconfig that Pulumi.yaml names", async () => {
    const runtime = { typescript: true, tsconfig: "tsconfig.elsewhere.json" };
    await writeProgram(join(installed.folder, "tsconfig"), { ...tsNodeFlavour, runtime }, {});
    await assert.rejects(
      sandbox("tsconfig", "preview"),
      /tsconfig path was set to tsconfig\.elsewhere\.json but the file was not found/,
    );
  });

  test("prints of one configuration what its README shows", async () => {
    const example = "one-configuration";
    await cp(join(examples, example), join(installed.folder, example), { recursive: true });
    assert.equal(await sandbox(example, "preview"), await shown(example, "Previewing update"));
  });

  test("prints of several stacks what their README shows", async () => {
    const example = "several-stacks";
    await cp(join(examples, example), join(installed.folder, example), { recursive: true });
    await sandbox(example, "up", "--stack", "production");
    assert.equal(
      await sandbox(example, "preview", "--stack", "production", "--config", "agentRatio=2"),
      await shown(example, "Previewing update"),
    );
  });
});
