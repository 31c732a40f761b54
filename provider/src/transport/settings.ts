import { z } from "zod";
import { ConfigurationError } from "../errors/index.ts";
import { type LogSetting, logSetting } from "./observe/log-setting.ts";
import { belongTogether, certificateFile, keyFile } from "./pem-files.ts";
import { type ProxySetting, proxyFor } from "./proxy-setting.ts";
import { tenantUrl } from "./tenant-url.ts";

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
