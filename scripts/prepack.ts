/**
 * Makes the package ready to pack: a build, without what earlier builds left behind, and the repository's README
 * and licence. The build stays in place while it is done, for something may be running from it.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundleProviders } from "./bundle.ts";

const root = join(import.meta.dirname, "..");
const provider = join(root, "provider");

const tsc = join(root, "node_modules", "typescript-7", "bin", "tsc");
// The compiler's errors go to the standard error, for npm's own report is on the standard output.
const { status } = spawnSync(process.execPath, [tsc, "-p", provider], { stdio: ["ignore", 2, 2] });
if (status !== 0) process.exit(1);
await bundleProviders();

for (const built of globSync("**/*.{js,d.ts}", { cwd: join(provider, "dist") })) {
  const source = built.replace(/(\.d\.ts|\.js)$/, ".ts");
  if (!existsSync(join(provider, "src", source))) rmSync(join(provider, "dist", built));
}

for (const name of ["README.md", "LICENSE"]) {
  copyFileSync(join(root, name), join(provider, name));
}
