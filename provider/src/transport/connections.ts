import { getCACertificates } from "node:tls";
import { buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from "undici";
import { ProxyUnreachable } from "./connection-failure.ts";
import { longestBody, type Route } from "./exchange.ts";
import type { ProxySetting, Settings } from "./settings.ts";

/** The connections to one tenant. Whoever opens them closes them. */
export interface Connections extends Route {
  readonly sender: Dispatcher;
}

interface Trust {
  readonly rejectUnauthorized: true;
  readonly ca?: string[];
}

interface Tls extends Trust {
  readonly cert?: string;
  readonly key?: string;
}

const common = {
  maxResponseSize: longestBody,
  // As long as the longest wait that the per-minute limit causes. A tenant that closes sooner says so, and is heeded.
  keepAliveTimeout: 60_000,
  // At 15 requests a second HTTP/2 would gain nothing.
  allowH2: false,
};

/** Loads undici, which takes 90 ms: hence this file is only imported at the first request. */
export function openConnections(settings: Settings): Connections {
  const { environmentUrl, proxy, identity } = settings;
  const trust = trusting(settings);
  const tls: Tls = { ...trust, ...(identity && { cert: identity.certificate, key: identity.key }) };
  if (proxy !== undefined) return throughProxy(proxy, trust, tls);
  return { sender: new Pool(new URL(environmentUrl).origin, { ...common, connect: tls }) };
}

/** A certificate is checked whatever the environment says: `NODE_TLS_REJECT_UNAUTHORIZED=0` would switch that off. */
function trusting({ trusted }: Settings): Trust {
  const always = { rejectUnauthorized: true } as const;
  // The default ones would not count any more beside it, nor those of NODE_EXTRA_CA_CERTS and --use-system-ca.
  return trusted === undefined ? always : { ...always, ca: [...getCACertificates(), trusted] };
}

/** The proxy, too, must show a certificate where it speaks TLS; it does not get the client's. */
function throughProxy(proxy: ProxySetting, trust: Trust, tls: Tls): Connections {
  const connectToProxy = buildConnector({ ...trust, allowH2: false });
  let used: string | undefined;
  const sender = new EnvHttpProxyAgent({
    ...common,
    httpProxy: "",
    httpsProxy: proxy.url,
    noProxy: proxy.except,
    connect: tls,
    requestTls: tls,
    clientFactory: (origin) =>
      new Pool(origin, {
        connect: (options, callback) => {
          used = origin.host;
          connectToProxy(options, (...[error, socket]) => {
            if (error === null) callback(null, socket);
            else callback(new ProxyUnreachable(error), null);
          });
        },
      }),
  });
  return { sender, proxy: () => used };
}
