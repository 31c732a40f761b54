import { styleText } from "node:util";
import { parsePropertyPath } from "../model/property-path.ts";
import type { PropertyChange, Shown, ShownObject } from "../model/result.ts";

export type Format = Parameters<typeof styleText>[0];

/** Colours text for a stream, and leaves it plain where the stream is no terminal or NO_COLOR is set. */
export type Paint = (format: Format, text: string) => string;

export function paintFor(stream: NodeJS.WritableStream): Paint {
  return (format, text) => styleText(format, text, { stream });
}

/** The mark before a line. */
type Sign = "+" | "-" | "~" | " ";

const signFormats: Readonly<Record<Sign, Format>> = {
  "+": "green",
  "-": "red",
  "~": "yellow",
  " ": [],
};

type Key = string | number;
type Leaf = PropertyChange | { readonly kind: "same"; readonly new: Shown };
/** Changes by key; what is nested is a tree itself. */
type Tree = Map<Key, Leaf | Tree>;

const step = 4;

/** Prints properties the way `pulumi preview --diff` does. Lines begin `indent` columns in, their mark included. */
export class PropertyPrinter {
  readonly #paint: Paint;

  constructor(paint: Paint) {
    this.#paint = paint;
  }

  /** All of an object, without marks. */
  object(properties: ShownObject, indent: number): string[] {
    return this.#entries(Object.entries(properties), indent, " ");
  }

  /** What changed, and only that. */
  changes(changes: readonly PropertyChange[], indent: number): string[] {
    return this.#tree(treeOf(changes), indent);
  }

  /** All of an object, with what changed in it. */
  objectWithChanges(
    properties: ShownObject,
    changes: readonly PropertyChange[],
    indent: number,
  ): string[] {
    const tree = treeOf(changes);
    for (const [key, value] of Object.entries(properties)) {
      if (!tree.has(key)) tree.set(key, { kind: "same", new: value });
    }
    return this.#tree(new Map([...tree].sort(byKey)), indent);
  }

  #tree(tree: Tree, indent: number): string[] {
    const width = widthOf([...tree.keys()]);
    return [...tree].flatMap(([key, node]) => {
      const title = titleOf(key, width);
      return node instanceof Map
        ? this.#branch(title, node, indent)
        : this.#change(title, node, indent);
    });
  }

  #branch(title: string, tree: Tree, indent: number): string[] {
    const [open, close] = typeof tree.keys().next().value === "number" ? "[]" : "{}";
    return [
      this.#line("~", indent, `${title}${open}`),
      ...this.#tree(tree, indent + step),
      this.#line(" ", indent, `${close}`),
    ];
  }

  #change(title: string, change: Leaf, indent: number): string[] {
    if (change.kind === "same") return this.#value(title, change.new, indent, " ");
    if (change.kind === "add") return this.#value(title, change.new, indent, "+");
    if (change.kind === "delete") return this.#value(title, change.old, indent, "-");
    if (isPrimitive(change.old) && isPrimitive(change.new)) {
      const old = this.#paint(signFormats["-"], textOf(change.old));
      const next = this.#paint(signFormats["+"], textOf(change.new));
      return [`${this.#line("~", indent, title)}${old} => ${next}`];
    }
    return [
      ...this.#value(title, change.old, indent, "-"),
      ...this.#value(title, change.new, indent, "+"),
    ];
  }

  #value(title: string, value: Shown, indent: number, sign: Sign): string[] {
    if (isPrimitive(value)) return [this.#line(sign, indent, `${title}${textOf(value)}`)];
    const entries: [Key, Shown][] = isArray(value)
      ? value.map((item, i) => [i, item])
      : Object.entries(value);
    const [open, close] = isArray(value) ? "[]" : "{}";
    if (entries.length === 0) return [this.#line(sign, indent, `${title}${open}${close}`)];
    return [
      this.#line(sign, indent, `${title}${open}`),
      ...this.#entries(entries, indent + step, sign),
      this.#line(" ", indent, `${close}`),
    ];
  }

  #entries(entries: readonly (readonly [Key, Shown])[], indent: number, sign: Sign): string[] {
    const width = widthOf(entries.map(([key]) => key));
    return entries
      .toSorted(byKey)
      .flatMap(([key, value]) => this.#value(titleOf(key, width), value, indent, sign));
  }

  #line(sign: Sign, indent: number, text: string): string {
    return this.#paint(signFormats[sign], `${" ".repeat(indent)}${sign} ${text}`);
  }
}

function treeOf(changes: readonly PropertyChange[]): Tree {
  const root: Tree = new Map();
  for (const change of changes) {
    const path = parsePropertyPath(change.path) ?? [change.path];
    let tree = root;
    for (const key of path.slice(0, -1)) {
      const known = tree.get(key);
      const branch: Tree = known instanceof Map ? known : new Map();
      tree.set(key, branch);
      tree = branch;
    }
    tree.set(path.at(-1) ?? "", change);
  }
  return root;
}

function byKey([left]: readonly [Key, unknown], [right]: readonly [Key, unknown]): number {
  return left < right ? -1 : 1;
}

function titleOf(key: Key, width: number): string {
  return typeof key === "number" ? `[${key}]: ` : `${key.padEnd(width)}: `;
}

function widthOf(keys: readonly Key[]): number {
  return Math.max(0, ...keys.map((key) => String(key).length));
}

function isArray(value: Shown): value is readonly Shown[] {
  return Array.isArray(value);
}

function isPrimitive(value: Shown): value is null | boolean | number | string {
  return typeof value !== "object" || value === null;
}

/** `[secret]` and `[unknown]` stand for what is not shown, and are no text. */
function textOf(value: null | boolean | number | string): string {
  if (value === null) return "<null>";
  if (value === "[secret]" || value === "[unknown]") return value;
  return JSON.stringify(value);
}
