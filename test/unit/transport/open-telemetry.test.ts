import assert from "node:assert/strict";
import { after, beforeEach, describe, test } from "node:test";
import { metrics, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { Transport } from "../../../provider/src/transport/transport.ts";
import {
  type CannedReply,
  failureOf,
  grant,
  mockTenant,
  origin,
  read,
  secret,
  settingsFor,
  virtualClock,
  write,
} from "./support.ts";

/** What a user sets up. */
const spans = new InMemorySpanExporter();
const figures = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const tracing = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
const metering = new MeterProvider({
  readers: [
    new PeriodicExportingMetricReader({ exporter: figures, exportIntervalMillis: 3_600_000 }),
  ],
});
trace.setGlobalTracerProvider(tracing);
metrics.setGlobalMeterProvider(metering);
beforeEach(async () => {
  await metering.forceFlush();
  spans.reset();
  figures.reset();
});
after(async () => {
  await tracing.shutdown();
  await metering.shutdown();
});

const host = new URL(origin).hostname;
const general = { "server.address": host, "server.port": 443 };
const ok: CannedReply = { status: 200, body: {}, headers: { "x-request-id": "r-7" } };

/** The histograms by name, each a list of attributes and how often they were counted. */
async function histograms() {
  await metering.forceFlush();
  const scopes = figures.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
  return new Map(
    scopes
      .flatMap((scope) => scope.metrics)
      .map(({ descriptor: { name, unit }, dataPoints }) => [
        `${name} ${unit}`,
        dataPoints.map(({ attributes, value }) => ({
          attributes,
          count: Object(value).count,
          sum: Object(value).sum,
        })),
      ]),
  );
}

describe("a user's OpenTelemetry", () => {
  test("gets a client span for each request, named and described by the conventions for HTTP", async () => {
    const { transport } = mockTenant({ api: () => ok });
    await transport.request(read);
    const [token, call] = spans.getFinishedSpans();
    assert.equal(token?.attributes["url.full"], `${origin}/oauth/token`);
    assert.equal(call?.name, "GET");
    assert.equal(call?.kind, SpanKind.CLIENT);
    assert.equal(call?.instrumentationScope.name, "pulumi-cxone-dialer");
    assert.deepEqual(call?.attributes, {
      ...general,
      "http.request.method": "GET",
      "url.full": origin + read.path,
      "http.response.status_code": 200,
      "http.response.header.x-request-id": ["r-7"],
    });
    assert.equal(call?.status.code, SpanStatusCode.UNSET);
  });

  test("gets a span for each try, which says which one it is and how it failed", async () => {
    const canned: CannedReply[] = [{ status: 503 }, ok];
    const { transport } = mockTenant({ api: () => canned.shift() ?? ok });
    await transport.request(read);
    const [, first, second] = spans.getFinishedSpans();
    assert.equal(first?.attributes["error.type"], "503");
    assert.equal(first?.status.code, SpanStatusCode.ERROR);
    assert.equal(first?.attributes["http.request.resend_count"], undefined);
    assert.equal(second?.attributes["http.request.resend_count"], 1);
    assert.equal(second?.attributes["error.type"], undefined);
  });

  test("gets the code of a connection that failed", async () => {
    const { transport } = mockTenant({
      api: () => {
        throw Object.assign(new Error("details"), { code: "ECONNREFUSED" });
      },
    });
    await failureOf(transport.request(write));
    const [, failed] = spans.getFinishedSpans();
    assert.equal(failed?.attributes["error.type"], "ECONNREFUSED");
    assert.equal(failed?.attributes["http.response.status_code"], undefined);
    assert.equal(failed?.status.code, SpanStatusCode.ERROR);
  });

  test("gets the name of an error that is none of a connection", async () => {
    const mistake = Object.assign(new TypeError("details"), { code: "UND_ERR_INVALID_ARG" });
    const { transport } = mockTenant({
      api: () => {
        throw mistake;
      },
    });
    await assert.rejects(transport.request(read), (error) => error === mistake);
    assert.equal(spans.getFinishedSpans()[1]?.attributes["error.type"], "TypeError");
  });

  test("gets an error from status 400 on", async () => {
    for (const [status, type] of [
      [399, undefined],
      [400, "400"],
    ] as const) {
      spans.reset();
      const { transport } = mockTenant({ api: () => ({ status }) });
      await failureOf(transport.request(read));
      assert.equal(spans.getFinishedSpans()[1]?.attributes["error.type"], type);
    }
  });

  test("gets the port of plain HTTP where the address has none", async () => {
    const dispatcher = { request: () => Promise.reject(new Error("no network")) };
    const { clock } = virtualClock();
    const settings = settingsFor("http://localhost");
    const transport = new Transport(settings, { warn() {}, clock, dispatcher });
    await failureOf(transport.request(read));
    assert.equal(spans.getFinishedSpans()[0]?.attributes["server.port"], 80);
  });

  test("gets histograms that say what they measure, in buckets for HTTP and for waits of minutes", async (t) => {
    // A provider of its own: the other one keeps the first description and buckets that it was given.
    const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({ readers: [reader] });
    metrics.disable();
    metrics.setGlobalMeterProvider(provider);
    t.after(async () => {
      metrics.disable();
      metrics.setGlobalMeterProvider(metering);
      await provider.shutdown();
    });
    await mockTenant({}).transport.request(read);
    await provider.forceFlush();
    const found = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    assert.deepEqual(
      found.map(({ descriptor, dataPoints: [point] }) => [
        descriptor.description,
        Object(point?.value).buckets.boundaries,
      ]),
      [
        [
          "Duration of requests to the tenant, each try by itself.",
          [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
        ],
        [
          "Time that requests waited for the client's limits.",
          [0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300],
        ],
      ],
    );
  });

  test("gets the duration of requests in seconds, by what few of them differ in", async () => {
    const canned: CannedReply[] = [{ status: 503 }, ok, ok];
    const { transport } = mockTenant({ api: () => canned.shift() ?? ok });
    await transport.request(read);
    await transport.request(read);
    const points = (await histograms()).get("http.client.request.duration s") ?? [];
    const counted = points.map(({ attributes, count }) => [attributes, count]);
    const get = { ...general, "http.request.method": "GET" };
    assert.deepEqual(counted, [
      [{ ...general, "http.request.method": "POST", "http.response.status_code": 200 }, 1],
      [{ ...get, "http.response.status_code": 503, "error.type": "503" }, 1],
      [{ ...get, "http.response.status_code": 200 }, 2],
    ]);
    for (const { sum } of points) assert.ok(sum >= 0 && sum < 60);
  });

  test("gets the time that requests waited for the limits", async () => {
    const canned: CannedReply[] = [{ status: 429, headers: { "retry-after": "7" } }, ok];
    const { transport } = mockTenant({ api: () => canned.shift() ?? ok });
    await transport.request(read);
    const points = (await histograms()).get("cxone.client.quota.wait s") ?? [];
    const get = points.find(({ attributes }) => attributes["http.request.method"] === "GET");
    assert.deepEqual([get?.count, get?.sum], [2, 7]);
  });

  test("gets no secret, even where the tenant repeats them", async () => {
    const echo = `${grant.access_token} ${secret}`;
    const { transport } = mockTenant({
      api: () => ({ status: 400, headers: { "x-request-id": echo }, body: { message: echo } }),
    });
    await failureOf(transport.request({ ...write, body: { word: "in the body" } }));
    const seen = JSON.stringify(
      spans
        .getFinishedSpans()
        .map(({ name, attributes, events, status }) => [name, attributes, events, status]),
    );
    for (const hidden of [grant.access_token, secret, "in the body"]) {
      assert.ok(!seen.includes(JSON.stringify(hidden).slice(1, -1)), seen);
    }
  });
});
