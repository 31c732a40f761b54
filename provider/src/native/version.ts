import { readFileSync } from "node:fs";

const manifest = new URL("../../package.json", import.meta.url);

/** Of this package, and so of the plugin. */
export const version: string = JSON.parse(readFileSync(manifest, "utf8")).version;
