import { Application } from "typedoc";
import { describeDocuments } from "./documents.ts";
import { GuidesRouter } from "./guides-router.ts";
import { GuidesTheme } from "./guides-theme.ts";
import { leaveOutReadmeTitle } from "./readme-title.ts";

/** What typedoc calls for each plugin that typedoc.json names. */
export function load(application: Application): void {
  const { renderer, options, converter } = application;
  renderer.defineTheme("guides", GuidesTheme);
  renderer.defineRouter("guides", GuidesRouter);
  // Not at once: the options are read again after the plugins, and what one set meanwhile is lost.
  application.on(Application.EVENT_BOOTSTRAP_END, () => {
    options.setValue("theme", "guides");
    options.setValue("router", "guides");
  });
  describeDocuments(converter);
  leaveOutReadmeTitle(renderer);
}
