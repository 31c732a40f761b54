import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { configId, configPath, etagOf, settings, signIn, startSmallTenant } from "./session.ts";

const newPath = "/api/v2/outbound/dialerconfigs/a08d3b6f-1e94-4c72-9f5b-37e6d0c1482a";

describe("a dialer configuration", () => {
  test("is read whole, with a strong ETag", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const reply = await request("GET", configPath);
    assert.equal(reply.status, 200);
    assert.deepEqual(reply.body, { ...settings, name: "First call" });
    assert.match(String(reply.headers.get("etag")), /^"[^"]+"$/);
  });

  test("is not sent again to a reader who has it, and is to one who has an older one", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const read = (etag: string) =>
      request("GET", configPath, { headers: { "If-None-Match": etag } });
    const etag = etagOf(tenant);
    assert.deepEqual(
      [(await read(etag)).status, (await read(`"x", W/${etag}`)).status, (await read("*")).status],
      [304, 304, 304],
    );
    tenant.editDialerConfig(configId, { dialRate: 3 });
    assert.equal((await read(etag)).status, 200);
  });

  test("is created where there is none, and only there", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const create = { json: settings, headers: { "If-None-Match": "*" } };
    const first = await request("PUT", newPath, create);
    assert.equal(first.status, 201);
    assert.deepEqual(first.body, settings);
    assert.equal((await request("GET", newPath)).headers.get("etag"), first.headers.get("etag"));
    assert.equal((await request("PUT", newPath, create)).status, 412);
  });

  test("is replaced whole by a writer who names its ETag, and unknown fields are kept as sent", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const etag = etagOf(tenant);
    const document = { ...settings, dialRate: 1, escalation: { after: [30, 60] }, owner: null };
    const reply = await request("PUT", configPath, {
      json: document,
      headers: { "If-Match": etag },
    });
    assert.equal(reply.status, 200);
    assert.deepEqual(reply.body, document);
    assert.deepEqual(tenant.dialerConfig(configId)?.document, document);
    assert.equal(reply.headers.get("etag"), etagOf(tenant));
    assert.notEqual(etagOf(tenant), etag);
  });

  test("has another ETag after every write, even one that changes nothing", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const etags = new Set([etagOf(tenant)]);
    for (let write = 0; write < 3; write += 1) {
      const headers = { "If-Match": etagOf(tenant) };
      await request("PUT", configPath, { json: settings, headers });
      etags.add(etagOf(tenant));
    }
    assert.equal(etags.size, 4);
  });

  test("is written once where two write at the same time with the same ETag", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const headers = { "If-Match": etagOf(tenant) };
    const replies = await Promise.all(
      [1, 2, 3, 4].map((dialRate) =>
        request("PUT", configPath, { json: { ...settings, dialRate }, headers }),
      ),
    );
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 412, 412, 412]);
  });

  const preconditions: readonly [string, (etag: string) => Record<string, string>, number][] = [
    ["no precondition", () => ({}), 428],
    ["If-None-Match with a tag and no If-Match", () => ({ "If-None-Match": '"x"' }), 428],
    ["another tag", () => ({ "If-Match": '"x"' }), 412],
    ["its own tag, weak", (etag) => ({ "If-Match": `W/${etag}` }), 412],
    ["a tag without quotes", () => ({ "If-Match": "x" }), 400],
    ["If-None-Match: *", () => ({ "If-None-Match": "*" }), 412],
    ["its tag, and If-None-Match: *", (etag) => ({ "If-Match": etag, "If-None-Match": "*" }), 412],
    ["its tag among others", (etag) => ({ "If-Match": `"a,b", ${etag}` }), 200],
    ["If-Match: *", () => ({ "If-Match": "*" }), 200],
  ];
  for (const [what, headers, status] of preconditions) {
    test(`answers ${status} to a PUT with ${what}`, async () => {
      await using tenant = await startSmallTenant();
      const request = await signIn(tenant);
      const before = etagOf(tenant);
      const reply = await request("PUT", configPath, { json: settings, headers: headers(before) });
      assert.equal(reply.status, status);
      assert.equal(etagOf(tenant) === before, status !== 200);
      if (status !== 200) assert.ok(Object(reply.body).message);
    });
  }

  test("that is not there matches no If-Match", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    for (const etag of ['"x"', "*"]) {
      const reply = await request("PUT", newPath, {
        json: settings,
        headers: { "If-Match": etag },
      });
      assert.equal(reply.status, 412);
    }
  });

  const badFields: readonly [string, unknown, string][] = [
    ["pacingType", "power", "invalid_value"],
    ["pacingType", undefined, "missing"],
    ["dialRate", 0.09, "out_of_range"],
    ["dialRate", 10.1, "out_of_range"],
    ["dialRate", "2.5", "invalid_type"],
    ["agentRatio", 0.9, "out_of_range"],
    ["agentRatio", 5.1, "out_of_range"],
    ["maxAbandonmentRate", -0.01, "out_of_range"],
    ["maxAbandonmentRate", 0.051, "out_of_range"],
    ["maxQueueDepth", 0, "out_of_range"],
    ["maxQueueDepth", 501, "out_of_range"],
    ["maxQueueDepth", 1.5, "invalid_type"],
    ["answerRateThreshold", 1.1, "out_of_range"],
    ["answerRateThreshold", null, "invalid_type"],
    ["complianceRules", [], "invalid_type"],
    ["complianceRules", undefined, "missing"],
  ];
  for (const [field, value, code] of badFields) {
    test(`is refused with ${field}: ${JSON.stringify(value)}, as ${code}`, async () => {
      await using tenant = await startSmallTenant();
      const request = await signIn(tenant);
      const before = etagOf(tenant);
      const reply = await request("PUT", configPath, {
        json: { ...settings, [field]: value },
        headers: { "If-Match": before },
      });
      assert.equal(reply.status, 400);
      const { message, errors } = Object(reply.body);
      assert.match(message, new RegExp(field));
      assert.deepEqual(
        errors.map((error: { field: string; code: string }) => [error.field, error.code]),
        [[field, code]],
      );
      assert.equal(etagOf(tenant), before);
    });
  }

  const boundaries = [
    {
      dialRate: 0.1,
      agentRatio: 1,
      maxAbandonmentRate: 0,
      maxQueueDepth: 1,
      answerRateThreshold: 0,
    },
    {
      dialRate: 10,
      agentRatio: 5,
      maxAbandonmentRate: 0.05,
      maxQueueDepth: 500,
      answerRateThreshold: 1,
    },
  ];
  for (const boundary of boundaries) {
    test(`is accepted at ${JSON.stringify(boundary)}`, async () => {
      await using tenant = await startSmallTenant();
      const request = await signIn(tenant);
      const json = { ...settings, ...boundary, complianceRules: {} };
      const reply = await request("PUT", configPath, { json, headers: { "If-Match": "*" } });
      assert.equal(reply.status, 200);
    });
  }

  test("is refused with every bad field named at once", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const reply = await request("PUT", configPath, { json: {}, headers: { "If-Match": "*" } });
    assert.deepEqual(
      Object(reply.body).errors.map((error: { field: string }) => error.field),
      Object.keys(settings),
    );
  });

  const badBodies = [
    ["that is not JSON", { text: "{", headers: { "Content-Type": "application/json" } }, 400],
    ["that is not an object", { json: [settings] }, 400],
    ["of another type", { text: "dialRate=2", headers: { "Content-Type": "text/plain" } }, 415],
    ["of no type", { text: "", headers: {} }, 415],
  ] as const;
  for (const [what, sent, status] of badBodies) {
    test(`answers ${status} to a body ${what}`, async () => {
      await using tenant = await startSmallTenant();
      const request = await signIn(tenant);
      const headers = { ...("headers" in sent ? sent.headers : {}), "If-Match": "*" };
      const reply = await request("PUT", configPath, { ...sent, headers });
      assert.equal(reply.status, status);
      assert.ok(Object(reply.body).message);
    });
  }

  test("hears of a false precondition before a bad field", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const reply = await request("PUT", configPath, { json: {}, headers: { "If-Match": '"x"' } });
    assert.equal(reply.status, 412);
  });

  test("is deleted by a caller who names its ETag, and by no other", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const remove = (headers: Record<string, string>) => request("DELETE", configPath, { headers });
    assert.equal((await remove({})).status, 428);
    assert.equal((await remove({ "If-None-Match": "*" })).status, 428);
    assert.equal((await remove({ "If-Match": '"x"' })).status, 412);
    assert.equal((await remove({ "If-Match": etagOf(tenant) })).status, 204);
    assert.equal((await remove({ "If-Match": "*" })).status, 404);
    assert.equal((await request("GET", configPath)).status, 404);
  });

  test("does not get an old ETag back when it is deleted and created again", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const document = tenant.dialerConfig(configId)?.document;
    const before = etagOf(tenant);
    await request("DELETE", configPath, { headers: { "If-Match": before } });
    await request("PUT", configPath, { json: document, headers: { "If-None-Match": "*" } });
    assert.deepEqual(tenant.dialerConfig(configId)?.document, document);
    assert.notEqual(etagOf(tenant), before);
  });

  test("can be edited, put and removed by an administrator, out of the API's ranges too", async () => {
    await using tenant = await startSmallTenant();
    const request = await signIn(tenant);
    const before = etagOf(tenant);
    tenant.editDialerConfig(configId, { dialRate: 99 });
    assert.notEqual(etagOf(tenant), before);
    assert.deepEqual((await request("GET", configPath)).body, {
      ...settings,
      name: "First call",
      dialRate: 99,
    });
    tenant.editDialerConfig(configId, ({ name, ...rest }) => rest);
    assert.deepEqual((await request("GET", configPath)).body, { ...settings, dialRate: 99 });
    tenant.setDialerConfig(configId, undefined);
    assert.equal((await request("GET", configPath)).status, 404);
    assert.throws(() => tenant.editDialerConfig(configId, {}), new RegExp(configId));
    tenant.setDialerConfig(configId, settings);
    assert.equal((await request("GET", configPath)).status, 200);
  });
});
