import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";
import * as z from "zod";
import { commandLine } from "../../scripts/command-line.ts";
import { callCentre } from "../end-to-end/adopt/call-centre.ts";
import { environmentOf } from "../support/call-centre.ts";
import { type InstalledPackage, installPacked } from "./matrix-install/packed.ts";

const root = join(import.meta.dirname, "..", "..");
const tarball = "pulumi-cxone-dialer-0.1.0.tgz";

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().default(false) })),
});

/**
 * Links what the package depends on, so that npm fetches no package. It asks the registry about the peers alone, where it has not cached
 * their whole descriptions.
 */
async function linkDependencies(folder: string): Promise<void> {
  const text = await readFile(join(root, "package-lock.json"), "utf8");
  const { packages } = lockSchema.parse(JSON.parse(text));
  for (const [path, { dev }] of Object.entries(packages)) {
    const name = /^(?:provider\/)?node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
    if (name === undefined || name === "pulumi-cxone-dialer" || dev) continue;
    const link = join(folder, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    // A release of the package's own comes first in the list's order, and the other one is not asked for.
    await symlink(join(root, path), link, "junction").catch(() => {});
  }
}

describe("a program that adopt wrote from a packed file", () => {
  let installed: InstalledPackage;
  let tenant: Tenant;
  let program: string;

  before(async () => {
    [installed, tenant] = await Promise.all([
      installPacked(),
      startTenant({ data: callCentre(1, 2) }),
    ]);
    program = join(installed.folder, "dialers");
  });

  after(async () => {
    await tenant[Symbol.asyncDispose]();
    await installed[Symbol.asyncDispose]();
  });

  async function run(bin: string, ...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [bin, ...args], {
      cwd: installed.folder,
      env: { ...process.env, ...environmentOf(tenant) },
    });
    return stdout;
  }

  test("gets the package from that file, installs, and is deployed without a write", async () => {
    // What `npm install ./FILE` leaves.
    const dependencies = { "pulumi-cxone-dialer": `file:${tarball}` };
    await writeFile(join(installed.folder, "package.json"), JSON.stringify({ dependencies }));
    assert.match(
      await run(installed.bin, "adopt", program),
      /package\.json takes pulumi-cxone-dialer from file:\.\.\/pulumi-cxone-dialer-0\.1\.0\.tgz, as this command was installed/,
    );

    await linkDependencies(program);
    const flags = ["--prefer-offline", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"];
    const { file, args, shell } = commandLine(["npm", "install", ...flags]);
    await promisify(execFile)(file, args, { cwd: program, shell });
    const bin = join(program, "node_modules", "pulumi-cxone-dialer", "bin", "cxone-dialer.js");
    tenant.clearRequests();
    const deployment = JSON.parse(await run(bin, "sandbox", "up", "--cwd", program, "--json"));
    assert.equal(deployment.ok, true);
    assert.equal(deployment.steps.filter(({ op }: { op: string }) => op === "create").length, 3);
    assert.deepEqual(
      tenant.requests.filter(({ method, path }) => method !== "GET" && path !== "/oauth/token"),
      [],
    );
    assert.match(await run(bin, "adopt", "verify", program), /^2 to adopt, 0 writes\./);
  });
});
