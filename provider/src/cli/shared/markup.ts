/** Text that is HTML or SVG already. Only {@link markup} makes it, so nothing gets into a page unescaped. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Content = string | number | Markup | readonly Content[];

/** A template of HTML or SVG: what is put into it is escaped, but for other templates. */
export function markup(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(strings.map((text, i) => text + written(contents[i] ?? "")).join(""));
}

function written(content: Content): string {
  if (content instanceof Markup) return content.toString();
  if (typeof content === "object") return content.map(written).join("");
  return String(content).replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
