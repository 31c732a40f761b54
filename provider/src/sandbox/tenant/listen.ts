import { once } from "node:events";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";

interface Listener {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves on 127.0.0.1, which nobody but this machine reaches. */
export async function listen(
  fetch: Parameters<typeof getRequestListener>[0],
  port: number,
): Promise<Listener> {
  // Hono would replace the process's own Request and Response, which the program under test uses.
  const server = createServer(getRequestListener(fetch, { overrideGlobalObjects: false }));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("The server has no port, though it listens.");
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
