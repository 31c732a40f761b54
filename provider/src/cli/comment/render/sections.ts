/** A part of a comment whose lines can be cut from the end. */
export interface Section {
  readonly head: readonly string[];
  readonly lines: readonly string[];
  readonly tail: readonly string[];
}

/** A list under a title; nothing where there is nothing to list. */
export function list(title: string, lines: readonly string[]): readonly Section[] {
  return lines.length === 0
    ? []
    : [{ head: ["", title, ""], lines: lines.map((line) => `- ${line}`), tail: [] }];
}

/** What is not needed to decide, behind a click. The empty lines let Markdown be read between the tags. */
export function folded(summary: string, lines: readonly string[]): readonly Section[] {
  if (lines.length === 0) return [];
  return [
    {
      head: ["", "<details>", `<summary>${summary}</summary>`, ""],
      lines: lines.map((line) => `- ${line}`),
      tail: ["", "</details>"],
    },
  ];
}

const CUT = "*Cut to what the host takes: the job's log has the whole preview.*";

/**
 * Joins the sections, in the order of their importance, to at most `limit` UTF-16 units: where they are too long, the last ones go
 * first, line by line. The head is kept, whatever the limit.
 */
export function joinWithin(
  limit: number,
  head: readonly string[],
  sections: readonly Section[],
): string {
  const whole = [...head, ...sections.flatMap(linesOf)];
  if (lengthOf(whole) <= limit) return text(whole);
  const kept = [...head];
  let room = limit - lengthOf(head) - lengthOf(["", CUT]);
  for (const section of sections) {
    const fitting = cutTo(section, room);
    const lines = fitting ? linesOf(fitting) : [];
    kept.push(...lines);
    room -= lengthOf(lines);
    if (fitting?.lines.length !== section.lines.length) break;
  }
  return text([...kept, "", CUT]);
}

/** As many lines as there is room for; undefined where there is room for none. */
function cutTo(section: Section, room: number): Section | undefined {
  let left = room - lengthOf(section.head) - lengthOf(section.tail);
  const tooMuch = section.lines.findIndex((line) => {
    left -= lengthOf([line]);
    return left < 0;
  });
  if (tooMuch === 0) return undefined;
  return tooMuch < 0 ? section : { ...section, lines: section.lines.slice(0, tooMuch) };
}

function linesOf({ head, lines, tail }: Section): readonly string[] {
  return [...head, ...lines, ...tail];
}

/** With a line's end each. */
function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
