import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Secrets by their names. */
export type Canaries = Readonly<Record<string, string>>;

/** Where each secret was found, and in which form: `clientSecret as base64 in the log`. */
export function found(canaries: Canaries, texts: Readonly<Record<string, string>>): string[] {
  return Object.entries(canaries).flatMap(([name, canary]) =>
    Object.entries(formsOf(canary)).flatMap(([form, spelling]) =>
      Object.entries(texts)
        // In any case: the host of an address comes in lower case.
        .filter(([, text]) => text.toLowerCase().includes(spelling.toLowerCase()))
        .map(([place]) => `${name} as ${form} in ${place}`),
    ),
  );
}

/** The forms in which a program writes a text, whole or within a longer one. */
function formsOf(canary: string): Record<string, string> {
  const bytes = Buffer.from(canary);
  return {
    "it is": canary,
    "JSON writes it": JSON.stringify(canary).slice(1, -1),
    "JSON writes it within JSON": JSON.stringify(JSON.stringify(canary)).slice(3, -3),
    "a URI writes it": encodeURIComponent(canary),
    "a form writes it": new URLSearchParams({ "": canary }).toString().slice(1),
    hex: bytes.toString("hex"),
    base64: withinBase64(bytes, 0, "base64"),
    "base64 after one byte": withinBase64(bytes, 1, "base64"),
    "base64 after two bytes": withinBase64(bytes, 2, "base64"),
    base64url: withinBase64(bytes, 0, "base64url"),
    "base64url after one byte": withinBase64(bytes, 1, "base64url"),
    "base64url after two bytes": withinBase64(bytes, 2, "base64url"),
  };
}

/** The digits that depend on the bytes alone, where others stand before and after them. */
function withinBase64(bytes: Buffer, before: number, encoding: "base64" | "base64url"): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString(encoding);
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  return text.slice(Math.ceil((before * 8) / 6), whole);
}

/** All that is in the files of a folder, but for installed packages. */
export async function textOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && !entry.parentPath.includes("node_modules"),
  );
  const texts = files.map(async ({ parentPath, name }) => {
    const bytes = await readFile(join(parentPath, name));
    return `${name}\n${bytes.toString("utf8")}`;
  });
  return (await Promise.all(texts)).join("\n");
}
