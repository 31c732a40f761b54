import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";

export interface ConnectProxy extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** What it was asked to connect to, as `tenant.test:443`, and with which credentials. */
  readonly asked: readonly { readonly target: string; readonly credentials: string | undefined }[];
  /** What else it was asked. */
  readonly forwarded: readonly string[];
}

/** How a proxy answers, where it does not connect. */
export type Refusal = (socket: Duplex, request: IncomingMessage) => boolean;

/** A proxy on loopback (RFC 9110 §9.3.6). Whatever it is asked for, it leads to this port of loopback. */
export async function startConnectProxy(
  port: number,
  refuses: Refusal = () => false,
): Promise<ConnectProxy> {
  const asked: { target: string; credentials: string | undefined }[] = [];
  const forwarded: string[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer((request, response) => {
    forwarded.push(`${request.method} ${request.url}`);
    response.writeHead(500).end();
  });
  server.on("connect", (request: IncomingMessage, client: Duplex) => {
    sockets.add(client);
    const { "proxy-authorization": header } = request.headers;
    const [, encoded] = header?.split(" ") ?? [];
    asked.push({
      target: request.url ?? "",
      credentials: encoded && Buffer.from(encoded, "base64").toString(),
    });
    client.on("error", () => client.destroy());
    if (refuses(client, request)) return;
    const upstream = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      client.pipe(upstream).pipe(client);
    });
    sockets.add(upstream);
    upstream.on("error", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return {
    host: `127.0.0.1:${address.port}`,
    asked,
    forwarded,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}

/** Answers to CONNECT, and hangs up. */
export function answering(status: string, body: string, headers: readonly string[] = []): Refusal {
  return (socket) => {
    const head = [
      `HTTP/1.1 ${status}`,
      "content-type: text/html",
      `content-length: ${Buffer.byteLength(body)}`,
      ...headers,
    ];
    socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
    return true;
  };
}
