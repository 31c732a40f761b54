import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the providers of this process's tests keep their write journals: never in the home of who runs the tests. */
export const journalFolder = mkdtempSync(join(tmpdir(), "cxone-dialer-journal-"));

process.on("exit", () => rmSync(journalFolder, { recursive: true, force: true }));
