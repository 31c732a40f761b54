import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type EngineOptions, type EngineResult, SandboxEngine } from "pulumi-cxone-dialer/sandbox";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const modules = join(import.meta.dirname, "..", "..", "..", "node_modules");

const files = {
  "package.json": { name: "lookups", private: true, type: "module", main: "index.js" },
  "Pulumi.yaml": { name: "lookups", runtime: { name: "nodejs", options: { typescript: false } } },
};

const imports = `import * as pulumi from "@pulumi/pulumi";
import * as cxone from "pulumi-cxone-dialer";
`;

/** Previews a program of these lines, in a folder of its own, on the sandbox engine. */
export async function preview(
  lines: string,
  options: Omit<EngineOptions, "cwd">,
): Promise<EngineResult> {
  await using folder = await temporaryFolder();
  const cwd = folder.path;
  await symlink(modules, join(cwd, "node_modules"), "junction");
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(cwd, name), JSON.stringify(content));
  }
  await writeFile(join(cwd, "index.js"), `${imports}${lines}\n`);
  return await new SandboxEngine({ ...options, cwd }).preview();
}
