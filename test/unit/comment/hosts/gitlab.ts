import { bodyOf, type Fault, HostServer, type Reply, type Request } from "./host-server.ts";

export interface GitlabNote {
  readonly id: number;
  body: string;
  readonly system: boolean;
  readonly author: { readonly id: number };
}

interface Options {
  readonly token: string;
  readonly faults?: readonly Fault[];
  /** What is there already: bodies, and the ids of who wrote them. */
  readonly notes?: readonly (readonly [body: string, author: number, system?: true])[];
  readonly pageSize?: number;
  readonly limit?: number;
}

/** Who the token belongs to. */
export const BOT = 42;

const NOTES = "/api/v4/projects/acme/dialers/merge_requests/7/notes";

/** GitLab's API of the notes on merge request 7 of `acme/dialers`, as far as a comment needs it. */
export class Gitlab implements AsyncDisposable {
  readonly server: HostServer;
  readonly notes: GitlabNote[];

  private constructor(server: HostServer, notes: GitlabNote[]) {
    this.server = server;
    this.notes = notes;
  }

  static async start(options: Options): Promise<Gitlab> {
    const { token, faults, pageSize = 100, limit = 1_000_000 } = options;
    const notes: GitlabNote[] = (options.notes ?? []).map(([body, id, system], i) => ({
      id: i + 1,
      body,
      system: system ?? false,
      author: { id },
    }));
    const page = ({ query }: Request): Reply => {
      const end = Number(query.get("page")) * pageSize;
      const next = end < notes.length ? String(end / pageSize + 1) : "";
      return {
        status: 200,
        body: notes.slice(end - pageSize, end),
        headers: { "x-next-page": next },
      };
    };
    const answer = (request: Request): Reply => {
      const { method, path } = request;
      const body = bodyOf(request);
      if (path === "/api/v4/user") return { status: 200, body: { id: BOT, username: "bot" } };
      if ((method === "POST" || method === "PUT") && body.length > limit) {
        const message = { note: [`is too long (maximum is ${limit} characters)`] };
        return { status: 400, body: { message } };
      }
      if (path === NOTES) {
        if (method === "GET") return page(request);
        const note = { id: notes.length + 1, body, system: false, author: { id: BOT } };
        notes.push(note);
        return { status: 201, body: note };
      }
      const note = notes.find(({ id }) => path === `${NOTES}/${id}`);
      if (!note) return { status: 404, body: { message: "404 Not found" } };
      if (method === "PUT") {
        note.body = body;
        return { status: 200, body: note };
      }
      notes.splice(notes.indexOf(note), 1);
      return { status: 204 };
    };
    return new Gitlab(await HostServer.start(token, answer, faults), notes);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.server[Symbol.asyncDispose]();
  }
}
