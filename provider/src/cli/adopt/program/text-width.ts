/** Characters that take two columns (Unicode's East Asian Wide and Fullwidth, and emoji), as formatters count them. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const withoutWidth = /[\p{Mn}\p{Me}]/u;

/** How many columns a line takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (wide.test(character)) width += 2;
    else if (!withoutWidth.test(character)) width += 1;
  }
  return width;
}
