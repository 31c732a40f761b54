import { createHash } from "node:crypto";
import { isJsonObject, type Json } from "../../provider/src/domain/json.ts";

/** `sha256:` and the hash of the RFC 8785 form, made without the library that the product uses. */
export function payloadHash(document: Json): string {
  return `sha256:${createHash("sha256").update(canonical(document)).digest("hex")}`;
}

/** ECMAScript writes numbers and strings as RFC 8785 wants them; what is left is the order of the keys, by UTF-16 code unit. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`);
  return `{${members.join()}}`;
}
