import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface ProgramCopy extends AsyncDisposable {
  readonly folder: string;
}

/** A copy of a program in a folder of its own, where what an engine writes is in nobody's way. */
export async function copyProgram(program: string): Promise<ProgramCopy> {
  const folder = await mkdtemp(join(tmpdir(), "cxone-dialer-program-"));
  await cp(program, folder, { recursive: true });
  const modules = join(import.meta.dirname, "..", "..", "node_modules");
  await symlink(modules, join(folder, "node_modules"), "junction");
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
