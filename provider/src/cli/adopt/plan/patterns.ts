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
