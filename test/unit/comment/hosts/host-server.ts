import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Request {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** What the server does with the requests that a fault is for. */
export interface Fault {
  /** As in the log: `POST /repos/o/r/issues/7/comments`. */
  readonly on: RegExp;
  readonly times: number;
  /** Instead of the host's own reply; absent to drop the connection. */
  readonly reply?: Reply;
  /** Whether the host does what was asked before the fault. */
  readonly isDone?: boolean;
}

/** A host's API on this machine: it wants the token, keeps a log, and fails when it is asked to. */
export class HostServer implements AsyncDisposable {
  /** `METHOD /path`, in the order in which they came. */
  readonly log: string[] = [];
  readonly url: string;
  readonly #server: ReturnType<typeof createServer>;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(
    token: string,
    answer: (request: Request) => Reply,
    faults: readonly Fault[] = [],
  ): Promise<HostServer> {
    const left = faults.map((fault) => ({ ...fault }));
    const server = createServer(async (incoming, outgoing) => {
      const request = await read(incoming);
      const line = `${request.method} ${request.path}`;
      host.log.push(line);
      if (incoming.headers.authorization !== `Bearer ${token}`) {
        outgoing.writeHead(401).end(JSON.stringify({ message: "Bad credentials" }));
        return;
      }
      const fault = left.find(({ on, times }) => times > 0 && on.test(line));
      if (fault) fault.times--;
      const own = !fault || fault.isDone ? answer(request) : undefined;
      const reply = fault ? fault.reply : own;
      if (reply === undefined) {
        incoming.socket.destroy();
        return;
      }
      const { status, headers = {}, body } = reply;
      outgoing.writeHead(status, { "content-type": "application/json", ...headers });
      outgoing.end(
        body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const host = new HostServer(server);
    return host;
  }

  /** How many requests there were of this kind. */
  count(pattern: RegExp): number {
    return this.log.filter((line) => pattern.test(line)).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const { pathname, searchParams } = new URL(incoming.url ?? "", "http://host");
  const content = await text(incoming);
  return {
    method: incoming.method ?? "",
    path: decodeURIComponent(pathname),
    query: searchParams,
    body: content === "" ? undefined : JSON.parse(content),
  };
}

/** The `body` that a comment is sent with. */
export function bodyOf(request: Request): string {
  return String(Object(request.body).body);
}
