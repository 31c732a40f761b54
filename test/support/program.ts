import { cp, symlink, writeFile } from "node:fs/promises";
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
