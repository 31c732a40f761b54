import { readFileSync } from "node:fs";
import { z } from "zod";

let header: string | undefined;

/** Names this package and its release, as its package.json has it. */
export function userAgent(): string {
  if (header === undefined) {
    const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
    const { name, version } = z
      .object({ name: z.string(), version: z.string() })
      .parse(JSON.parse(manifest));
    header = `${name}/${version}`;
  }
  return header;
}
