/**
 * Text of the log, made harmless to look at: a control or formatting character, which could rewrite a terminal or turn the
 * direction of writing, shows as its escape. In JSON text it stays the same value.
 */
export function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, i) => escaped(character.charCodeAt(i))).join(""),
  );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

/** A value as JSON, on one line. */
export function escapedJson(value: unknown): string {
  return escapeControls(JSON.stringify(value));
}
