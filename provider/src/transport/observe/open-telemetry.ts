import type { Attributes, Histogram, Span, Tracer } from "@opentelemetry/api";
import { Failure } from "../failure.ts";
import { userAgent } from "../user-agent.ts";
import type { Observer, Try } from "./observer.ts";

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
  const [name = "", version] = userAgent().split("/");
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

  return (attempt, send) => {
    const { method, number, queuedMs } = attempt;
    const general = target(attempt);
    const attributes: Attributes = {
      ...general,
      "url.full": attempt.url.href,
      ...(number > 1 && { "http.request.resend_count": number - 1 }),
    };
    queued.record(queuedMs / 1_000, general);
    const span: Span = tracer.startSpan(method, { kind: SpanKind.CLIENT, attributes });
    const begin = performance.now();
    const end = (outcome: Attributes) => {
      span.setAttributes(outcome);
      if ("error.type" in outcome) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
      duration.record((performance.now() - begin) / 1_000, { ...general, ...outcome });
    };
    return context.with(trace.setSpan(context.active(), span), async () => {
      try {
        const answer = await send();
        const id = answer.header("x-request-id");
        if (id !== undefined) {
          span.setAttribute("http.response.header.x-request-id", [attempt.quote(id)]);
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
