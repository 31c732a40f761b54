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
  await writeFile(program, text.replace(/import \{([^}]*)\} from "pulumi-cxone-dialer";/, moved));
}

/** The resources come from the native way's module, and all else from where it did. */
function moved(_: string, list: string): string {
  const names = list.split(",").map((name) => name.trim());
  const { native = [], same = [] } = Object.groupBy(
    names.filter((name) => name !== ""),
    (name) => (/\bDialer(Config|Fleet)(Args)?$/.test(name) ? "native" : "same"),
  );
  const from = (module: string, of: readonly string[]) =>
    of.length > 0 ? `import { ${of.join(", ")} } from "${module}";\n` : "";
  return from("pulumi-cxone-dialer/native", native) + from("pulumi-cxone-dialer", same);
}
