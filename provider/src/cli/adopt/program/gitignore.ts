/** adopt.json holds whole documents, of which a program shows a part. */
const patterns = [
  "node_modules/",
  ".sandbox/",
  "adopt.json",
  "adopt.partial.jsonl",
  ".adopt.lock*",
  "*.adopt-draft",
];

/** A .gitignore that keeps its lines, and has what it needs; the latest line counts, as git has it. */
export function amendedGitignore(present = ""): string {
  const lines = present.split(/\r?\n/).map((line) => line.trimEnd());
  const missing = patterns.filter((pattern) => !isIgnored(pattern, lines));
  if (missing.length === 0) return present;
  const end = present.includes("\r\n") ? "\r\n" : "\n";
  const start = present === "" || present.endsWith("\n") ? present : `${present}${end}`;
  return start + missing.map((pattern) => `${pattern}${end}`).join("");
}

function isIgnored(pattern: string, lines: readonly string[]): boolean {
  const said = lines.findLast((line) => bare(line.replace(/^!/, "")) === bare(pattern));
  return said !== undefined && !said.startsWith("!");
}

/** Without the slashes that make no difference to a file or folder of the top. */
function bare(pattern: string): string {
  return pattern.replace(/^\//, "").replace(/\/$/, "");
}
