import type { FoundConfig } from "../tenant/snapshot.ts";

/** Code points of a name: a file's may hold 255 bytes, and one takes up to four. */
const LONGEST = 60;

/** Names that Windows keeps for devices, with any extension. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** What a person wrote, as a name for a resource or a file: letters and digits of any script, in lower case, and hyphens. */
export function slug(text: string): string {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const short = [...words.join("-")].slice(0, LONGEST).join("").replace(/-$/, "");
  return device.test(short) ? `${short}-` : short;
}

/** Gives each name out once, whatever the case: file systems and people mix it up. */
export class Names {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set([...taken].map((name) => name.toLowerCase()));
  }

  /** The slug of the first text that has one; with a number where the name is taken already. */
  take(...texts: readonly (string | undefined)[]): string {
    const name = texts.map((text) => slug(text ?? "")).find((each) => each !== "") ?? "unnamed";
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? name : `${name}-${number}`;
      if (this.#taken.has(candidate)) continue;
      this.#taken.add(candidate);
      return candidate;
    }
  }
}

/** A configuration as patterns and names see it: the document's own name before the list's. */
export function nameOf({ id, name, document }: FoundConfig) {
  const own = document?.name;
  return { id, name: typeof own === "string" && own !== "" ? own : name };
}

/** Something in the tenant, as a pattern sees it. */
export interface Named {
  readonly id: string;
  readonly name?: string | undefined;
}

/** Matches an id, or a name in any case: `*` stands for any text, `?` for one character. */
export function matches(pattern: string, { id, name = "" }: Named): boolean {
  const source = pattern
    .split(/([*?])/)
    .map((part) => wildcards[part] ?? part.replace(/[\\^$.|+()[\]{}]/g, "\\$&"))
    .join("");
  return new RegExp(`^${source}$`, "su").test(id) || new RegExp(`^${source}$`, "sui").test(name);
}

const wildcards: Readonly<Record<string, string>> = { "*": ".*", "?": "." };
