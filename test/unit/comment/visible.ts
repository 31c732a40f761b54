/** What of a comment a host reads as Markdown: the code spans taken out, as CommonMark 6.1 finds them. */
export function outsideOfCode(markdown: string): string {
  let rest = "";
  let at = 0;
  for (const run of markdown.matchAll(/`+/g)) {
    if (run.index < at) continue;
    const [fence] = run;
    const end = closingRun(markdown, run.index + fence.length, fence.length);
    if (end === undefined) continue;
    rest += markdown.slice(at, run.index);
    at = end;
  }
  return rest + markdown.slice(at);
}

/** The end of the next run of exactly so many backticks. */
function closingRun(text: string, from: number, length: number): number | undefined {
  for (const run of text.slice(from).matchAll(/`+/g)) {
    if (run[0].length === length) return from + run.index + length;
  }
  return undefined;
}
