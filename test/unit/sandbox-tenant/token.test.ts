import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { call, campaignPath, requestToken, signIn, startSmallTenant } from "./session.ts";

describe("the token endpoint", () => {
  test("gives the client a bearer token with the scopes it asked for", async () => {
    await using tenant = await startSmallTenant();
    const reply = await requestToken(tenant, { scope: "outbound.read eventstreams.export.write" });
    assert.equal(reply.status, 200);
    assert.equal(reply.headers.get("cache-control"), "no-store");
    const { access_token: token, ...rest } = Object(reply.body);
    assert.match(token, /^[\w-]{43}$/);
    assert.deepEqual(rest, {
      token_type: "Bearer",
      expires_in: 3600,
      scope: "outbound.read eventstreams.export.write",
    });
  });

  test("grants only what the client may have, and says so in scope", async () => {
    await using tenant = await startSmallTenant({ scopes: ["outbound.read"] });
    const reply = await requestToken(tenant, {
      scope: "outbound.read outbound.dialerconfig.readwrite",
    });
    assert.equal(Object(reply.body).scope, "outbound.read");
  });

  const refused = [
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client"],
    ["no secret", { client_secret: undefined }, 401, "invalid_client"],
    ["a wrong client", { client_id: "somebody" }, 401, "invalid_client"],
    ["no grant type", { grant_type: undefined }, 400, "invalid_request"],
    ["another grant type", { grant_type: "password" }, 400, "unsupported_grant_type"],
    ["an unknown scope", { scope: "outbound.read outbound.write" }, 400, "invalid_scope"],
    ["no scope at all", { scope: "" }, 400, "invalid_scope"],
  ] as const;
  for (const [what, changes, status, error] of refused) {
    test(`refuses ${what} with ${status} ${error} and a description`, async () => {
      await using tenant = await startSmallTenant();
      const reply = await requestToken(tenant, changes);
      assert.equal(reply.status, status);
      assert.equal(Object(reply.body).error, error);
      assert.ok(Object(reply.body).error_description);
    });
  }

  test("refuses credentials that are sent as JSON", async () => {
    await using tenant = await startSmallTenant();
    const reply = await call(tenant, "POST", "/oauth/token", {
      json: {
        grant_type: "client_credentials",
        client_id: tenant.clientId,
        client_secret: tenant.clientSecret,
      },
    });
    assert.equal(reply.status, 400);
    assert.equal(Object(reply.body).error, "invalid_request");
  });

  test("refuses a parameter that is sent twice", async () => {
    await using tenant = await startSmallTenant();
    const reply = await call(tenant, "POST", "/oauth/token", {
      text: "grant_type=client_credentials&grant_type=password",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    });
    assert.equal(Object(reply.body).error, "invalid_request");
  });

  test("knows the new secret alone after a rotation, and still accepts the tokens given before", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const old = tenant.clientSecret;
    tenant.rotateSecret("rotated");
    assert.equal((await requestToken(tenant, { client_secret: old })).status, 401);
    assert.equal((await requestToken(tenant)).status, 200);
    assert.equal((await request("GET", campaignPath)).status, 200);
  });

  test("gives tokens that end when expires_in has passed", async (t) => {
    t.mock.timers.enable({ apis: ["Date"] });
    await using tenant = await startSmallTenant({ tokenLifeSeconds: 90 });
    const request = await signIn(tenant);
    t.mock.timers.tick(89_999);
    assert.equal((await request("GET", campaignPath)).status, 200);
    t.mock.timers.tick(1);
    assert.equal((await request("GET", campaignPath)).status, 401);
  });
});
