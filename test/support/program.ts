import { appendFile, cp, readFile, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "./temporary-folder.ts";

export interface ProgramCopy extends AsyncDisposable {
  readonly folder: string;
}

/** A copy of a program in a folder of its own, where what an engine writes is in nobody's way. */
export async function copyProgram(program: string): Promise<ProgramCopy> {
  const copy = await temporaryFolder();
  await cp(program, copy.path, { recursive: true });
  const modules = join(import.meta.dirname, "..", "..", "node_modules");
  await symlink(modules, join(copy.path, "node_modules"), "junction");
  return { folder: copy.path, [Symbol.asyncDispose]: () => copy[Symbol.asyncDispose]() };
}

/** As {@link copyProgram}, but its module stays where it is, so that each run finds it compiled. */
export async function referToProgram(program: string): Promise<ProgramCopy> {
  const copy = await copyProgram(program);
  const write = (name: string, text: string) => writeFile(join(copy.folder, name), text);
  const manifest = { name: basename(program), private: true, type: "module", main: "index.js" };
  await write("package.json", JSON.stringify(manifest));
  const { href } = pathToFileURL(join(program, "index.ts"));
  await write("index.js", `export * from ${JSON.stringify(href)};\n`);
  return copy;
}

/** Moves a program to the native provider as the guide says: by another import and three lines. */
export async function moveToNative(folder: string): Promise<void> {
  const path = "node_modules/pulumi-cxone-dialer";
  await appendFile(
    join(folder, "Pulumi.yaml"),
    `plugins:\n  providers:\n    - name: cxone\n      path: ${path}\n`,
  );
  const program = join(folder, "index.ts");
  const text = await readFile(program, "utf8");
  const both = "DialerConfig, type DialerConfigArgs";
  const native = `import { ${both} } from "pulumi-cxone-dialer/native";\nimport {`;
  await writeFile(
    program,
    text.replace(`import { ${both}`, native).replace("import {,", "import {"),
  );
}
