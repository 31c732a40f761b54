/** Stops a publication that is not ready, with what is missing. npm runs it before it packs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { releaseProblems } from "./release.ts";

const root = join(import.meta.dirname, "..");
const problems = releaseProblems({
  manifest: JSON.parse(readFileSync(join(root, "provider", "package.json"), "utf8")),
  changelog: readFileSync(join(root, "CHANGELOG.md"), "utf8"),
});

for (const problem of problems) console.error(`- ${problem}`);
if (problems.length > 0) {
  console.error("Nothing was published. RELEASING.md tells how a release is made.");
  process.exitCode = 1;
}
