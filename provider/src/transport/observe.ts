/** Who takes note of a request: the log, and OpenTelemetry. */
import { appendFileSync } from "node:fs";
import type { Attributes, Histogram, Span, Tracer } from "@opentelemetry/api";
import { type Answer, release, userAgent } from "./exchange.ts";
import { Failure } from "./failure.ts";
import type { Quote } from "./quote.ts";
import type { LogSetting } from "./settings.ts";

/** One try of a request, as it goes out. */
interface Try {
  readonly method: string;
  readonly url: URL;
  /** 1 for the first one. */
  readonly number: number;
  /** How long it waited for the client's limits, pauses that the tenant asked for included, in milliseconds. */
  readonly queuedMs: number;
  /** Makes a text of the tenant fit to be repeated. */
  readonly quote: Quote;
}

/** Sends a request, and takes note of it; and hands on its answer or error unchanged. */
export type Observer = (sent: Try, send: () => Promise<Answer>) => Promise<Answer>;

/** One observer of many: the first one sees the most. */
export function observers(all: readonly Observer[]): Observer {
  return (sent, send) =>
    all.reduceRight<() => Promise<Answer>>((next, observer) => () => observer(sent, next), send)();
}

/** Logs each try as a line of JSON: no header, no body, and so no secret. The first line says what runs, and where to. */
export function requestLog({ file }: LogSetting, origin: string): Observer {
  const log = (event: string, details: object) => {
    const entry = { time: new Date().toISOString(), event, ...details };
    write(`${JSON.stringify(entry)}\n`, file);
  };
  log("start", { package: userAgent, node: process.version, pid: process.pid, tenant: origin });
  return async (sent, send) => {
    const begin = performance.now();
    const request = (result: object) =>
      log("request", {
        ...described(sent),
        ms: Math.round(performance.now() - begin),
        ...result,
      });
    try {
      const answer = await send();
      const id = answer.header("x-request-id");
      request({ status: answer.status, ...(id !== undefined && { requestId: sent.quote(id) }) });
      return answer;
    } catch (error) {
      request({ failure: error instanceof Failure ? error.details.what : "not sent" });
      throw error;
    }
  };
}

function described({ method, url, number, queuedMs }: Try): object {
  return {
    method,
    path: url.pathname + url.search,
    try: number,
    queuedMs: Math.round(queuedMs),
  };
}

/** At once, since the engine ends the process without a word; and never a reason to fail what is being done. */
function write(line: string, file: string | undefined): void {
  try {
    if (file === undefined) process.stderr.write(line);
    else appendFileSync(file, line);
  } catch {
    // The disk is full, or the file's folder is gone: the deployment goes on without its log.
  }
}

/** In seconds, as the semantic conventions for HTTP metrics advise. */
const boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
/** In seconds: a wait for the minute's limit ends within one, a pause that the tenant asks for within five minutes. */
const waits = [0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300];

/**
 * Spans and metrics by the semantic conventions for HTTP clients (stable since 1.23), through whatever SDK the user has set
 * up in this process; without one they cost nothing and go nowhere. Undefined where the API is not installed.
 */
export async function openTelemetry(): Promise<Observer | undefined> {
  const api = await import("@opentelemetry/api").catch(() => undefined);
  if (api === undefined) return undefined;
  const { context, metrics, SpanKind, SpanStatusCode, trace } = api;
  const { name, version } = release;
  const tracer: Tracer = trace.getTracer(name, version);
  const meter = metrics.getMeter(name, version);
  const duration: Histogram = meter.createHistogram("http.client.request.duration", {
    description: "Duration of requests to the tenant, each try by itself.",
    unit: "s",
    advice: { explicitBucketBoundaries: boundaries },
  });
  const queued: Histogram = meter.createHistogram("cxone.client.quota.wait", {
    description: "Time that requests waited for the client's limits.",
    unit: "s",
    advice: { explicitBucketBoundaries: waits },
  });

  return (sent, send) => {
    const { method, number, queuedMs } = sent;
    const general = target(sent);
    const attributes: Attributes = {
      ...general,
      "url.full": sent.url.href,
      ...(number > 1 && { "http.request.resend_count": number - 1 }),
    };
    queued.record(queuedMs / 1_000, general);
    const span: Span = tracer.startSpan(method, { kind: SpanKind.CLIENT, attributes });
    const begin = performance.now();
    const end = (result: Attributes) => {
      span.setAttributes(result);
      if ("error.type" in result) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      duration.record((performance.now() - begin) / 1_000, { ...general, ...result });
    };
    return context.with(trace.setSpan(context.active(), span), async () => {
      try {
        const answer = await send();
        const id = answer.header("x-request-id");
        if (id !== undefined) {
          span.setAttribute("http.response.header.x-request-id", [sent.quote(id)]);
        }
        end(ofStatus(answer.status));
        return answer;
      } catch (error) {
        end({ "error.type": errorType(error) });
        throw error;
      }
    });
  };
}

/** What few requests differ in, so that it may be counted by. */
function target({ method, url }: Try): Attributes {
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  return { "http.request.method": method, "server.address": url.hostname, "server.port": port };
}

function ofStatus(status: number): Attributes {
  return {
    "http.response.status_code": status,
    ...(status >= 400 && { "error.type": String(status) }),
  };
}

function errorType(error: unknown): string {
  if (error instanceof Failure) return error.details.code ?? error.details.kind;
  return error instanceof Error ? error.name : "_OTHER";
}
