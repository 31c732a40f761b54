import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { call, campaignPath, requestToken, signIn, startTenant } from "./session.ts";

const unlimited = Number.POSITIVE_INFINITY;

describe("the rate limit", () => {
  test("refuses the first request over the minute's, and says how many seconds to wait", async () => {
    await using tenant = await startTenant({ requestsPerMinute: 3, requestsPerSecond: unlimited });
    const request = await signIn(tenant);
    const statuses = [];
    for (let i = 0; i < 2; i += 1) statuses.push((await request("GET", campaignPath)).status);
    const refused = await request("GET", campaignPath);
    assert.deepEqual([...statuses, refused.status], [404, 404, 429]);
    const seconds = Number(refused.headers.get("retry-after"));
    assert.ok(seconds >= 1 && seconds <= 60, String(seconds));
    assert.ok(Object(refused.body).message);
    assert.equal((await requestToken(tenant)).status, 429);
  });

  test("of a second is kept besides that of a minute", async (t) => {
    t.mock.timers.enable({ apis: ["Date"] });
    await using tenant = await startTenant({ requestsPerMinute: 6, requestsPerSecond: 2 });
    const request = await signIn(tenant);
    const get = async () => {
      const reply = await request("GET", campaignPath);
      return [reply.status, reply.headers.get("retry-after")];
    };
    assert.deepEqual(
      [await get(), await get()],
      [
        [404, null],
        [429, "1"],
      ],
    );
    t.mock.timers.tick(1000);
    assert.deepEqual(
      [await get(), await get(), await get()],
      [
        [404, null],
        [404, null],
        [429, "1"],
      ],
    );
    t.mock.timers.tick(1000);
    assert.deepEqual(
      [await get(), await get(), await get()],
      [
        [404, null],
        [404, null],
        [429, "58"],
      ],
    );
  });

  test("slides, and does not count what it refused", async (t) => {
    t.mock.timers.enable({ apis: ["Date"] });
    await using tenant = await startTenant({ requestsPerMinute: 2, requestsPerSecond: unlimited });
    const request = await signIn(tenant);
    const status = async () => (await request("GET", campaignPath)).status;
    t.mock.timers.tick(40_000);
    assert.equal(await status(), 404);
    assert.equal(await status(), 429);
    t.mock.timers.tick(19_999);
    assert.equal(await status(), 429);
    t.mock.timers.tick(1);
    assert.equal(await status(), 404);
    assert.equal(await status(), 429);
    t.mock.timers.tick(40_000);
    assert.equal(await status(), 404);
  });

  test("is the client's own: a caller who is not let in takes nothing from it", async () => {
    await using tenant = await startTenant({ requestsPerMinute: 2, requestsPerSecond: unlimited });
    for (let i = 0; i < 3; i += 1) {
      assert.equal((await call(tenant, "GET", campaignPath)).status, 401);
      assert.equal((await requestToken(tenant, { client_secret: "wrong" })).status, 401);
    }
    const request = await signIn(tenant);
    assert.equal((await request("GET", campaignPath)).status, 404);
  });

  test("must let something in", async () => {
    await assert.rejects(startTenant({ requestsPerSecond: 0 }), {
      name: "RangeError",
      message: /requestsPerSecond/,
    });
  });
});
