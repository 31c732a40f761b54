import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Flavour } from "./flavours.ts";

const fixtures = join(
  import.meta.dirname,
  "..",
  "..",
  "test",
  "package",
  "matrix-install",
  "fixtures",
);

/** Writes the program of a flavour into a folder, which is made. */
export async function writeProgram(
  folder: string,
  flavour: Flavour,
  dependencies: Readonly<Record<string, string>>,
): Promise<void> {
  const { source, type, runtime, devDependencies, compilerOptions, overrides } = flavour;
  const [fixture, main] = source;
  await mkdir(folder, { recursive: true });
  await copyFile(join(fixtures, fixture), join(folder, main));
  const project = { name: "matrix", runtime: { name: "nodejs", options: runtime } };
  await writeFile(join(folder, "Pulumi.yaml"), stringify(project));
  const manifest = {
    ...{ name: "matrix", version: "0.0.0", private: true, type, main },
    ...{ dependencies, devDependencies, overrides },
  };
  await writeJson(join(folder, "package.json"), manifest);
  if (compilerOptions) {
    await writeJson(join(folder, "tsconfig.json"), { compilerOptions, files: [main] });
  }
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}
