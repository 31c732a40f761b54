import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { sampleData, startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";
import { commandLine } from "../../scripts/command-line.ts";
import { commonJsFlavour, tsNodeFlavour } from "../../scripts/matrix/flavours.ts";
import { writeProgram } from "../../scripts/matrix/program.ts";
import { environmentOf } from "../support/call-centre.ts";
import { type TemporaryFolder, temporaryFolder } from "../support/temporary-folder.ts";
import { type InstalledPackage, installPacked } from "./matrix-install/packed.ts";

const flavours = [commonJsFlavour, tsNodeFlavour];

/** Installs the newest Node.js of a major version from npm's package `node`, and returns its executable. */
async function installNode(folder: string, major: number): Promise<string> {
  const manifest = {
    private: true,
    dependencies: { node: String(major) },
    allowScripts: { node: true },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const install = ["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"] as const;
  const { file, args, shell } = commandLine(install);
  await promisify(execFile)(file, args, { cwd: folder, shell });
  const node = process.platform === "win32" ? "node.exe" : "node";
  return join(folder, "node_modules", "node", "bin", node);
}

/** The tests themselves run on one version of Node.js; what users install has to run on each that is maintained. */
describe("the packed package", () => {
  let installed: InstalledPackage;

  before(async () => {
    installed = await installPacked();
  });

  after(() => installed[Symbol.asyncDispose]());

  for (const major of [22, 24, 26]) {
    describe(`on Node.js ${major}`, () => {
      let folder: TemporaryFolder;
      let node: string;
      let tenant: Tenant;

      before(async () => {
        [folder, tenant] = await Promise.all([
          temporaryFolder(),
          startTenant({ data: sampleData }),
        ]);
        node = await installNode(folder.path, major);
      });

      after(async () => {
        await tenant[Symbol.asyncDispose]();
        await folder[Symbol.asyncDispose]();
      });

      async function run(cwd: string, ...args: readonly string[]): Promise<string> {
        const env = { ...process.env, ...environmentOf(tenant) };
        const { stdout } = await promisify(execFile)(node, [...args], { cwd, env });
        return stdout;
      }

      test("runs on that version", async () => {
        const version = await run(folder.path, "--print", "process.versions.node");
        assert.equal(Number.parseInt(version, 10), major);
      });

      for (const [index, flavour] of flavours.entries()) {
        test(`deploys a program in ${flavour.name}, finds nothing to do the second time, and destroys it`, async () => {
          const program = join(installed.folder, `node-${major}-${index}`);
          await writeProgram(program, flavour, {});
          const ops = async (command: string) => {
            const text = await run(program, installed.bin, "sandbox", command, "--json");
            const { steps }: { steps: readonly { op: string }[] } = JSON.parse(text);
            return steps.map(({ op }) => op);
          };
          assert.deepEqual(await ops("up"), ["create", "create"]);
          assert.deepEqual(await ops("up"), ["same", "same"]);
          assert.deepEqual(await ops("destroy"), ["delete", "delete"]);
        });
      }
    });
  }
});
