import { ConfigurationError } from "../errors/index.ts";

/**
 * Makes an id one segment of a path.
 *
 * @throws {ConfigurationError} for one that would lead elsewhere: empty, `.` or `..` (RFC 3986 §5.2.4), or no Unicode
 */
export function pathId(kind: string, id: string): string {
  if (id === "" || id === "." || id === ".." || !id.isWellFormed()) {
    throw new ConfigurationError(
      `${JSON.stringify(id)} is no id of a ${kind}. Give the id that the tenant shows for it.`,
    );
  }
  return encodeURIComponent(id);
}
