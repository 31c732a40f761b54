/** Builds the package, then checks types, style, dependency rules and dead code, at the same time: `npm run check`. */
import { npmScript, runJobs } from "./jobs.ts";

export const checks = ["types", "lint:deps", "lint:unused", "lint"].map(npmScript);

if (import.meta.main) {
  const build = await runJobs([npmScript("build")]);
  const results = build.every(({ isOk }) => isOk) ? await runJobs(checks) : build;
  process.exitCode = results.every(({ isOk }) => isOk) ? 0 : 1;
}
