import {
  DefaultTheme,
  type DocumentReflection,
  type NavigationElement,
  type ProjectReflection,
} from "typedoc";
import { fileOf } from "./documents.ts";
import { type NavigationEntry, navigation, type Page } from "./navigation.ts";

/** The default theme, with the navigation of {@link navigation}. */
export class GuidesTheme extends DefaultTheme {
  override buildNavigation(project: ProjectReflection): NavigationElement[] {
    const unlisted = new Map(
      (project.documents ?? []).map((document) => [fileOf(document), document]),
    );
    const elements = navigation.map((entry) => this.#element(entry, project, unlisted));
    for (const file of unlisted.keys()) {
      this.application.logger.warn(`${file} is not in scripts/docs/navigation.ts.`);
    }
    return elements;
  }

  #element(
    entry: NavigationEntry,
    project: ProjectReflection,
    unlisted: Map<string, DocumentReflection>,
  ): NavigationElement {
    if ("file" in entry) return this.#page(entry, unlisted);
    const text = entry.section;
    if ("pages" in entry) {
      return { text, children: entry.pages.map((page) => this.#page(page, unlisted)) };
    }
    if ("entryPoints" in entry) {
      const modules = super.buildNavigation(project).find((group) => group.text === "Modules");
      return { text, children: modules?.children ?? [] };
    }
    const pages = [...unlisted]
      .filter(([file]) => file.startsWith(`${entry.folder}/`))
      .map(([file, { name }]) => ({ title: name, file }))
      .sort((one, other) => one.title.localeCompare(other.title, "en"));
    return { text, children: pages.map((page) => this.#page(page, unlisted)) };
  }

  #page({ title, file }: Page, unlisted: Map<string, DocumentReflection>): NavigationElement {
    const document = unlisted.get(file);
    unlisted.delete(file);
    if (document)
      return { text: title, path: this.router.getFullUrl(document), kind: document.kind };
    this.application.logger.warn(`scripts/docs/navigation.ts names ${file}, which is not there.`);
    return { text: title };
  }
}
