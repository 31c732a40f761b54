import { execFile } from "node:child_process";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { commandLine } from "../../scripts/command-line.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = join(import.meta.dirname, "..", "..");

const reportSchema = z.object({
  filename: z.string(),
  /** Bytes of the tarball. */
  size: z.number(),
  /** Bytes on the user's disk. */
  unpackedSize: z.number(),
  files: z.array(z.object({ path: z.string() })),
});

/** npm 12 names the report by its package; earlier ones give a list. */
const reportsSchema = z.union([z.array(reportSchema), z.record(z.string(), reportSchema)]);

export interface PackedPackage extends AsyncDisposable {
  readonly tarball: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly string[];
}

/** Packs a copy of the package as a release does, with a build's leftovers lying about. */
export async function packProvider(): Promise<PackedPackage> {
  await using cleanUp = new AsyncDisposableStack();
  const copy = cleanUp.use(await temporaryFolder());
  const provider = join(copy.path, "provider");
  for (const name of ["README.md", "LICENSE", "tsconfig.base.json", "scripts", "provider"]) {
    await cp(join(root, name), join(copy.path, name), {
      recursive: true,
      filter: (source) => !source.endsWith("node_modules"),
    });
  }
  for (const name of ["node_modules", "provider/node_modules"]) {
    await symlink(join(root, name), join(copy.path, name), "junction");
  }
  await mkdir(join(provider, "dist", "renamed-since"));
  await writeFile(join(provider, "dist", "renamed-since", "module.js"), "export {};\n");
  await writeFile(join(provider, "dist", "renamed-since", "module.d.ts"), "export {};\n");

  const pack = ["npm", "pack", "--json", "--silent", "--pack-destination", copy.path] as const;
  const { file, args, shell } = commandLine(pack);
  const { stdout } = await promisify(execFile)(file, args, {
    ...{ cwd: provider, shell, maxBuffer: 2 ** 26 },
  });
  const [report] = Object.values(reportsSchema.parse(JSON.parse(stdout)));
  if (!report) throw new Error("npm packed nothing.");
  const { filename, size, unpackedSize, files } = report;
  const kept = cleanUp.move();
  return {
    tarball: join(copy.path, filename),
    size,
    unpackedSize,
    files: files.map(({ path }) => path),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
