/** What nobody sees in an editor, or what ends a line: written as an escape, so that a reviewer reads what is there. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** A text as TypeScript, in the quotes that need fewer escapes: double ones where it makes no difference. */
export function stringLiteral(text: string): string {
  const quote = count(text, '"') > count(text, "'") ? "'" : '"';
  const body = text
    .replaceAll("\\", "\\\\")
    .replaceAll(quote, `\\${quote}`)
    .replace(invisible, escaped)
    // It would be no placeholder, but linters take it for one that was meant.
    .replaceAll("${", "\\u0024{");
  return `${quote}${body}${quote}`;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  return (
    shortEscapes[character] ?? (code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, "0")}`)
  );
}
