import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  campaignPath,
  configId,
  configPath,
  etagOf,
  requestToken,
  settings,
  signIn,
  startSmallTenant,
} from "./session.ts";

describe("an injected fault", () => {
  test("answers with the status, headers and body given, as often as asked", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    tenant.inject({
      match: { path: campaignPath },
      times: 2,
      status: 429,
      headers: { "Retry-After": "7" },
      body: { message: "slow down" },
    });
    for (let i = 0; i < 2; i += 1) {
      const reply = await request("GET", campaignPath);
      assert.deepEqual(
        [reply.status, reply.headers.get("retry-after"), reply.body],
        [429, "7", { message: "slow down" }],
      );
      assert.ok(reply.headers.get("x-request-id"));
    }
    assert.equal((await request("GET", campaignPath)).status, 200);
  });

  test("happens to the requests that match, and one after another in the order injected", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    tenant.inject({ match: { method: "get", path: /campaigns/g }, times: 2, status: 503 });
    tenant.inject({ match: { method: "GET" }, status: 500, body: "out of order" });
    tenant.inject({ match: { method: "DELETE" }, status: 502 });
    const statuses = [];
    for (const path of [configPath, campaignPath, campaignPath, campaignPath]) {
      statuses.push((await request("GET", path)).status);
    }
    assert.deepEqual(statuses, [500, 503, 503, 200]);
    assert.equal((await request("DELETE", configPath)).status, 502);
  });

  test("stays until it is cleared where it is to happen for ever", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    tenant.inject({ match: {}, times: Number.POSITIVE_INFINITY, status: 504 });
    for (let i = 0; i < 3; i += 1) assert.equal((await request("GET", configPath)).status, 504);
    tenant.clearFaults();
    assert.equal((await request("GET", configPath)).status, 200);
  });

  test("can happen to the token endpoint", async () => {
    await using tenant = await startSmallTenant();
    tenant.inject({ match: { path: "/oauth/token" }, status: 503 });
    assert.equal((await requestToken(tenant)).status, 503);
    assert.equal((await requestToken(tenant)).status, 200);
  });

  for (const [drop, written] of [
    ["before", false],
    ["after", true],
  ] as const) {
    test(`resets the connection ${drop} the write`, async () => {
      await using tenant = await startSmallTenant();
      const request = await signIn(tenant);
      const before = etagOf(tenant);
      tenant.clearRequests();
      tenant.inject({ match: { method: "PUT" }, drop });
      await assert.rejects(
        request("PUT", configPath, { json: settings, headers: { "If-Match": before } }),
      );
      assert.equal(etagOf(tenant) !== before, written);
      assert.deepEqual(
        tenant.requests.map(({ method, status }) => [method, status]),
        [["PUT", "dropped"]],
      );
    });
  }

  test("cuts the body of the reply short, after the write", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const before = etagOf(tenant);
    tenant.inject({ match: { method: "PUT" }, cutBody: true });
    tenant.inject({ match: { method: "GET" }, cutBody: true });
    await assert.rejects(
      request("PUT", configPath, { json: settings, headers: { "If-Match": before } }),
    );
    assert.notEqual(etagOf(tenant), before);
    // The head arrives whole: it is the body that fails.
    const response = await fetch(tenant.url + configPath);
    assert.equal(response.status, 401);
    assert.ok(Number(response.headers.get("content-length")) > 0);
    assert.ok(response.headers.get("x-request-id"));
    await assert.rejects(response.text());
  });

  test("answers with a status although the request took effect, and with nothing of the reply in its place", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const before = etagOf(tenant);
    tenant.inject({ match: { method: "PUT" }, status: 504, takesEffect: true });
    const put = { json: settings, headers: { "If-Match": before } };
    const reply = await request("PUT", configPath, put);
    assert.deepEqual([reply.status, reply.body], [504, { message: "Injected: 504." }]);
    assert.equal(reply.headers.get("etag"), null);
    assert.ok(reply.headers.get("x-request-id"));
    assert.notEqual(etagOf(tenant), before);
  });

  test("pads the body of the reply, which stays the JSON that it was", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const { body, headers } = await request("GET", configPath);
    tenant.inject({ match: { path: configPath }, padBody: 10_000 });
    const padded = await request("GET", configPath);
    assert.deepEqual([padded.status, padded.body], [200, body]);
    assert.equal(padded.headers.get("etag"), headers.get("etag"));
    tenant.inject({ match: {}, padBody: 10_000 });
    const bytes = await (await fetch(tenant.url + configPath)).bytes();
    assert.equal(bytes.length, 10_000);
  });

  test("sends the body of the reply a byte at a time", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const whole = await request("GET", configPath);
    tenant.inject({ match: { path: configPath }, drip: 0 });
    const dripped = await request("GET", configPath);
    assert.deepEqual(
      [dripped.status, dripped.headers.get("etag"), dripped.body],
      [200, whole.headers.get("etag"), whole.body],
    );
    tenant.inject({ match: {}, drip: 600_000 });
    const { status, body } = await fetch(tenant.url + configPath);
    assert.equal(status, 401);
    assert.ok(body);
    const rest = assert.rejects(new Response(body).text());
    await tenant.close();
    await rest;
  });

  test("labels the body of the reply as another type, after the write", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const before = etagOf(tenant);
    tenant.inject({ match: { method: "PUT" }, contentType: "text/plain" });
    const put = { json: settings, headers: { "If-Match": before } };
    const reply = await request("PUT", configPath, put);
    assert.equal(reply.headers.get("content-type"), "text/plain");
    assert.deepEqual(JSON.parse(String(reply.body)), settings);
    assert.notEqual(etagOf(tenant), before);
  });

  test("answers with a page that is not JSON, and the write has not happened", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const before = etagOf(tenant);
    tenant.inject({ match: {}, nonJson: true });
    tenant.inject({ match: {}, nonJson: "<p>Proxy</p>" });
    const put = () =>
      request("PUT", configPath, { json: settings, headers: { "If-Match": before } });
    const first = await put();
    assert.equal(first.status, 200);
    assert.match(String(first.headers.get("content-type")), /^text\/html/);
    assert.equal((await put()).body, "<p>Proxy</p>");
    assert.equal(etagOf(tenant), before);
  });

  test("leaves the ETag out or makes it weak", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    tenant.inject({ match: { path: configPath }, etag: "none" });
    tenant.inject({ match: { path: configPath }, etag: "weak" });
    assert.equal((await request("GET", configPath)).headers.get("etag"), null);
    assert.equal((await request("GET", configPath)).headers.get("etag"), `W/${etagOf(tenant)}`);
    assert.equal((await request("GET", configPath)).headers.get("etag"), etagOf(tenant));
  });

  test("redirects", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    tenant.inject({ match: {}, redirect: "https://elsewhere.example/login" });
    const reply = await request("GET", configPath);
    assert.equal(reply.status, 307);
    assert.equal(reply.headers.get("location"), "https://elsewhere.example/login");
  });

  test("lets an administrator edit just before the write, which then fails its precondition", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    tenant.inject({
      match: { method: "PUT", path: configPath },
      before: (admin) => admin.editDialerConfig(configId, { maxQueueDepth: 80 }),
    });
    const put = () =>
      request("PUT", configPath, { json: settings, headers: { "If-Match": etagOf(tenant) } });
    assert.equal((await put()).status, 412);
    assert.equal(tenant.dialerConfig(configId)?.document.maxQueueDepth, 80);
    assert.equal((await put()).status, 200);
  });

  test("holds a request back until the test lets it go", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const arrived = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    tenant.inject({
      match: { path: configPath },
      async before() {
        arrived.resolve();
        await gate.promise;
      },
    });
    const held = request("GET", configPath);
    await arrived.promise;
    assert.equal((await request("GET", campaignPath)).status, 200);
    tenant.setDialerConfig(configId, undefined);
    gate.resolve();
    assert.equal((await held).status, 404);
  });

  test("delays a request, alone or before another effect", async () => {
    await using tenant = await startSmallTenant();
    const arrived = Promise.withResolvers<void>();
    tenant.inject({ match: {}, before: () => arrived.resolve(), delayMs: 600_000 });
    tenant.inject({ match: {}, delayMs: 1, status: 503 });
    const unanswered = assert.rejects(fetch(tenant.url));
    await arrived.promise;
    assert.equal((await fetch(tenant.url)).status, 503);
    assert.equal((await fetch(tenant.url)).status, 404);
    await tenant.close();
    await unanswered;
  });
});
