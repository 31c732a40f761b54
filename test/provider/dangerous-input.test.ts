import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { foundDocument, startWorld, takeRequests } from "./world.ts";

const { tenant, provider, scene } = await startWorld();

function nested(levels: number): JsonObject {
  let rules: JsonObject = {};
  for (let level = 1; level < levels; level++) rules = { deeper: rules };
  return rules;
}

describe("an id", () => {
  const refused = [
    "../campaigns/91ab",
    "..",
    "a%2fb",
    "a\\b",
    "a?b#c",
    "a\r\nX-Injected: 1",
    "a\u0000b",
    "\u202ereversed",
    "x".repeat(10_000),
  ];
  for (const id of refused) {
    test(`of ${JSON.stringify(id).slice(0, 30)} is refused before any request, in a short message`, async () => {
      const { program } = scene();
      takeRequests(tenant);
      const { failures } = await provider.check(program({ configId: id, campaignId: id }));
      assert.deepEqual(failures.map(({ property }) => property).toSorted(), [
        "campaignId",
        "configId",
      ]);
      for (const { reason } of failures) {
        assert.ok(reason.length < 250, reason);
        assert.doesNotMatch(reason, /[\r\n\0\u202e]/);
      }
      assert.deepEqual(takeRequests(tenant), []);
    });
  }

  for (const id of ["📞-📞", "日本", "__proto__", "constructor", "a+b=c&d;e,f", "x".repeat(200)]) {
    test(`of ${JSON.stringify(id).slice(0, 30)} names just that configuration, its whole life long`, async () => {
      const { stack, program } = scene();
      tenant.setDialerConfig(id, undefined);
      await stack.up(program({ configId: id }));
      assert.equal(tenant.dialerConfig(id)?.document.dialRate, 1);
      await stack.refresh();
      assert.equal(await stack.up(program({ configId: id })), "same");
      await stack.destroy();
      assert.equal(tenant.dialerConfig(id), undefined);
    });
  }
});

describe("compliance rules", () => {
  const kept: readonly (readonly [string, JsonObject])[] = [
    ["the keys of every object", { constructor: { prototype: 1 }, toString: "x", valueOf: null }],
    [
      "numbers at the edge",
      { huge: 1e308, tiny: 5e-324, zero: -0, whole: Number.MAX_SAFE_INTEGER },
    ],
    ["numbers in words", { ringSeconds: "15", infinity: "Infinity" }],
    ["texts that look like something else", { a: "../%2f\r\n\u0000\u202e📞", "k.e[y]\n": "$(x)" }],
    ["100 levels", nested(100)],
    ["200 KiB", { text: "x".repeat(200 * 1024) }],
  ];
  for (const [what, complianceRules] of kept) {
    test(`may hold ${what}, and stay as they are`, async () => {
      const { stack, program, document } = scene();
      await stack.up(program({ complianceRules }));
      assert.deepEqual(document()?.complianceRules, JSON.parse(JSON.stringify(complianceRules)));
      await stack.refresh();
      assert.equal(await stack.up(program({ complianceRules })), "same");
      await stack.destroy();
      assert.equal(document(), undefined);
    });
  }

  const refused: readonly (readonly [string, JsonObject, string, RegExp])[] = [
    ["101 levels", nested(101), "complianceRules", /nested deeper than 100 levels/],
    ["300 levels", nested(300), "complianceRules", /nested deeper than 100 levels/],
    [
      "1.5 MB",
      { text: "x".repeat(1_500_000) },
      "complianceRules",
      /at most 256 KiB of JSON, but is 1465 KiB/,
    ],
  ];
  for (const [what, complianceRules, property, rule] of refused) {
    test(`may not hold ${what}, and the failure says so`, async () => {
      const { program } = scene();
      const { failures } = await provider.check(program({ complianceRules }));
      assert.deepEqual(
        failures.map((failure) => failure.property),
        [property],
      );
      assert.match(failures[0]?.reason ?? "", rule);
      assert.ok((failures[0]?.reason.length ?? 0) < 250);
    });
  }

  test("and figures that are out of all bounds are refused, once each", async () => {
    const { program } = scene();
    const staffing = { agents: 1e308, answerRate: "0.3", averageHandleTimeSeconds: -0 };
    const { failures } = await provider.check(
      program({ staffing, dialRate: "1", maxQueueDepth: 1e21 }),
    );
    assert.deepEqual(failures.map(({ property }) => property).toSorted(), [
      "dialRate",
      "maxQueueDepth",
      "staffing.agents",
      "staffing.answerRate",
      "staffing.averageHandleTimeSeconds",
    ]);
  });
});

describe("a tenant's document", () => {
  const kept: readonly (readonly [string, JsonObject])[] = [
    ["the keys of every object", { constructor: { prototype: 1 }, hasOwnProperty: 1 }],
    ["numbers at the edge", { huge: 1e308, tiny: 5e-324 }],
    ["100 levels", nested(100)],
    ["texts that look like something else", { a: "../%2f\r\n\u0000\u202e📞" }],
  ];
  for (const [what, added] of kept) {
    test(`may hold ${what}, and keeps it through adoption, update and restoration`, async () => {
      const found = { ...foundDocument, added, complianceRules: { added } };
      const { stack, program, document } = scene({ found });
      await stack.up(program());
      await stack.up(program({ dialRate: 1.1 }));
      assert.deepEqual(document()?.added, added);
      await stack.destroy();
      assert.deepEqual(document(), found);
    });
  }

  for (const [what, added, message] of [
    ["a key __proto__", JSON.parse('{"__proto__":{"polluted":1}}'), /Pulumi's state cannot hold/],
    ["1,000 levels", nested(1_000), /nested deeper than 128 levels/],
    ["5 MB", { text: "x".repeat(5_000_000) }, /over 1 MiB/],
  ] as const) {
    test(`with ${what} is left alone, with an error that says why`, async () => {
      const { stack, program, on } = scene({ found: { ...foundDocument, added } });
      await assert.rejects(stack.up(program()), message);
      assert.deepEqual(
        takeRequests(tenant).filter((line) => line.startsWith("PUT")),
        [],
      );
      assert.equal(Reflect.get({}, "polluted"), undefined);
      tenant.setDialerConfig(on("GET").path.split("/").at(-1) ?? "", undefined);
    });
  }

  test("that would grow beyond 512 KiB is not written", async () => {
    const found = { ...foundDocument, notes: "x".repeat(400 * 1024) };
    const { stack, program, document } = scene({ found });
    const complianceRules = { text: "y".repeat(200 * 1024) };
    await assert.rejects(
      stack.up(program({ complianceRules })),
      /was not sent: its body is 60\d KiB, and at most 512 KiB/,
    );
    assert.deepEqual(document(), found);
  });
});
