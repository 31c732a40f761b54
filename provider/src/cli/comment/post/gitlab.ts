import * as z from "zod";
import type { Host, PostedComment } from "./host.ts";
import { type OpenHost, pages, parsed } from "./http.ts";

const note = z.object({
  id: z.number(),
  body: z.string(),
  /** Written by GitLab itself: "changed the description". */
  system: z.boolean().optional(),
  author: z.object({ id: z.number() }).nullish(),
});

const user = z.object({ id: z.number() });

export const gitlabAdvice: Readonly<Record<number, string>> = {
  401: "Check GITLAB_TOKEN: it is not valid, or no longer. A job's own CI_JOB_TOKEN may not write notes.",
  403: "The token may not do this: it needs the scope `api`, and at least the role Reporter in the project.",
  404: "Check the project and the merge request's number, and that the token may see them.",
};

/** Notes of a merge request. */
export const openGitlab: OpenHost = (http, { apiUrl, repository, number }) => {
  const notes = `${apiUrl}/projects/${encodeURIComponent(repository)}/merge_requests/${number}/notes`;
  return {
    name: "GitLab",
    limit: 1_000_000,
    whoAmI: async () => {
      const { body } = await http.get(`${apiUrl}/user`);
      return user.safeParse(body).data?.id.toString();
    },
    comments: async function* () {
      const page = (number: string) =>
        `${notes}?per_page=100&sort=asc&order_by=created_at&page=${encodeURIComponent(number)}`;
      const list = pages(
        page("1"),
        (url) => http.get(url),
        ({ headers }) => {
          const next = headers.get("x-next-page");
          return next ? page(next) : undefined;
        },
      );
      for await (const answer of list) {
        const written = parsed(z.array(note), answer, "GitLab").filter(({ system }) => !system);
        yield* written.map(toComment);
      }
    },
    create: async (body) =>
      toComment(parsed(note, await http.send("POST", notes, { body }), "GitLab")),
    update: async (id, body) =>
      toComment(parsed(note, await http.send("PUT", `${notes}/${id}`, { body }), "GitLab")),
    delete: async (id) => {
      await http.send("DELETE", `${notes}/${id}`);
    },
  } satisfies Host;
};

function toComment({ id, body, author }: z.infer<typeof note>): PostedComment {
  return { id, body, author: author?.id.toString() };
}
