import type { Application } from "typedoc";
import { describeDocuments } from "./documents.ts";
import { GuidesRouter } from "./guides-router.ts";
import { GuidesTheme } from "./guides-theme.ts";

/** What typedoc calls for each plugin that typedoc.json names. */
export function load({ renderer, options, converter }: Application): void {
  renderer.defineTheme("guides", GuidesTheme);
  options.setValue("theme", "guides");
  renderer.defineRouter("guides", GuidesRouter);
  options.setValue("router", "guides");
  describeDocuments(converter);
}
