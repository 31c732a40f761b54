import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { LoggedRequest } from "../../../provider/src/sandbox/tenant/index.ts";
import {
  call,
  campaignPath,
  configPath,
  requestToken,
  settings,
  signIn,
  startSmallTenant,
} from "./session.ts";

describe("the request log", () => {
  test("holds each request with its outcome and what was sent", async (t) => {
    t.mock.timers.enable({ apis: ["Date"], now: Date.UTC(2026, 2, 2, 9, 30) });
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const read = await request("GET", `${campaignPath}?expand=all`);
    const write = await request("PUT", configPath, { json: settings });
    const time = "2026-03-02T09:30:00.000Z";
    assert.deepEqual(tenant.requests.slice(1), [
      {
        method: "GET",
        path: campaignPath,
        status: 200,
        requestId: read.headers.get("x-request-id"),
        time,
      },
      {
        method: "PUT",
        path: configPath,
        status: 428,
        body: settings,
        requestId: write.headers.get("x-request-id"),
        time,
      },
    ]);
    tenant.clearRequests();
    assert.deepEqual(tenant.requests, []);
  });

  test("goes to a listener as it is written", async () => {
    const heard: LoggedRequest[] = [];
    await using tenant = await startSmallTenant({ onRequest: (request) => heard.push(request) });
    await signIn(tenant);
    await call(tenant, "GET", "/nowhere");
    assert.deepEqual(heard, tenant.requests);
    assert.deepEqual(
      heard.map(({ path, status }) => [path, status]),
      [
        ["/oauth/token", 200],
        ["/nowhere", 404],
      ],
    );
  });

  test("holds neither the secret nor a token, wherever they were sent", async () => {
    await using tenant = await startSmallTenant();
    const { clientId: client_id, clientSecret: client_secret } = tenant;
    const reply = await requestToken(tenant);
    const token: string = Object(reply.body).access_token;
    const headers = { Authorization: `Bearer ${token}` };
    await call(tenant, "GET", `${campaignPath}?access_token=${token}`, { headers });
    await call(tenant, "POST", "/oauth/token", { json: { client_id, client_secret } });
    const log = JSON.stringify(tenant.requests);
    assert.equal(tenant.requests.length, 3);
    assert.ok(!log.includes(token));
    assert.ok(!log.includes(client_secret));
  });
});
