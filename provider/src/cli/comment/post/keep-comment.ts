import type { StackName } from "../../shared/preview/preview.ts";
import { isMarked } from "../render/markdown.ts";
import { type Host, HostApiError, type PostedComment, TooLong } from "./host.ts";
import { type RetryClock, retrying } from "./http.ts";

export interface Wanted {
  readonly stack: StackName;
  /** The comment in at most so many UTF-16 units. */
  readonly write: (limit: number) => string;
  /** Whether it is worth a comment of its own; else only one that is there is brought up to date. */
  readonly isNews: boolean;
}

export interface PostResult {
  readonly done: "created" | "updated" | "left as it is" | "not needed";
  readonly url?: string | undefined;
}

/** What is tried where a host takes less than it says. */
const SHORT = 16_000;

/**
 * Keeps one comment a stack: the oldest one with the stack's marker and of the token's own account is brought up to date, later ones
 * go, and where there is none one is created.
 *
 * @throws HostApiError
 */
export async function keepComment(
  host: Host,
  wanted: Wanted,
  clock: RetryClock,
): Promise<PostResult> {
  try {
    return await keep(host, wanted, wanted.write(host.limit), clock);
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    return keep(host, wanted, wanted.write(SHORT), clock);
  }
}

async function keep(
  host: Host,
  { stack, isNews }: Wanted,
  body: string,
  clock: RetryClock,
): Promise<PostResult> {
  const author = await retrying(clock, () => accountOf(host));
  const find = () => ownComments(host, stack, author);
  const [own, ...surplus] = await find();
  if (own === undefined) {
    if (!isNews) return { done: "not needed" };
    const { url } = await createOnce(host, body, find, clock);
    return { done: "created", url };
  }
  if (author !== undefined) await dropAll(host, surplus);
  if (own.body.trim() === body.trim()) return { done: "left as it is", url: own.url };
  const { url } = await retrying(clock, () => host.update(own.id, body));
  return { done: "updated", url };
}

/** Two pipelines can create one at the same time; the oldest stays. That another run drops them first is no failure. */
async function dropAll(host: Host, surplus: readonly PostedComment[]): Promise<void> {
  for (const { id } of surplus) {
    await host.delete(id).catch((error: unknown) => {
      if (!(error instanceof HostApiError)) throw error;
    });
  }
}

async function ownComments(
  host: Host,
  stack: StackName,
  author: string | undefined,
): Promise<readonly PostedComment[]> {
  const own: PostedComment[] = [];
  for await (const comment of host.comments()) {
    const isOwn = author === undefined || comment.author === author;
    if (isOwn && isMarked(comment.body, stack)) own.push(comment);
  }
  return own;
}

/** A creation whose answer was lost may be there: it is looked for before it is made again. */
function createOnce(
  host: Host,
  body: string,
  find: () => Promise<readonly PostedComment[]>,
  clock: RetryClock,
): Promise<PostedComment> {
  return retrying(clock, async (earlier) => {
    const [made] = earlier?.mayBeDone ? await find() : [];
    return made ?? host.create(body);
  });
}

/** Undefined where the host keeps it to itself; then the marker alone decides. */
async function accountOf(host: Host): Promise<string | undefined> {
  try {
    return await host.whoAmI();
  } catch (error) {
    if (error instanceof HostApiError && !error.isPassing && error.status !== 401) return undefined;
    throw error;
  }
}
