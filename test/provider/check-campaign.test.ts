import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { type Scene, startWorld, takeRequests } from "./world.ts";

const { tenant, provider, scene } = await startWorld();

async function failuresOf({ program }: Scene, changes?: JsonObject) {
  return (await provider.check(program(changes))).failures;
}

const planned = { agents: 100, answerRate: 0.4, averageHandleTimeSeconds: 60 };

describe("a campaign that cannot carry the configuration", () => {
  const small = { campaign: { agentCount: 2, averageHandleTime: 1 } };

  test("refuses it, saying what it carries and what is asked", async () => {
    const given = scene(small);
    assert.deepEqual(await failuresOf(given, { dialRate: 3.5 }), [
      {
        property: "dialRate",
        reason:
          `Campaign ${given.campaignId} has 2 agents, which carry 3 dials a second at a ratio of 1.5; this configuration asks for ` +
          "3.5. Lower dialRate or raise staffing.agents.",
      },
    ]);
    assert.deepEqual(await failuresOf(given, { dialRate: 3 }), []);
  });

  test('is a warning with capacityCheck: "warn", and is in the outputs', async () => {
    const { campaignId, stack, program } = scene(small);
    await stack.up(program({ dialRate: 3.5, capacityCheck: "warn" }));
    assert.match(provider.takeWarnings().join(), /which carry 3 dials a second/);
    assert.deepEqual(stack.outputs.capacity, {
      status: "exceeded",
      campaignId,
      activeAgents: 2,
      maxAllowedDials: 3,
    });
  });

  test("because of the configurations before it refuses the one that is too much", async () => {
    const first = scene(small);
    assert.deepEqual(await failuresOf(first, { dialRate: 2 }), []);
    const [failure, ...more] = await failuresOf(first, { configId: "second", dialRate: 1.5 });
    assert.deepEqual(more, []);
    assert.match(
      failure?.reason ?? "",
      new RegExp(`\\(second 1\\.5, ${first.configId} 2\\) ask for 3\\.5`),
    );
    assert.deepEqual(await failuresOf(first, { configId: "second", dialRate: 1 }), []);
  });

  test("counts a configuration that is checked again once", async () => {
    const given = scene(small);
    assert.deepEqual(await failuresOf(given, { dialRate: 2 }), []);
    assert.deepEqual(await failuresOf(given, { dialRate: 3 }), []);
  });
});

describe("a campaign without agents", () => {
  const empty = { campaign: { agentCount: 0 } };

  test("is refused", async () => {
    const given = scene(empty);
    const failures = await failuresOf(given);
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["campaignId"],
    );
    assert.match(failures[0]?.reason ?? "", new RegExp(`${given.campaignId} has no agents`));
  });

  test("is carried by the agents that are planned", async () => {
    const { campaignId, stack, program } = scene(empty);
    await stack.up(program({ staffing: { agents: 80 } }));
    assert.deepEqual(stack.outputs.capacity, {
      status: "ok",
      campaignId,
      activeAgents: 80,
      maxAllowedDials: 120,
    });
  });

  test('is a warning with capacityCheck: "warn"', async () => {
    assert.deepEqual(await failuresOf(scene(empty), { capacityCheck: "warn" }), []);
    assert.match(provider.takeWarnings().join(), /has no agents/);
  });

  test("that are planned to be none is refused as well", async () => {
    const failures = await failuresOf(scene(), { staffing: { agents: 0 } });
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["campaignId"],
    );
  });
});

describe("a campaign that the tenant does not have", () => {
  test("is refused by its id", async () => {
    const failures = await failuresOf(scene(), { campaignId: "nowhere" });
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["campaignId"],
    );
    assert.equal(
      failures[0]?.reason,
      "The tenant has no campaign nowhere. Check the id, or plan agents, answerRate and averageHandleTimeSeconds in staffing where " +
        "the campaign is made later.",
    );
  });

  test("is not missed where all its figures are planned: nobody asks for it", async () => {
    takeRequests(tenant);
    assert.deepEqual(await failuresOf(scene(), { campaignId: "later", staffing: planned }), []);
    assert.ok(takeRequests(tenant).every((request) => !request.includes("later")));
  });

  test("is missed where one of its figures is not planned", async () => {
    for (const name of Object.keys(planned)) {
      const staffing = Object.fromEntries(
        Object.entries(planned).filter(([each]) => each !== name),
      );
      const failures = await failuresOf(scene(), { campaignId: "nowhere", staffing });
      assert.deepEqual(
        failures.map(({ property }) => property),
        ["campaignId"],
        name,
      );
    }
  });
});

test("a campaign is asked for once, however many configurations use it, and however often they are checked", async () => {
  const given = scene();
  for (const configId of ["a", "b", "c", "a", "b", "c"]) {
    assert.deepEqual(await failuresOf(given, { configId, dialRate: 0.5 }), []);
  }
  assert.deepEqual(takeRequests(tenant), [
    `GET ${given.campaignId} 200`,
    "GET a 404",
    "GET b 404",
    "GET c 404",
  ]);
});

test("a check that meets nothing wrong asks for the campaign and the configuration, and for nothing else", async () => {
  const given = scene({ found: { any: "thing" } });
  await failuresOf(given);
  assert.deepEqual(takeRequests(tenant), [
    `GET ${given.campaignId} 200`,
    `GET ${given.configId} 200`,
  ]);
});

test("a tenant that refuses the campaign fails the resource with its words, beside what else is wrong", async () => {
  const given = scene();
  tenant.inject({ match: { path: new RegExp(`${given.campaignId}$`) }, status: 403 });
  const failures = await failuresOf(given, { maxQueueDepth: 0 });
  assert.deepEqual(
    failures.map(({ property }) => property),
    ["maxQueueDepth", ""],
  );
  assert.match(failures[1]?.reason ?? "", /403 Forbidden.*outbound\.read/);
});
