/**
 * Makes `pulumi-resource-cxone-vX.Y.Z.tar.gz` for `pulumi plugin install resource cxone vX.Y.Z --file …`: the native provider in one
 * bundled file, for programs in other languages than TypeScript. It needs Node.js on the machine.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { build, type Plugin } from "esbuild";
import { bundling, manifestIn, noticesOf } from "./bundle.ts";

const root = join(import.meta.dirname, "..");
const provider = join(root, "provider");

/** What finds the SDK's own copies of its libraries in a program's `node_modules`. The bundle has one copy of each. */
const bundledLibraries: Plugin = {
  name: "bundled-libraries",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]sdk-libraries\.ts$/ }, () => ({
      resolveDir: provider,
      contents: `
        export { default as grpc } from "@grpc/grpc-js";
        export { default as structMessages } from "google-protobuf/google/protobuf/struct_pb.js";
        export { default as emptyMessages } from "google-protobuf/google/protobuf/empty_pb.js";
      `,
    }));
  },
};

/** Makes the tarball in a folder, and returns its path. */
export async function makePlugin(folder: string): Promise<string> {
  const { name, version, license } = manifestIn(provider);
  const work = mkdtempSync(join(tmpdir(), "cxone-plugin-"));
  try {
    const { metafile } = await build({
      ...bundling,
      entryPoints: [join(provider, "src", "native", "main.ts")],
      outfile: join(work, "dist", "bundle", "native.cjs"),
      // Optional: whoever wants traces installs it beside the plugin.
      external: ["@opentelemetry/api"],
      plugins: [bundledLibraries],
    });
    const executables = ["pulumi-resource-cxone", "bin/pulumi-resource-cxone.js"];
    for (const file of [...executables, "pulumi-resource-cxone.cmd"]) {
      mkdirSync(dirname(join(work, file)), { recursive: true });
      copyFileSync(join(provider, file), join(work, file));
    }
    for (const file of executables) chmodSync(join(work, file), 0o755);
    copyFileSync(join(root, "LICENSE"), join(work, "LICENSE"));
    writeFileSync(join(work, "NOTICES.txt"), noticesOf(Object.keys(metafile.inputs)));
    const own = { name, version, license, type: "module" };
    writeFileSync(join(work, "package.json"), `${JSON.stringify(own, undefined, 2)}\n`);
    const tarball = `pulumi-resource-cxone-v${version}.tar.gz`;
    // By its name alone: GNU tar takes what stands before a colon for a host.
    execFileSync("tar", ["-czf", tarball, "-C", work, "."], { cwd: folder });
    return join(folder, tarball);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true });
  console.log(await makePlugin(positionals[0] ?? root));
}
