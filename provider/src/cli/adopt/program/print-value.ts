import { isJsonObject, type Json, type JsonObject } from "../../../domain/json.ts";

/** Columns of a line: Prettier's and Biome's default. */
const LINE_WIDTH = 80;
const STEP = "  ";

/** Where a value begins: the indentation of its line, and the columns that are left for it, its comma included. */
interface Place {
  readonly indent: string;
  readonly room: number;
}

/**
 * A property with its comma, laid out as Prettier and Biome lay it out: on one line where it fits. An object that does not fit
 * is broken, and a long text goes to a line of its own.
 */
export function printProperty(key: string, value: Json, indent: string): string {
  const name = keyLiteral(key);
  const start = `${indent}${name}: `;
  const room = LINE_WIDTH - textWidth(start);
  const printed = printValue(value, { indent, room });
  const isShortKey = textWidth(name) <= STEP.length + 2;
  if (typeof value !== "string" || isShortKey || textWidth(printed) + 1 <= room) {
    return `${start}${printed},`;
  }
  return `${indent}${name}:\n${indent}${STEP}${printed},`;
}

function printValue(value: Json, place: Place): string {
  const flat = onOneLine(value);
  if (flat !== undefined && textWidth(flat) + 1 <= place.room) return flat;
  if (isJsonObject(value)) return printObject(value, place.indent);
  if (Array.isArray(value)) return printArray(value, place.indent);
  return flat ?? "";
}

function printObject(value: JsonObject, indent: string): string {
  const lines = Object.entries(value).map(([key, each]) => printProperty(key, each, indent + STEP));
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}

function printArray(items: readonly Json[], indent: string): string {
  if (items.length === 0) return "[]";
  const inner = indent + STEP;
  const room = LINE_WIDTH - inner.length;
  const lines = areNumbers(items)
    ? filled(items.map(numberLiteral), room)
    : items.map((item) => `${printValue(item, { indent: inner, room })},`);
  return `[\n${lines.map((line) => inner + line).join("\n")}\n${indent}]`;
}

/** The value on one line; undefined where formatters break it whatever its length. */
function onOneLine(value: Json): string | undefined {
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "number") return numberLiteral(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value) && isBrokenTable(value)) return undefined;
  const parts = isJsonObject(value) ? propertiesOnOneLine(value) : value.map(onOneLine);
  if (parts.includes(undefined)) return undefined;
  if (parts.length === 0) return Array.isArray(value) ? "[]" : "{}";
  return Array.isArray(value) ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
}

function propertiesOnOneLine(value: JsonObject): (string | undefined)[] {
  return Object.entries(value).map(([key, each]) => {
    const flat = onOneLine(each);
    return flat === undefined ? undefined : `${keyLiteral(key)}: ${flat}`;
  });
}

/** Several objects of several properties, or several arrays of several elements, never share a line. */
function isBrokenTable(items: readonly Json[]): boolean {
  if (items.length < 2) return false;
  return (
    items.every((item) => Array.isArray(item) && item.length > 1) ||
    items.every((item) => isJsonObject(item) && Object.keys(item).length > 1)
  );
}

function areNumbers(items: readonly Json[]): items is readonly number[] {
  return items.length > 1 && items.every((item) => typeof item === "number");
}

/** Numbers are packed, as many on a line as fit. */
function filled(items: readonly string[], room: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const item of items) {
    const longer = line === "" ? `${item},` : `${line} ${item},`;
    if (longer.length <= room || line === "") {
      line = longer;
    } else {
      lines.push(line);
      line = `${item},`;
    }
  }
  return [...lines, line];
}

/** As formatters write it: no plus in an exponent. */
function numberLiteral(value: number): string {
  return String(value).replace("e+", "e");
}

/** Without quotes where a formatter would take them away. */
function keyLiteral(key: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : stringLiteral(key);
}

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
