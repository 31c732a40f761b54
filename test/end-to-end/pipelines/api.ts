import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Answers a request for a path, without the query; undefined where there is no such thing. */
export type Route = (request: IncomingMessage, body: string, url: URL) => Reply | undefined;

export interface Api extends AsyncDisposable {
  readonly url: string;
}

/** A host's API on loopback: JSON both ways, and text as it is. */
export async function serveApi(route: Route): Promise<Api> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const reply = route(request, body, url) ?? { status: 404, body: { message: "Not Found" } };
    const content = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
    response.writeHead(reply.status, { "content-type": "application/json" }).end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
