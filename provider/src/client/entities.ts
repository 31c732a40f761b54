/** What the areas of the API have in common: ids, names and lists. */
import * as z from "zod";
import { ConfigurationError, type FailedRequest } from "../errors/index.ts";
import { parseBody } from "../transport/reply.ts";
import type { Scope } from "../transport/token.ts";
import type { Transport } from "../transport/transport.ts";

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

/** The name that people gave: a text that is not empty, or else none. What only has a name is not refused for a wrong one. */
export const entityName = z.string().min(1).optional().catch(undefined);

/** One page of a list, or all of it. */
export interface Page<T> {
  readonly entities: readonly T[];
  /** How many pages the list has. */
  readonly pageCount: number;
  /** What it answers, for the errors of those who read it. */
  readonly request: FailedRequest;
}

/** As many as a page may hold: the fewest requests. */
const PAGE_SIZE = 100;

export interface List<T> {
  readonly path: string;
  readonly scope: Scope;
  /** What narrows it. */
  readonly query?: Readonly<Record<string, string>>;
  /** Of each entry. */
  readonly entity: z.ZodType<T>;
}

/** One request for one page of a list, counted from 1. */
export async function getPage<T>(
  transport: Transport,
  { path, scope, query, entity }: List<T>,
  pageNumber: number,
): Promise<Page<T>> {
  const parameters = new URLSearchParams({
    ...query,
    pageSize: String(PAGE_SIZE),
    pageNumber: String(pageNumber),
  });
  const reply = await transport.request({
    method: "GET",
    path: `${path}?${parameters}`,
    scope,
  });
  const page = z.object({ entities: z.array(entity), pageCount: z.int().min(0) });
  return { ...parseBody(page, reply), request: reply.request };
}

/** Everything in a list, a page after the other. */
export async function getPages<T>(transport: Transport, list: List<T>): Promise<Page<T>> {
  let page = await getPage(transport, list, 1);
  const entities = [...page.entities];
  for (let number = 2; number <= page.pageCount; number += 1) {
    page = await getPage(transport, list, number);
    entities.push(...page.entities);
  }
  return { ...page, entities };
}
