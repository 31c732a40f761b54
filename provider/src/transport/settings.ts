import { appendFileSync } from "node:fs";
import * as z from "zod";
import { ConfigurationError } from "../errors/index.ts";
import { errorCode } from "../shared/caught-error.ts";
import {
  belongTogether,
  certificateFile,
  isLoopback,
  keyFile,
  tenantUrl,
} from "./setting-schemas.ts";

/** What the provider must know to speak to a tenant. */
export interface Settings {
  /** Without a slash at its end. `https`, or anything on loopback. */
  readonly environmentUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Requests in any 60 seconds, 1 or more. @default 100 */
  readonly requestsPerMinute: number;
  /** Requests in any second, 1 or more. @default 15 */
  readonly requestsPerSecond: number;
  /** Certificates in PEM that are trusted besides the default ones. @default none */
  readonly trusted?: string | undefined;
  /** What the client shows of itself to a tenant that asks for a certificate. @default nothing */
  readonly identity?: Identity | undefined;
  /** @default none */
  readonly proxy?: ProxySetting | undefined;
  /** @default none */
  readonly log?: LogSetting | undefined;
}

/** A certificate and its private key, in PEM. */
interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** The way to a tenant through a proxy. */
export interface ProxySetting {
  /** With the user and the password, where the proxy wants them: for no message. */
  readonly url: string;
  /** Hosts that are reached without it, as in `NO_PROXY`. */
  readonly except: string;
}

/** Where the log goes. */
export interface LogSetting {
  /** @default the process's standard error */
  readonly file?: string | undefined;
}

interface Source {
  readonly variable: string;
  readonly command: string;
}

const sources: Record<SettingName, Source> = {
  environmentUrl: {
    variable: "CXONE_ENVIRONMENT_URL",
    command: "pulumi config set cxone:environmentUrl https://us1-cxone.com",
  },
  clientId: {
    variable: "CXONE_CLIENT_ID",
    command: "pulumi config set cxone:clientId ID",
  },
  clientSecret: {
    variable: "CXONE_CLIENT_SECRET",
    command: "pulumi config set --secret cxone:clientSecret",
  },
  requestsPerMinute: {
    variable: "CXONE_REQUESTS_PER_MINUTE",
    command: "pulumi config set cxone:requestsPerMinute 100",
  },
  requestsPerSecond: {
    variable: "CXONE_REQUESTS_PER_SECOND",
    command: "pulumi config set cxone:requestsPerSecond 15",
  },
  caFile: {
    variable: "CXONE_CA_FILE",
    command: "pulumi config set cxone:caFile FILE",
  },
  clientCertificateFile: {
    variable: "CXONE_CLIENT_CERTIFICATE_FILE",
    command: "pulumi config set cxone:clientCertificateFile FILE",
  },
  clientKeyFile: {
    variable: "CXONE_CLIENT_KEY_FILE",
    command: "pulumi config set cxone:clientKeyFile FILE",
  },
};

const required = z.string("is missing");

const limit = (fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .transform((text, context) => {
      const value = Number(text);
      if (Number.isSafeInteger(value) && value >= 1) return value;
      context.addIssue(`is ${JSON.stringify(text)}, and must be a whole number of at least 1`);
      return z.NEVER;
    });

const given = z.object({
  environmentUrl: required.pipe(tenantUrl),
  clientId: required,
  clientSecret: required,
  requestsPerMinute: limit(100),
  requestsPerSecond: limit(15),
  caFile: certificateFile.optional(),
  clientCertificateFile: certificateFile.optional(),
  clientKeyFile: keyFile.optional(),
});

type SettingName = keyof z.infer<typeof given>;

const schema = given.transform(
  ({ caFile, clientCertificateFile, clientKeyFile, ...others }, context) => {
    const refuse = (name: SettingName, message: string) => {
      context.addIssue({ code: "custom", path: [name], message });
      return z.NEVER;
    };
    const settings = { ...others, ...(caFile !== undefined && { trusted: caFile }) };
    if (clientCertificateFile === undefined && clientKeyFile === undefined) return settings;
    if (clientCertificateFile === undefined) {
      return refuse("clientCertificateFile", "is missing, and cxone:clientKeyFile is given");
    }
    if (clientKeyFile === undefined) {
      return refuse("clientKeyFile", "is missing, and cxone:clientCertificateFile is given");
    }
    if (!belongTogether(clientCertificateFile, clientKeyFile)) {
      return refuse(
        "clientKeyFile",
        "is not the key of the certificate in cxone:clientCertificateFile",
      );
    }
    return { ...settings, identity: { certificate: clientCertificateFile, key: clientKeyFile } };
  },
);

/**
 * The settings of a tenant, and the way to it, from the environment or else from the stack's configuration. The environment wins,
 * because the engine keeps configuration in state, where a rotated secret would live on. An empty variable counts as none.
 *
 * @param config looks up a key of the `cxone` namespace, by its bare name
 * @throws {ConfigurationError} naming every setting that is missing or cannot be used, and both ways to give it
 */
export function resolveSettings(
  config: (key: SettingName) => string | undefined,
  env: NodeJS.ProcessEnv,
): Settings {
  const values = given
    .keyof()
    .options.map((name) => [name, env[sources[name].variable] || config(name) || undefined]);
  const { data, error } = schema.safeParse(Object.fromEntries(values));
  if (data !== undefined) {
    const proxy = proxyFor(data.environmentUrl, env);
    const log = logSetting(env);
    return { ...data, ...(proxy && { proxy }), ...(log && { log }) };
  }
  const problems = error.issues.map(({ path: [name], message }) => {
    const { variable, command } = sources[given.keyof().parse(name)];
    return `\n  - cxone:${String(name)} ${message}. Give it with \`${command}\` or in the environment variable ${variable}.`;
  });
  throw new ConfigurationError(
    `The settings do not lead to a CXone tenant:${problems.join("")}\nNo request was made.`,
  );
}

/**
 * The proxy that the environment names for a tenant: `HTTPS_PROXY` and `NO_PROXY`, in lower case before upper case. As for
 * Pulumi's own command line, loopback is never reached through a proxy, and `HTTP_PROXY` is for plain HTTP, which is spoken on
 * loopback only.
 *
 * @throws {ConfigurationError} it names no proxy
 */
function proxyFor(environmentUrl: string, env: NodeJS.ProcessEnv): ProxySetting | undefined {
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

/**
 * Whether requests are logged, and where: `CXONE_LOG=debug`, and `CXONE_LOG_FILE`, which is reason enough by itself. A setting
 * of a run and not of a stack, hence of the environment alone.
 *
 * @throws {ConfigurationError} another level, or a file that cannot be written
 */
export function logSetting(env: NodeJS.ProcessEnv): LogSetting | undefined {
  const file = env.CXONE_LOG_FILE || undefined;
  const level = env.CXONE_LOG || (file === undefined ? "off" : "debug");
  if (level === "off") return undefined;
  if (level !== "debug") {
    throw new ConfigurationError(
      `The environment variable CXONE_LOG is ${JSON.stringify(level)}, and must be debug or off. No request was made.`,
    );
  }
  if (file !== undefined) assertWritable(file);
  return { file };
}

function assertWritable(file: string): void {
  try {
    appendFileSync(file, "");
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    throw new ConfigurationError(
      `The environment variable CXONE_LOG_FILE names ${file}, which cannot be written (${code}). Name a file in a folder that ` +
        "exists; a relative path begins at the program's folder. No request was made.",
    );
  }
}
