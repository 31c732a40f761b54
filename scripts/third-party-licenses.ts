/** Writes `THIRD-PARTY-LICENSES.md`: `node scripts/third-party-licenses.ts`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { installedWithThePackage, licenseReport } from "./licenses.ts";

const root = join(import.meta.dirname, "..");
writeFileSync(join(root, "THIRD-PARTY-LICENSES.md"), licenseReport(installedWithThePackage(root)));
