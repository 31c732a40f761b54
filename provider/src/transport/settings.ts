import { z } from "zod";
import { ConfigurationError } from "../errors/index.ts";
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
}

interface Source {
  readonly variable: string;
  readonly command: string;
}

const sources: Record<keyof Settings, Source> = {
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

const schema = z.object({
  environmentUrl: required.pipe(tenantUrl),
  clientId: required,
  clientSecret: required,
  requestsPerMinute: limit(100),
  requestsPerSecond: limit(15),
});

/**
 * The settings of a tenant, from the environment or else from the stack's configuration. The environment wins,
 * because the engine keeps configuration in state, where a rotated secret would live on. An empty variable counts as none.
 *
 * @param config looks up a key of the `cxone` namespace, by its bare name
 * @throws {ConfigurationError} naming every setting that is missing or cannot be used, and both ways to give it
 */
export function resolveSettings(
  config: (key: string) => string | undefined,
  env: NodeJS.ProcessEnv,
): Settings {
  const given = Object.entries(sources).map(([name, { variable }]) => [
    name,
    env[variable] || config(name) || undefined,
  ]);
  const { data, error } = schema.safeParse(Object.fromEntries(given));
  if (data !== undefined) return data;
  const problems = error.issues.map(({ path: [name], message }) => {
    const { variable, command } = sources[schema.keyof().parse(name)];
    return `\n  - cxone:${String(name)} ${message}. Give it with \`${command}\` or in the environment variable ${variable}.`;
  });
  throw new ConfigurationError(
    `The settings do not lead to a CXone tenant:${problems.join("")}\nNo request was made.`,
  );
}
