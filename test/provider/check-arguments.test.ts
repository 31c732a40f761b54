import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Json, JsonObject } from "pulumi-cxone-dialer";
import { beginRun } from "./in-process.ts";
import { stackConfigOf, startWorld, takeRequests } from "./world.ts";

const { tenant, provider, scene } = await startWorld();

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const shared = scene();

async function failuresOf(changes: JsonObject, program = shared.program) {
  return (await provider.check(program(changes))).failures;
}

/** The program without an argument. */
function without(name: string): JsonObject {
  const { [name]: _, ...rest } = shared.program();
  return rest;
}

describe("the bounds of an argument", () => {
  const ranges: readonly {
    readonly name: string;
    readonly passes: readonly Json[];
    readonly fails: readonly Json[];
    readonly rule: RegExp;
    /** What has to go with the value for nothing else to stand against it. */
    readonly beside?: JsonObject;
    /** Whether the failure keeps the value to itself, as it may be a secret. */
    readonly isHidden?: boolean;
  }[] = [
    {
      name: "dialRate",
      passes: [0.1, 10],
      fails: [0.09, 10.1, "1", null],
      rule: /a number from 0\.1 to 10/,
    },
    {
      name: "agentRatio",
      passes: [1, 5],
      fails: [0.9, 5.1, true],
      rule: /a number from 1 to 5/,
      beside: { agentRatioLimit: 5 },
    },
    { name: "agentRatioLimit", passes: [1.5, 5], fails: [0.9, 5.1], rule: /a number from 1 to 5/ },
    {
      name: "maxAbandonmentRate",
      passes: [0, 0.05],
      fails: [-0.01, 0.0501, "3 %"],
      rule: /a number from 0 to 0\.05/,
    },
    {
      name: "maxQueueDepth",
      passes: [1, 500],
      fails: [0, 501, 1.5],
      rule: /a whole number from 1 to 500/,
    },
    {
      name: "answerRateThreshold",
      passes: [0, 1],
      fails: [-0.1, 1.1],
      rule: /a number from 0 to 1/,
    },
    {
      name: "pacingType",
      passes: ["predictive", "progressive", "preview"],
      fails: ["power", 1],
      rule: /"predictive", "progressive" or "preview"/,
    },
    {
      name: "complianceRules",
      passes: [{}, { a: { b: [null, 1] } }],
      fails: [[], "x-secret", null],
      rule: /an object of JSON values/,
      isHidden: true,
    },
    {
      name: "regulation",
      passes: ["cxone", "us", "ca", "uk"],
      fails: ["eu", ""],
      rule: /"cxone", "us", "ca" or "uk"/,
    },
    {
      name: "capacityCheck",
      passes: ["enforce", "warn"],
      fails: ["off"],
      rule: /"enforce" or "warn"/,
    },
    {
      name: "existing",
      passes: ["adopt", "refuse"],
      fails: ["import"],
      rule: /"adopt", "refuse" or "require"/,
    },
    {
      name: "onConflict",
      passes: ["merge", "fail", "overwrite"],
      fails: ["ours"],
      rule: /"merge", "fail" or "overwrite"/,
    },
    {
      name: "onDelete",
      passes: ["restore", "retain", "delete"],
      fails: [false],
      rule: /"restore", "retain" or "delete"/,
    },
    {
      name: "staffing",
      passes: [{}, { agents: 100 }],
      fails: [[], 12, null],
      rule: /an object with agents, answerRate and averageHandleTimeSeconds/,
    },
    {
      name: "staffing.agents",
      passes: [50, 1_000_000],
      fails: [-1, 1.5, 1_000_001],
      rule: /a whole number from 0 to 1000000/,
    },
    {
      name: "staffing.answerRate",
      passes: [0.2, 1],
      fails: [-0.1, 1.1],
      rule: /a number from 0 to 1/,
    },
    {
      name: "staffing.averageHandleTimeSeconds",
      passes: [1, 100],
      fails: [0.5, 86_401],
      rule: /a number from 1 to 86400/,
    },
    {
      name: "configId",
      passes: ["4f1c-x_y:z", "日本", ".hidden", "..."],
      fails: [
        "",
        "a b",
        "a/b",
        "..",
        "a?b",
        "a#b",
        "x".repeat(201),
        1,
        { length: { toString: 1 } },
      ],
      rule: /the id of a dialer configuration/,
    },
    {
      name: "campaignId",
      passes: [shared.campaignId],
      fails: ["", ".", "a%2Fb", "a\u0000"],
      rule: /the id of a campaign/,
    },
  ];

  const argument = (name: string, value: Json): JsonObject => {
    const [first = name, second] = name.split(".");
    return { [first]: second === undefined ? value : { [second]: value } };
  };

  for (const { name, passes, fails, rule, beside, isHidden = false } of ranges) {
    test(`${name} may be ${passes.map((each) => JSON.stringify(each)).join(", ")}`, async () => {
      for (const value of passes) {
        assert.deepEqual(
          await failuresOf({ ...beside, ...argument(name, value) }),
          [],
          JSON.stringify(value),
        );
      }
    });

    test(`${name} may not be ${fails.map((each) => JSON.stringify(each).slice(0, 20)).join(", ")}, and the failure says what it is and may be`, async () => {
      for (const value of fails) {
        const failures = await failuresOf({ ...beside, ...argument(name, value) });
        assert.deepEqual(
          failures.map(({ property }) => property),
          [name],
          JSON.stringify(value),
        );
        assert.match(failures[0]?.reason ?? "", rule);
        assert.equal(
          failures[0]?.reason.includes(JSON.stringify(value).slice(0, 50)),
          !isHidden,
          failures[0]?.reason,
        );
      }
    });
  }
});

describe("an argument", () => {
  const required = [
    "configId",
    "campaignId",
    "pacingType",
    "dialRate",
    "agentRatio",
    "maxAbandonmentRate",
    "maxQueueDepth",
    "answerRateThreshold",
  ];
  for (const name of required) {
    test(`that is missing is named: ${name}`, async () => {
      const { failures } = await provider.check(without(name));
      assert.deepEqual(
        failures.map(({ property }) => property),
        [name],
      );
      assert.match(failures[0]?.reason ?? "", /^missing; it must be /);
    });
  }

  const misspelt: readonly (readonly [JsonObject, string, RegExp])[] = [
    [{ dailRate: 1 }, "dailRate", /no argument of DialerConfig\. Did you mean dialRate\?/],
    [{ maxabandonmentrate: 0.03 }, "maxabandonmentrate", /Did you mean maxAbandonmentRate\?/],
    [{ onDestroy: "delete" }, "onDestroy", /Did you mean onDelete\?|The arguments are /],
    [
      { somethingElse: 1 },
      "somethingElse",
      /The arguments are configId, campaignId, pacingType, .*onDelete\./,
    ],
    [{ staffing: { agent: 3 } }, "staffing.agent", /Did you mean agents\?/],
    [
      { staffing: { wages: 3 } },
      "staffing.wages",
      /The arguments are agents, answerRate, averageHandleTimeSeconds, intervals, answerRateVariation\./,
    ],
  ];
  for (const [changes, property, hint] of misspelt) {
    test(`that there is not is named: ${property}`, async () => {
      const failures = await failuresOf(changes);
      assert.deepEqual(
        failures.map((failure) => failure.property),
        [property],
      );
      assert.match(failures[0]?.reason ?? "", hint);
    });
  }

  test("of a short name is suggested for one that lacks two letters", async () => {
    assert.deepEqual(await failuresOf({ staffing: { agen: 3 } }), [
      {
        property: "staffing.agen",
        reason: "agen is no argument of DialerConfig. Did you mean agents?",
      },
    ]);
  });

  test("over agentRatioLimit is refused, and says how to allow it", async () => {
    assert.deepEqual(await failuresOf({ agentRatio: 3.5 }), [
      {
        property: "agentRatio",
        reason:
          "3.5 lines for each free agent are over agentRatioLimit, 3. Lower agentRatio, or raise agentRatioLimit knowingly, up " +
          "to the API's 5.",
      },
    ]);
    assert.deepEqual(await failuresOf({ agentRatio: 3.5, agentRatioLimit: 3.5 }), []);
  });
});

describe("what a value is instead", () => {
  const rule =
    "must be the id of a campaign: 1 to 200 characters, without spaces, control characters, / \\ ? # or %";
  const long = (length: number) => `/${"x".repeat(length - 3)}`;
  const cases: readonly (readonly [string, string, string])[] = [
    ["as it is where it is short", long(60), JSON.stringify(long(60))],
    ["cut off where it is long", long(61), `${JSON.stringify(long(61)).slice(0, 57)}…`],
    ["without what rewrites a terminal", "a\u202eb\u0085c", '"a�b�c"'],
  ];
  for (const [name, campaignId, value] of cases) {
    test(`is shown ${name}`, async () => {
      assert.deepEqual(await failuresOf({ campaignId }), [
        { property: "campaignId", reason: `${rule}, but is ${value}.` },
      ]);
    });
  }

  test("is shown where it is no number of JSON", async () => {
    const program = shared.program({ dialRate: Number.NaN });
    const { failures } = await (await beginRun(stackConfigOf(tenant))).check(program);
    assert.deepEqual(
      failures.map(({ reason }) => reason),
      ["must be a number from 0.1 to 10, dials started a second over the campaign, but is NaN."],
    );
  });

  test("deep in the rules is named by its whole path", async () => {
    const complianceRules = { hours: { start: () => "09:00" } };
    const { failures } = await (await beginRun(stackConfigOf(tenant))).check(
      Object.assign(shared.program(), { complianceRules }),
    );
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["complianceRules.hours.start"],
    );
  });
});

test("check reports all that is wrong with a resource at once, each with its property", async () => {
  const failures = await failuresOf({
    dialRate: 20,
    dailRate: 1,
    agentRatio: 3.5,
    maxQueueDepth: "many",
    maxAbandonmentRate: 0.04,
    regulation: "us",
    complianceRules: { ringSeconds: 5, messageSeconds: 5 },
    staffing: { agents: -1 },
    onDelete: "forget",
  });
  assert.deepEqual(failures.map(({ property }) => property).toSorted(), [
    "agentRatio",
    "complianceRules.messageSeconds",
    "complianceRules.ringSeconds",
    "dailRate",
    "dialRate",
    "maxAbandonmentRate",
    "maxQueueDepth",
    "onDelete",
    "staffing.agents",
  ]);
});

describe("a regulation", () => {
  const cases: readonly (readonly [string, number, string[]])[] = [
    ["cxone", 0.05, []],
    ["ca", 0.05, []],
    ["us", 0.03, []],
    ["us", 0.031, ["maxAbandonmentRate"]],
    ["uk", 0.03, []],
    ["uk", 0.031, ["maxAbandonmentRate"]],
  ];
  for (const [regulation, maxAbandonmentRate, refused] of cases) {
    test(`"${regulation}" ${refused.length > 0 ? "refuses" : "takes"} an abandonment rate of ${maxAbandonmentRate}`, async () => {
      const failures = await failuresOf({ regulation, maxAbandonmentRate });
      assert.deepEqual(
        failures.map(({ property }) => property),
        refused,
      );
    });
  }

  test('warns of more than 3 % where none but "cxone" is named, once, and for the configuration', async () => {
    const { configId, program } = scene();
    await failuresOf({ maxAbandonmentRate: 0.04 }, program);
    await failuresOf({ maxAbandonmentRate: 0.04 }, program);
    const [warning, ...more] = provider.takeWarnings();
    assert.deepEqual(more, []);
    assert.match(
      warning ?? "",
      new RegExp(`${configId}, maxAbandonmentRate: 4 % .*US safe harbour is 3 %`),
    );
    await failuresOf({ maxAbandonmentRate: 0.04, regulation: "ca" }, program);
    assert.deepEqual(provider.takeWarnings(), []);
    await failuresOf({ configId: UNKNOWN, maxAbandonmentRate: 0.04 }, program);
    assert.match(
      provider.takeWarnings().join(),
      /^Dialer configuration \(id not known yet\), maxAbandonmentRate: 4 % /,
    );
  });
});

describe("in a preview, a value that is not known yet", () => {
  for (const name of Object.keys(shared.program())) {
    test(`is kept for the update, and fails nothing: ${name}`, async () => {
      const { inputs, failures } = await provider.check(shared.program({ [name]: UNKNOWN }));
      assert.deepEqual(failures, []);
      assert.equal(inputs[name], UNKNOWN);
    });
  }

  test("leaves the other arguments to be judged", async () => {
    const failures = await failuresOf({
      dialRate: UNKNOWN,
      campaignId: UNKNOWN,
      maxQueueDepth: 0,
      agentRatio: 3.5,
    });
    assert.deepEqual(failures.map(({ property }) => property).toSorted(), [
      "agentRatio",
      "maxQueueDepth",
    ]);
  });

  test("deep in the rules leaves the other rules to be judged", async () => {
    const complianceRules = { ringSeconds: 5, hours: { start: UNKNOWN, days: ["mon", UNKNOWN] } };
    const { inputs, failures } = await provider.check(
      shared.program({ regulation: "us", complianceRules }),
    );
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["complianceRules.ringSeconds"],
    );
    assert.deepEqual(inputs.complianceRules, complianceRules);
  });

  test("for a rule that a regulation judges leaves it unjudged", async () => {
    assert.deepEqual(
      await failuresOf({ regulation: "us", complianceRules: { ringSeconds: UNKNOWN } }),
      [],
    );
  });

  test("for the regulation leaves the abandonment rate to the API's range", async () => {
    assert.deepEqual(await failuresOf({ regulation: UNKNOWN, maxAbandonmentRate: 0.05 }), []);
  });

  test("for the campaign asks the tenant for none", async () => {
    takeRequests(tenant);
    await failuresOf({ campaignId: UNKNOWN });
    assert.deepEqual(takeRequests(tenant), []);
  });

  test("for the planned agents leaves the campaign unjudged, though it could not carry it", async () => {
    const { program } = scene({ campaign: { agentCount: 0 } });
    assert.deepEqual(await failuresOf({ staffing: { agents: UNKNOWN } }, program), []);
    assert.deepEqual(await failuresOf({ staffing: UNKNOWN }, program), []);
  });

  test("for whether capacity is enforced leaves the campaign unjudged, though it could not carry it", async () => {
    const { program } = scene({ campaign: { agentCount: 0 } });
    assert.deepEqual(await failuresOf({ capacityCheck: UNKNOWN }, program), []);
  });

  test("shows as a change in the diff, and a new id that is not known yet as a replacement", async () => {
    const { stack, program } = scene();
    await stack.up(program());
    assert.equal((await stack.preview(program({ dialRate: UNKNOWN }))).operation, "update");
    assert.equal(
      (await stack.preview(program({ complianceRules: { ringSeconds: UNKNOWN } }))).operation,
      "update",
    );
    assert.equal((await stack.preview(program({ configId: UNKNOWN }))).operation, "replace");
  });
});
