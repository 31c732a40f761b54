import type { Application } from "typedoc";
import { describeDocuments } from "./documents.ts";
import { GuidesRouter } from "./guides-router.ts";
import { GuidesTheme } from "./guides-theme.ts";

/** What typedoc calls for each plugin that typedoc.json names. */
export function load(application: Application): void {
  application.renderer.defineTheme("guides", GuidesTheme);
  application.renderer.defineRouter("guides", GuidesRouter);
  describeDocuments(application);
}
