import type { Answer } from "./http.ts";
import { HostRefusal } from "./refusal.ts";

/** More pages than any discussion has: a host that never ends is none. */
const MOST_PAGES = 1_000;

/**
 * Every page of a list, from the first on.
 *
 * @param next where the page after this one is; undefined where it is the last
 */
export async function* pages(
  first: string,
  get: (url: string) => Promise<Answer>,
  next: (answer: Answer) => string | undefined,
): AsyncGenerator<Answer> {
  let url: string | undefined = first;
  for (let page = 1; url !== undefined; page++) {
    if (page > MOST_PAGES) throw new HostRefusal(`GET ${first}: more than ${MOST_PAGES} pages.`);
    if (new URL(url).origin !== new URL(first).origin) {
      throw new HostRefusal(
        `GET ${first}: the next page is at another host, ${new URL(url).origin}.`,
      );
    }
    const answer = await get(url);
    yield answer;
    url = next(answer);
  }
}
