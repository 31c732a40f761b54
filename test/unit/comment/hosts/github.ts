import { bodyOf, type Fault, HostServer, type Reply, type Request } from "./host-server.ts";

export interface GithubComment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: string } | null;
}

interface Options {
  readonly token: string;
  readonly faults?: readonly Fault[];
  /** Who the token belongs to; absent where the host does not tell. */
  readonly viewer?: string;
  /** What is there already: bodies, and who wrote them. */
  readonly comments?: readonly (readonly [body: string, login: string | null])[];
  /** Comments of a page, however many are asked for. */
  readonly pageSize?: number;
  /** Longest body, in characters. */
  readonly limit?: number;
}

/** GitHub's API of the comments on pull request 7 of `acme/dialers`, as far as a comment needs it. */
export class Github implements AsyncDisposable {
  readonly server: HostServer;
  readonly comments: GithubComment[];

  private constructor(server: HostServer, comments: GithubComment[]) {
    this.server = server;
    this.comments = comments;
  }

  static async start(options: Options): Promise<Github> {
    const { token, faults, viewer, pageSize = 100, limit = 65_536 } = options;
    const comments: GithubComment[] = (options.comments ?? []).map(([body, login], i) => ({
      id: i + 1,
      body,
      user: login === null ? null : { login, type: "Bot" },
    }));
    const page = ({ query }: Request): Reply => {
      const number = Number(query.get("page") ?? "1");
      const end = number * pageSize;
      const next = `${server.url}${ISSUES}/7/comments?per_page=100&page=${number + 1}`;
      return {
        status: 200,
        body: comments.slice(end - pageSize, end),
        headers:
          end < comments.length ? { link: `<${next}>; rel="next", <${next}>; rel="last"` } : {},
      };
    };
    const written = (status: number, comment: GithubComment): Reply => ({
      status,
      body: {
        ...comment,
        html_url: `https://github.example/acme/dialers/pull/7#issuecomment-${comment.id}`,
      },
    });
    const answer = (request: Request): Reply => {
      const { method, path } = request;
      const body = bodyOf(request);
      if (path === "/graphql") {
        return { status: 200, body: { data: viewer ? { viewer: { login: viewer } } : null } };
      }
      if ((method === "POST" || method === "PATCH") && body.length > limit) return tooLong(limit);
      if (path === `${ISSUES}/7/comments`) {
        if (method === "GET") return page(request);
        const comment = {
          id: comments.length + 1,
          body,
          user: { login: viewer ?? "bot", type: "Bot" },
        };
        comments.push(comment);
        return written(201, comment);
      }
      const id = Number(new RegExp(`^${ISSUES}/comments/(\\d+)$`).exec(path)?.[1]);
      const comment = comments.find((each) => each.id === id);
      if (!comment) return { status: 404, body: { message: "Not Found" } };
      if (method === "PATCH") {
        comment.body = body;
        return written(200, comment);
      }
      comments.splice(comments.indexOf(comment), 1);
      return { status: 204 };
    };
    const server = await HostServer.start(token, answer, faults);
    return new Github(server, comments);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.server[Symbol.asyncDispose]();
  }
}

const ISSUES = "/repos/acme/dialers/issues";

function tooLong(limit: number): Reply {
  const message = `body is too long (maximum is ${limit} characters)`;
  return {
    status: 422,
    body: {
      message: "Validation Failed",
      errors: [{ resource: "IssueComment", code: "unprocessable", field: "data", message }],
    },
  };
}
