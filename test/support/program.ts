import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
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
