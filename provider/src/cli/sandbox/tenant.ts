import { once } from "node:events";
import { Command, InvalidArgumentError } from "commander";
import type { LoggedRequest, Tenant, TenantData } from "../../sandbox/tenant/index.ts";
import { hasErrorCode } from "../../shared/caught-error.ts";
import { UsageError } from "../shared/exit-codes.ts";
import { readJsonInput } from "../shared/input.ts";

interface Options {
  readonly port: number;
  readonly data?: string;
  readonly json?: true;
}

/** `tenant`: serves a sandbox tenant until it is interrupted. */
export function sandboxTenantCommand(): Command {
  return new Command("tenant")
    .description("serve a sandbox tenant on 127.0.0.1 until interrupted")
    .option("--port <number>", "port to listen on; 0 takes a free one", parsePort, 0)
    .option("--data <file>", "JSON file with campaigns and dialerConfigs (default: a sample)")
    .option("--json", "print the address and credentials as one JSON object, and no requests")
    .action(async (options: Options) => {
      const stopped = interruption();
      const tenant = await start(options);
      console.log(options.json ? JSON.stringify(connection(tenant)) : instructions(tenant));
      await stopped;
      await tenant.close();
    });
}

async function start({ port, data, json }: Options): Promise<Tenant> {
  const { sampleData, startTenant } = await import("../../sandbox/tenant/index.ts");
  const content = data === undefined ? sampleData : await readData(data);
  return startTenant({
    port,
    data: content,
    ...(json ? {} : { onRequest: logRequest }),
  }).catch((error: unknown) => {
    throw hasErrorCode(error, "EADDRINUSE")
      ? new Error(`Port ${port} is in use. Choose another, or 0 for a free one.`)
      : error;
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) {
    throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
  }
  return port;
}

async function readData(file: string): Promise<TenantData> {
  const { tenantDataSchema } = await import("../../sandbox/tenant/index.ts");
  const result = tenantDataSchema.safeParse(await readJsonInput(file));
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the whole"}: ${message}`,
  );
  throw new UsageError([`${file} does not hold a tenant's data: ${problems.join("; ")}`]);
}

function connection(tenant: Tenant) {
  return {
    url: tenant.url,
    environment: {
      CXONE_ENVIRONMENT_URL: tenant.url,
      CXONE_CLIENT_ID: tenant.clientId,
      CXONE_CLIENT_SECRET: tenant.clientSecret,
    },
  };
}

/** Can be pasted into a shell as it is; the values hold no quote. */
function instructions(tenant: Tenant): string {
  const { url, environment } = connection(tenant);
  const lines = Object.entries(environment).map(([name, value]) => `export ${name}='${value}'`);
  return [`# Sandbox tenant at ${url}; Ctrl-C ends it.`, ...lines].join("\n");
}

/** To the error stream, so that the standard output can be evaluated by a shell. */
function logRequest({ method, path, status }: LoggedRequest): void {
  console.error(`${method} ${path} ${status}`);
}

async function interruption(): Promise<void> {
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}
