import { readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { Converter, type DocumentReflection, normalizePath } from "typedoc";

const root = join(import.meta.dirname, "..", "..");

/** The document's file, from the repository's root. */
export function fileOf(document: DocumentReflection): string {
  const path = document.project.files.getReflectionPath(document);
  if (path === undefined) throw new Error(`The document ${document.name} comes from no file.`);
  return relative(root, path).replaceAll("\\", "/");
}

/** Names documents after their headings, and leads a link to a folder to the folder's README. */
export function describeDocuments(converter: Converter): void {
  converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const path = join(root, fileOf(document));
    const [, heading] = readFileSync(path, "utf8").match(/^# (.+)$/m) ?? [];
    if (heading === undefined) throw new Error(`${path} has no heading to be named after.`);
    document.name = heading.replaceAll("`", "");
    if (basename(path) !== "README.md") return;
    document.project.files.registerReflectionPath(normalizePath(dirname(path)), document);
  });
}
