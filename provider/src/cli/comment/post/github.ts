import * as z from "zod";
import type { Host, PostedComment } from "./host.ts";
import { type OpenHost, pages, parsed } from "./http.ts";

const comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  html_url: z.string().optional(),
  user: z.object({ login: z.string() }).nullish(),
});

const viewer = z.object({ data: z.object({ viewer: z.object({ login: z.string() }) }) });

export const githubAdvice: Readonly<Record<number, string>> = {
  401: "Check GITHUB_TOKEN: it is not valid, or no longer.",
  403: "The token may not do this: give the job `permissions: pull-requests: write`. A pull request from a fork gets a token that can only read.",
  404: "Check the repository and the pull request's number, and that the token may see them.",
};

export const githubHeaders: Readonly<Record<string, string>> = {
  accept: "application/vnd.github+json",
  "x-github-api-version": "2022-11-28",
};

/** Comments of a pull request, which GitHub's REST API keeps with those of issues. */
export const openGithub: OpenHost = (http, { apiUrl, repository, number }) => {
  const issues = `${apiUrl}/repos/${repository}/issues`;
  return {
    name: "GitHub",
    limit: 65_536,
    whoAmI: async () => {
      // The REST API does not name the account of an app's token.
      const { body } = await http.send("POST", graphqlUrl(apiUrl), { query: "{viewer{login}}" });
      return viewer.safeParse(body).data?.data.viewer.login;
    },
    comments: async function* () {
      const first = `${issues}/${number}/comments?per_page=100`;
      const list = pages(
        first,
        (url) => http.get(url),
        ({ headers }) => nextLink(headers.get("link")),
      );
      for await (const page of list) yield* parsed(z.array(comment), page, "GitHub").map(toComment);
    },
    create: async (body) => {
      const answer = await http.send("POST", `${issues}/${number}/comments`, { body });
      return toComment(parsed(comment, answer, "GitHub"));
    },
    update: async (id, body) => {
      const answer = await http.send("PATCH", `${issues}/comments/${id}`, { body });
      return toComment(parsed(comment, answer, "GitHub"));
    },
    delete: async (id) => {
      await http.send("DELETE", `${issues}/comments/${id}`);
    },
  } satisfies Host;
};

function toComment({ id, body, html_url: url, user }: z.infer<typeof comment>): PostedComment {
  return { id, body: body ?? "", author: user?.login, url };
}

/** `https://api.github.com/graphql`, and `https://HOST/api/graphql` beside an Enterprise Server's `/api/v3`. */
function graphqlUrl(apiUrl: string): string {
  return `${apiUrl.replace(/\/v3$/, "")}/graphql`;
}

/** RFC 8288: `<https://…&page=2>; rel="next", <…>; rel="last"`. */
function nextLink(link: string | null): string | undefined {
  return /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
}
