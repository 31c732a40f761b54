import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";
import { foundDocument } from "../../provider/world.ts";
import { authority } from "../certificates.ts";
import { startConnectProxy } from "../connect-proxy.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { startTlsFront } from "../tls-front.ts";
import type { Canaries } from "./canaries.ts";

/** A tenant behind TLS that asks for a client's certificate, behind a proxy that asks for a password: with every secret there is. */
export interface GuardedTenant extends AsyncDisposable {
  readonly tenant: Tenant;
  readonly env: Readonly<Record<string, string>>;
  /** Where the provider writes: logs, the audit log, the journal, reports. */
  readonly folder: string;
  /** The secrets so far, the tokens that the tenant gave included. */
  canaries(): Canaries;
}

export const CAMPAIGN = "campaign-1";
export const CONFIG = "4f1c";

/** With characters that are written differently everywhere. */
function secret(name: string): string {
  return `canary "${name}"/+&=é ${randomBytes(9).toString("base64url")}`;
}

export async function startGuardedTenant(): Promise<GuardedTenant> {
  const clientSecret = secret("client");
  const password = secret("proxy");
  const resources = new AsyncDisposableStack();
  const folder = resources.use(await temporaryFolder()).path;
  const tenant = resources.use(
    await startTenant({
      clientSecret,
      requestsPerMinute: Number.POSITIVE_INFINITY,
      requestsPerSecond: Number.POSITIVE_INFINITY,
      data: {
        campaigns: { [CAMPAIGN]: { agentCount: 50, answerRate: 0.3, averageHandleTime: 180 } },
        dialerConfigs: { [CONFIG]: foundDocument },
      },
    }),
  );
  const own = await authority();
  const server = await own.issue();
  const client = await own.issue();
  let answers = "";
  const front = resources.use(
    await startTlsFront(
      Number(new URL(tenant.url).port),
      {
        cert: server.certificate,
        key: server.key,
        ca: own.certificate,
        requestCert: true,
        rejectUnauthorized: true,
      },
      (piece) => {
        answers += piece.toString("latin1");
      },
    ),
  );
  const proxy = resources.use(await startConnectProxy(front.port));
  const path = (name: string) => join(folder, name);
  const tls = path("tls");
  await mkdir(tls);
  await writeFile(join(tls, "ca.pem"), own.certificate);
  await writeFile(join(tls, "client.pem"), client.certificate);
  await writeFile(join(tls, "client.key"), client.key);
  await mkdir(path("written/reports"), { recursive: true });
  return {
    tenant,
    folder: path("written"),
    env: {
      CXONE_ENVIRONMENT_URL: "https://tenant.test",
      CXONE_CLIENT_ID: tenant.clientId,
      CXONE_CLIENT_SECRET: clientSecret,
      CXONE_REQUESTS_PER_MINUTE: "100000",
      CXONE_REQUESTS_PER_SECOND: "1000",
      CXONE_CA_FILE: join(tls, "ca.pem"),
      CXONE_CLIENT_CERTIFICATE_FILE: join(tls, "client.pem"),
      CXONE_CLIENT_KEY_FILE: join(tls, "client.key"),
      // In capitals: gRPC reads it in lower case, and Pulumi's processes speak to one another by it.
      HTTPS_PROXY: `http://user:${encodeURIComponent(password)}@${proxy.host}`,
      CXONE_LOG_FILE: path("written/requests.jsonl"),
      CXONE_AUDIT_LOG: path("written/audit.jsonl"),
      CXONE_JOURNAL: path("written/journal"),
    },
    canaries() {
      const tokens = answers.matchAll(/"access_token":"([^"]+)"/g);
      const [, keyLine = ""] = client.key.split("\n");
      return {
        clientSecret,
        proxyPassword: password,
        clientKey: keyLine,
        ...Object.fromEntries([...tokens].map(([, token = ""], i) => [`token${i}`, token])),
      };
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
