import { z } from "zod";
import { parseBody } from "../transport/parse-body.ts";
import type { Scope } from "../transport/scopes.ts";
import type { Transport } from "../transport/transport.ts";

/** One page of a list. */
export interface Page<T> {
  readonly entities: readonly T[];
  /** How many pages the list has. */
  readonly pageCount: number;
}

/** As many as a page may hold: the fewest requests. */
const PAGE_SIZE = 100;

export interface ListRequest<T> {
  readonly path: string;
  readonly scope: Scope;
  /** From 1. */
  readonly pageNumber: number;
  /** What else narrows the list. */
  readonly query?: Readonly<Record<string, string>>;
  /** Of each entry. */
  readonly entity: z.ZodType<T>;
}

/** One request for one page of a list. */
export async function getPage<T>(
  transport: Transport,
  { path, scope, pageNumber, query, entity }: ListRequest<T>,
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
    repeatable: true,
  });
  return parseBody(z.object({ entities: z.array(entity), pageCount: z.int().min(0) }), reply);
}

/** Everything in a list, a page after the other. */
export async function allPages<T>(
  page: (pageNumber: number) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (let number = 1, pages = 1; number <= pages; number += 1) {
    const { entities, pageCount } = await page(number);
    all.push(...entities);
    pages = pageCount;
  }
  return all;
}
