import { type Renderer, RendererEvent } from "typedoc";

/** The README's heading is the project's name, which the theme writes above it already. */
export function leaveOutReadmeTitle(renderer: Renderer): void {
  renderer.on(RendererEvent.BEGIN, ({ project }) => {
    const [first] = project.readme ?? [];
    if (first) first.text = withoutTitle(first.text);
  });
}

export function withoutTitle(text: string): string {
  return text.replace(/^# .*\n+/, "");
}
