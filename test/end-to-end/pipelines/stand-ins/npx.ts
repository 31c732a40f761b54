/** npx, for the one command that the pipelines run with it: this repository's own. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const [command, ...args] = process.argv.slice(2);
if (command !== "cxone-dialer" || process.env.NPM_CONFIG_YES !== "false") {
  console.error(`npx ${command} might fetch a stranger's package.`);
  process.exit(1);
}
const bin = join(import.meta.dirname, "..", "..", "..", "..", "provider", "bin", "cxone-dialer.js");
const { status } = spawnSync(process.execPath, [bin, ...args], { stdio: "inherit" });
process.exitCode = status ?? 1;
