/** Longer names are cut; nobody reads them, and a comment has a limit. */
const LONGEST_NAME = 120;
const LONGEST_MESSAGE = 1_000;

/**
 * Foreign text as a code span: neither Markdown nor HTML in it counts, and no host looks there for mentions, references, links or
 * commands. A bar would end a table's cell and is shown broken.
 */
export function code(text: string, longest = LONGEST_NAME): string {
  const clean = shortened(oneLine(text), longest).replaceAll("|", "¦");
  if (clean === "") return "(empty)";
  const runs = clean.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const space = /^`|`$/.test(clean) ? " " : "";
  return `${fence}${space}${clean}${space}${fence}`;
}

/** How many names of a list are written. */
const MOST_NAMES = 20;

/** Names as code; of many the first ones, and how many there are besides. */
export function listed(names: readonly string[]): readonly string[] {
  const more = names.length - MOST_NAMES;
  return [
    ...names.slice(0, MOST_NAMES).map((name) => code(name)),
    ...(more > 0 ? [`${more} more`] : []),
  ];
}

/**
 * Foreign sentences: plain words and numbers as they are, everything else (paths, addresses, names with signs in them) as code. Not
 * for the beginning of a line, where even a word can be a command.
 */
export function escapeProse(text: string): string {
  // What stands between two backticks is code already: every other part.
  const parts = shortened(oneLine(text), LONGEST_MESSAGE).split("`");
  return parts
    .map((part, i) => (i % 2 === 0 || part === "" ? words(part) : code(part, LONGEST_MESSAGE)))
    .reduce(joined);
}

/** Two code spans that touch would be one. */
function joined(left: string, right: string): string {
  return left.endsWith("`") && right.startsWith("`") ? `${left} ${right}` : left + right;
}

function words(text: string): string {
  const runs: { text: string; isPlain: boolean }[] = [];
  for (const word of text.split(" ")) {
    const isPlain = word === "" || isPlainWord(word);
    const last = runs.at(-1);
    if (last?.isPlain === isPlain) last.text += ` ${word}`;
    else runs.push({ text: word, isPlain });
  }
  return runs.map((run) => (run.isPlain ? run.text : codeWords(run.text))).join(" ");
}

/** Code, with the punctuation of the sentence left outside. */
function codeWords(text: string): string {
  const [, words = text, end = ""] = /^(.*?[^.,;:!?])([.,;:!?]*)$/s.exec(text) ?? [];
  return `${code(words, LONGEST_MESSAGE)}${end}`;
}

/** A word or a number, quoted or in brackets, or a sign that means nothing in Markdown within a line. */
const plainWord =
  /^["“(]*(?:\p{L}+(?:['’-]\p{L}+)*|[±−-]?\d{1,6}(?:[.,]\d{1,6}){0,3}|[±%=–—→-])["”)]*[.,;:!?]*["”)]*$/u;
/** What a host may take for a commit. */
const hexadecimal = /[0-9a-f]{7}/i;

function isPlainWord(word: string): boolean {
  return plainWord.test(word) && !hexadecimal.test(word);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replace(/\p{C}/gu, "\ufffd").trim();
}

function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
