import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  call,
  campaignPath,
  configPath,
  exportsPath,
  signIn,
  startSmallTenant,
} from "./session.ts";

describe("access to the tenant", () => {
  for (const authorization of [undefined, "Bearer made-up", "Bearer", "Basic dXNlcjpwYXNz"]) {
    test(`is refused with 401 for Authorization: ${authorization}`, async () => {
      await using tenant = await startSmallTenant();
      const reply = await call(tenant, "GET", campaignPath, {
        headers: authorization === undefined ? {} : { Authorization: authorization },
      });
      assert.equal(reply.status, 401);
      assert.match(String(reply.headers.get("www-authenticate")), /^Bearer/);
      assert.ok(Object(reply.body).message);
    });
  }

  test("ends for every token given so far when tokens are revoked", async () => {
    await using tenant = await startSmallTenant();
    const before = await signIn(tenant);
    tenant.revokeTokens();
    assert.equal((await before("GET", campaignPath)).status, 401);
    const after = await signIn(tenant);
    assert.equal((await after("GET", campaignPath)).status, 200);
  });

  const calls = [
    ["GET", "/api/v2/outbound/campaigns", "outbound.read"],
    ["GET", campaignPath, "outbound.read"],
    ["GET", "/api/v2/outbound/dialerconfigs", "outbound.dialerconfig.readwrite"],
    ["GET", configPath, "outbound.dialerconfig.readwrite"],
    ["PUT", configPath, "outbound.dialerconfig.readwrite"],
    ["DELETE", configPath, "outbound.dialerconfig.readwrite"],
    ["POST", exportsPath, "eventstreams.export.write"],
  ] as const;
  for (const [method, path, scope] of calls) {
    test(`needs ${scope} for ${method} ${path}, and names it in a 403`, async () => {
      await using tenant = await startSmallTenant();
      const others = [
        "outbound.campaign.write",
        "outbound.dialerconfig.readwrite",
        "outbound.read",
        "eventstreams.export.write",
      ].filter((other) => other !== scope);
      const without = await (await signIn(tenant, others.join(" ")))(method, path);
      assert.equal(without.status, 403);
      assert.match(Object(without.body).message, new RegExp(scope));
      const withIt = await (await signIn(tenant, scope))(method, path);
      assert.ok(![401, 403].includes(withIt.status), String(withIt.status));
    });
  }

  for (const path of ["/", "/api/v2/outbound/dialerconfigs/a/b", `${exportsPath}/`]) {
    test(`finds nothing at ${path}`, async () => {
      await using tenant = await startSmallTenant();
      const reply = await call(tenant, "GET", path);
      assert.equal(reply.status, 404);
      assert.ok(Object(reply.body).message);
    });
  }

  const notAllowed = [
    ["GET", "/oauth/token", /^POST$/],
    ["POST", configPath, /GET.*PUT.*DELETE/],
    ["PUT", campaignPath, /GET/],
    ["GET", exportsPath, /^POST$/],
  ] as const;
  for (const [method, path, allow] of notAllowed) {
    test(`answers 405 with Allow to ${method} ${path}`, async () => {
      await using tenant = await startSmallTenant();
      const reply = await call(tenant, method, path);
      assert.equal(reply.status, 405);
      assert.match(String(reply.headers.get("allow")), allow);
      assert.ok(Object(reply.body).message);
    });
  }

  test("listens on 127.0.0.1 alone", async () => {
    await using tenant = await startSmallTenant();
    assert.equal(new URL(tenant.url).hostname, "127.0.0.1");
    const elsewhere = tenant.url.replace("127.0.0.1", "127.0.0.2");
    await assert.rejects(fetch(elsewhere));
  });

  test("is over once the tenant is closed, which may be done twice", async () => {
    const tenant = await startSmallTenant();
    await signIn(tenant);
    await tenant.close();
    await tenant.close();
    await assert.rejects(fetch(tenant.url));
  });

  test("is refused at a port that another tenant has", async () => {
    await using tenant = await startSmallTenant();
    await assert.rejects(startSmallTenant({ port: Number(new URL(tenant.url).port) }), {
      code: "EADDRINUSE",
    });
  });
});
