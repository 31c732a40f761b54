import { ConfigurationError } from "../errors/index.ts";
import { isLoopback } from "./tenant-url.ts";

/** The way to a tenant through a proxy. */
export interface ProxySetting {
  /** With the user and the password, where the proxy wants them: for no message. */
  readonly url: string;
  /** Hosts that are reached without it, as in `NO_PROXY`. */
  readonly except: string;
}

/**
 * The proxy that the environment names for a tenant: `HTTPS_PROXY` and `NO_PROXY`, in lower case before upper case. As for
 * Pulumi's own command line, loopback is never reached through a proxy, and `HTTP_PROXY` is for plain HTTP, which is spoken on
 * loopback only.
 *
 * @throws {ConfigurationError} it names no proxy
 */
export function proxyFor(environmentUrl: string, env: NodeJS.ProcessEnv): ProxySetting | undefined {
  const named = env.https_proxy ?? env.HTTPS_PROXY;
  if (!named || isLoopback(new URL(environmentUrl))) return undefined;
  // As curl takes it, too.
  const url = URL.parse(named.includes("://") ? named : `http://${named}`);
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new ConfigurationError(
      "The environment variable HTTPS_PROXY names no proxy that can be used: it must look like http://proxy.example:3128, with " +
        "http or https, and is not repeated here, for it may hold a password. Mend it, or name the tenant's host in NO_PROXY. " +
        "No request was made.",
    );
  }
  return { url: url.href, except: env.no_proxy ?? env.NO_PROXY ?? "" };
}
