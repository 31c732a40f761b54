import { createRequire } from "node:module";
import { isJsonObject, type JsonObject } from "../domain/json.ts";
import { columnAt, type FleetRow, isRow, type Table, unknownName } from "./table.ts";

interface Problem {
  readonly path: readonly string[];
  readonly message: string;
}

const MAPPING = "a mapping of names to values";

/** Reads YAML, and JSON, which is YAML: a mapping of each configuration's name to its arguments. */
export function readYaml(text: string): Table {
  // Loaded where a file is read: a program that reads none starts without it.
  const yaml: typeof import("yaml") = createRequire(import.meta.url)("yaml");
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
  });
  const lineAt = (offset: number) => `line ${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => `${lineAt(pos[0])}: ${message}.`);
    return { rows: new Map(), problems };
  }

  /** The line of a value, or of the nearest one around it: what a merge key brings in is not where it is used. */
  const lineOf = (path: readonly string[]): string => {
    const node: unknown = document.getIn(path, true);
    if (yaml.isNode(node) && node.range) return lineAt(node.range[0]);
    return path.length > 0 ? lineOf(path.slice(0, -1)) : lineAt(0);
  };

  const table: unknown = document.toJS() ?? {};
  if (!isJsonObject(table)) {
    const message = "the file must be a mapping of each configuration's name to its arguments.";
    return { rows: new Map(), problems: [`line 1: ${message}`] };
  }
  const rows = new Map<string, FleetRow>();
  const problems: string[] = [];
  for (const [name, given] of Object.entries(table)) {
    const row = isJsonObject(given) ? withoutNulls(given) : {};
    const ofRow = isJsonObject(given) ? rowProblems(row) : [wrong([], MAPPING, given)];
    if (isRow(row, ofRow.length)) rows.set(name, row);
    for (const { path, message } of ofRow) {
      problems.push(`${lineOf([name, ...path])}, ${[name, ...path].join(".")}: ${message}`);
    }
  }
  return { rows, problems };
}

/** `dialRate:` without a value leaves the argument to the defaults. */
function withoutNulls(row: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

function rowProblems(row: JsonObject): Problem[] {
  return Object.entries(row).flatMap(([name, value]) => {
    if (name === "complianceRules")
      return isJsonObject(value) ? [] : [wrong([name], MAPPING, value)];
    if (name !== "staffing") return valueProblems([name], value);
    if (!isJsonObject(value)) return [wrong([name], MAPPING, value)];
    return Object.entries(value).flatMap(([key, each]) => valueProblems([name, key], each));
  });
}

function valueProblems(path: readonly string[], value: unknown): Problem[] {
  const name = path.join(".");
  const column = path.some((key) => key.includes(".")) ? undefined : columnAt(name);
  if (!column) return [{ path, message: unknownName(name) }];
  return column.accepts(value) ? [] : [wrong(path, column.expected, value)];
}

function wrong(path: readonly string[], expected: string, value: unknown): Problem {
  return { path, message: `it must be ${expected}, but is ${JSON.stringify(value)}.` };
}
