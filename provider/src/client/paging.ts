import { z } from "zod";
import type { FailedRequest } from "../errors/index.ts";
import { parseBody } from "../transport/reply.ts";
import type { Scope } from "../transport/token.ts";
import type { Transport } from "../transport/transport.ts";

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
