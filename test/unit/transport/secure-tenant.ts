import { once } from "node:events";
import { createServer, type ServerOptions } from "node:https";
import type { TestContext } from "node:test";
import { resolveSettings } from "../../../provider/src/transport/settings.ts";
import { Transport } from "../../../provider/src/transport/transport.ts";
import type { Certificate } from "../../support/certificates.ts";
import { grant, portOf, secret, virtualClock } from "./support.ts";

export interface SecureTenantOptions {
  readonly identity: Certificate;
  /** What it asks of a client's certificate. */
  readonly server?: ServerOptions;
}

/** A tenant on loopback that speaks TLS, and how often it was asked. */
export async function secureTenant(
  t: TestContext,
  { identity: { certificate: cert, key }, server: options }: SecureTenantOptions,
) {
  const requests: string[] = [];
  const server = createServer({ cert, key, ...options }, (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url === "/oauth/token" ? grant : {}));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const port = portOf(server.address());
  return { url: `https://127.0.0.1:${port}`, port, requests };
}

/** A transport with the settings that an environment gives; it sleeps without waiting. */
export function transportFor(t: TestContext, environmentUrl: string, env: NodeJS.ProcessEnv = {}) {
  const settings = resolveSettings(() => undefined, {
    CXONE_ENVIRONMENT_URL: environmentUrl,
    CXONE_CLIENT_ID: "client",
    CXONE_CLIENT_SECRET: secret,
    CXONE_REQUESTS_PER_MINUTE: "10000",
    CXONE_REQUESTS_PER_SECOND: "10000",
    ...env,
  });
  const { clock } = virtualClock();
  const transport = new Transport(settings, { warn: () => {}, clock, random: () => 0.5 });
  t.after(() => transport.close());
  return transport;
}
