import { once } from "node:events";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { createServer, type TlsOptions } from "node:tls";

export interface TlsFront extends AsyncDisposable {
  readonly port: number;
}

/**
 * Speaks TLS on loopback in front of whatever listens on a port of it.
 *
 * @param onAnswer gets what comes back, in pieces
 */
export async function startTlsFront(
  port: number,
  options: TlsOptions,
  onAnswer: (piece: Buffer) => void = () => {},
): Promise<TlsFront> {
  const sockets = new Set<Duplex>();
  const server = createServer(options, (client) => {
    const upstream = connect(port, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {
        client.destroy();
        upstream.destroy();
      });
    }
    upstream.on("data", onAnswer);
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not listening on a port");
  return {
    port: address.port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}
