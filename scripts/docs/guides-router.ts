import { type DocumentReflection, KindRouter, type Reflection } from "typedoc";
import { fileOf } from "./documents.ts";

/** Puts each document where it is in the repository: `docs/errors/CXONE_CONFLICT.html`, `examples/fleet/index.html`. */
export class GuidesRouter extends KindRouter {
  protected override getIdealBaseName(reflection: Reflection): string {
    return reflection.isDocument() ? addressOf(reflection) : super.getIdealBaseName(reflection);
  }
}

function addressOf(document: DocumentReflection): string {
  return fileOf(document)
    .replace(/\.md$/, "")
    .replace(/(?<=^|\/)README$/, "index");
}
