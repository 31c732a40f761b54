import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Forecast, forecastPacing, type JsonObject } from "pulumi-cxone-dialer";
import { beginRun } from "./in-process.ts";
import { type Scene, stackConfigOf, startWorld } from "./world.ts";

const { provider, scene, tenant } = await startWorld();

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Ten agents, and a pace at which they are busy for just over half of the time. */
const campaign = { agentCount: 10, answerRate: 0.3, averageHandleTime: 180 };
const pace = { pacingType: "predictive", agentRatio: 3, dialRate: 0.1, regulation: "us" };

async function checked({ program }: Scene, changes: JsonObject = {}) {
  const { inputs, failures } = await provider.check(program({ ...pace, ...changes }));
  return { forecast: inputs.forecast as Forecast | string | undefined, failures };
}

describe("the forecast among the checked inputs", () => {
  test("is what forecastPacing says of the campaign's figures, to three digits", async () => {
    const { forecast } = await checked(scene({ campaign }));
    const { model, ...figures } = forecastPacing({
      pacingType: "predictive",
      agents: 10,
      answerRate: 0.3,
      averageHandleTimeSeconds: 180,
      dialRate: 0.1,
      agentRatio: 3,
      maxQueueDepth: 40,
      maxAbandonmentRate: 0.03,
    });
    const digits = Object.entries(figures).map(([name, value]) => [
      name,
      Number(value.toPrecision(3)),
    ]);
    const lineReading = { linesCounted: "perAgent", lineRounding: "up" };
    const covers = "one steady hour";
    assert.deepEqual(forecast, { covers, model, ...Object.fromEntries(digits), ...lineReading });
  });

  test("counts with the figures that are planned in place of the live ones", async () => {
    const [live, planned] = [scene({ campaign }), scene({ campaign })];
    const staffing = { agents: 40, answerRate: 0.2 };
    const { forecast } = await checked(planned, { staffing });
    assert.notDeepEqual(forecast, (await checked(live)).forecast);
  });

  test("is of each configuration by itself, whichever is checked first", async () => {
    const [one, other] = [
      { configId: "one", dialRate: 0.1 },
      { configId: "other", dialRate: 0.05 },
    ];
    const forecasts = async (first: JsonObject, second: JsonObject) => {
      const given = scene({ campaign });
      return [(await checked(given, first)).forecast, (await checked(given, second)).forecast];
    };
    assert.deepEqual(await forecasts(one, other), (await forecasts(other, one)).toReversed());
  });

  test("is not known where a value is not that it depends on", async () => {
    for (const name of ["dialRate", "maxQueueDepth", "campaignId", "staffing"]) {
      const { forecast, failures } = await checked(scene({ campaign }), { [name]: UNKNOWN });
      assert.deepEqual([forecast, failures], [UNKNOWN, []], name);
    }
  });

  test("is left out with a warning where the campaign has no history", async () => {
    const given = scene({ campaign: { agentCount: 10, answerRate: 0 } });
    provider.takeWarnings();
    const { forecast, failures } = await checked(given);
    assert.deepEqual([forecast, failures], [undefined, []]);
    assert.match(provider.takeWarnings().join(), /has no answerRate\. Give staffing\.answerRate/);
  });

  test("is left out with a warning that names each figure which is missing", async () => {
    const given = scene({ campaign: { agentCount: 10, answerRate: 0, averageHandleTime: 0 } });
    await checked(given);
    assert.deepEqual(provider.takeWarnings(), [
      `Dialer configuration ${given.configId}, forecast: Abandonment is not forecast: campaign ${given.campaignId} has no answerRate ` +
        "and no averageHandleTimeSeconds. Give staffing.answerRate and staffing.averageHandleTimeSeconds to have it judged before " +
        "people are called.",
    ]);
  });
});

describe("a forecast over the limit", () => {
  test("refuses a pace, and what it says would pass does", async () => {
    const given = scene({ campaign });
    const {
      failures: [failure, ...more],
    } = await checked(given, { dialRate: 0.3 });
    assert.deepEqual(more, []);
    assert.ok(failure);
    assert.equal(failure.property, "dialRate");
    assert.match(
      failure.reason,
      /of answered calls would be abandoned: no agent within 2 s\. That is over the limit of 3 %/,
    );
    const [, rate, ratio] =
      failure.reason.match(/highest dialRate that passes is ([\d.]+); .*agentRatio is (\d)/) ?? [];
    assert.ok(rate && ratio, failure.reason);
    assert.deepEqual((await checked(given, { dialRate: Number(rate) })).failures, []);
    const slower = { dialRate: 0.3, agentRatio: Number(ratio) };
    assert.deepEqual((await checked(given, slower)).failures, []);
  });

  test("holds the program to its own limit where that is lower than the law's", async () => {
    const given = scene({ campaign });
    assert.deepEqual((await checked(given)).failures, []);
    const { failures } = await checked(given, { maxAbandonmentRate: 0.001 });
    assert.match(failures[0]?.reason ?? "", /over the limit of 0\.1 %/);
  });

  test("names no dialRate that the API would refuse as one that passes", async () => {
    const given = scene({ campaign });
    assert.deepEqual((await checked(given, { dialRate: 0.15 })).failures, []);
    const { failures } = await checked(given, { configId: "second", dialRate: 0.15 });
    assert.match(failures[0]?.reason ?? "", /At an agentRatio of 3 no dialRate passes/);
  });

  test("counts all configurations of the campaign together", async () => {
    const given = scene({ campaign });
    assert.deepEqual((await checked(given, { dialRate: 0.15 })).failures, []);
    const { failures } = await checked(given, { configId: "second", dialRate: 0.15 });
    assert.match(
      failures[0]?.reason ?? "",
      /^With this program's 2 configurations of the campaign together, /,
    );
  });

  test('is refused with capacityCheck: "warn" too, which is about what the campaign carries', async () => {
    const { failures } = await checked(scene({ campaign }), {
      dialRate: 0.3,
      capacityCheck: "warn",
    });
    assert.match(failures[0]?.reason ?? "", /over the limit of 3 %/);
  });
});

describe("a refusal for one steady hour says", () => {
  const over =
    "of answered calls would be abandoned: no agent within 2 s. That is over the limit of 3 %.";
  const byAgent = "Assumed: lines per agent, fractions rounded up";
  const cases: readonly (readonly [string, JsonObject, string])[] = [
    [
      "the highest dialRate and the highest agentRatio that pass",
      { dialRate: 0.3 },
      `6.97 % (± 0.25 %) ${over} At an agentRatio of 3 the highest dialRate that passes is 0.17; at a dialRate of 0.3 the highest ` +
        `agentRatio is 2 (whole lines). Or plan more agents in staffing.agents. ${byAgent}.`,
    ],
    [
      "nothing of pooled lines where there is one agent",
      { agentRatio: 2.5, staffing: { agents: 1 } },
      `14.7 % (± 0.17 %) ${over} At an agentRatio of 2.5 no dialRate passes; at a dialRate of 0.1 the highest agentRatio is 1 ` +
        `(whole lines). Or plan more agents in staffing.agents. ${byAgent}.`,
    ],
    [
      "the exact figure of another reading that passes clearly",
      {
        agentRatio: 4.5,
        agentRatioLimit: 5,
        dialRate: 2,
        staffing: { agents: 40, answerRate: 0.5, averageHandleTimeSeconds: 60 },
      },
      `8.05 % (± 0.21 %) ${over} At an agentRatio of 4.5 the highest dialRate that passes is 1.37; at a dialRate of 2 the highest ` +
        `agentRatio is 2 (whole lines). Or plan more agents in staffing.agents. ${byAgent} (cxone:linesCounted, cxone:lineRounding). ` +
        "It is 8.05 % if each agent has lines of its own, 0.648 % if lines are pooled: compare the abandonment that the tenant " +
        "counted on a past day.",
    ],
    [
      "the lowest dialRate of the API's where that one passes",
      { dialRate: 0.3, agentRatio: 2, staffing: { agents: 5 } },
      `6.73 % (± 0.23 %) ${over} At an agentRatio of 2 the highest dialRate that passes is 0.1; at a dialRate of 0.3 the highest ` +
        `agentRatio is 1 (whole lines). Or plan more agents in staffing.agents. ${byAgent}.`,
    ],
  ];
  for (const [name, changes, reason] of cases) {
    test(name, async () => {
      const { failures } = await checked(scene({ campaign }), changes);
      assert.deepEqual(failures, [{ property: "dialRate", reason }]);
    });
  }

  test("what is left for this configuration beside the others of the campaign", async () => {
    const given = scene({ campaign: { ...campaign, agentCount: 20 } });
    await checked(given, { dialRate: 0.25, agentRatio: 2 });
    const { failures } = await checked(given, { configId: "another", dialRate: 0.3 });
    assert.deepEqual(failures, [
      {
        property: "dialRate",
        reason:
          `With this program's 2 configurations of the campaign together, 4.31 % (± 0.24 %) ${over} At an agentRatio of 3 the highest ` +
          "dialRate that passes is 0.19; at a dialRate of 0.3 the highest agentRatio is 2 (whole lines). Or plan more agents in " +
          `staffing.agents. ${byAgent} (cxone:linesCounted). It is 4.31 % if each agent has lines of its own, 1.96 % if lines are ` +
          "pooled: compare the abandonment that the tenant counted on a past day.",
      },
    ]);
  });

  test("no other agentRatio where another configuration of the campaign has a higher one", async () => {
    const given = scene({ campaign });
    await checked(given, { dialRate: 0.1 });
    const { failures } = await checked(given, { configId: "lower", dialRate: 0.2, agentRatio: 2 });
    assert.match(
      failures[0]?.reason ?? "",
      /^With this .* no dialRate passes\. Or plan more agents/,
    );
  });

  test("nothing of whole lines where they are pooled, and no reading that is refused as well", async () => {
    const provider = await beginRun({
      ...stackConfigOf(tenant),
      "cxone:linesCounted": "pooled",
      "cxone:lineRounding": "down",
    });
    const { failures } = await provider.check(
      scene({ campaign }).program({ ...pace, dialRate: 0.3, agentRatio: 3.5, agentRatioLimit: 5 }),
    );
    assert.equal(
      failures[0]?.reason,
      `5.77 % (± 0.25 %) ${over} At an agentRatio of 3.5 the highest dialRate that passes is 0.18; at a dialRate of 0.3 the highest ` +
        "agentRatio is 2.9. Or plan more agents in staffing.agents. Assumed: lines pooled, fractions rounded down.",
    );
  });
});

describe("a forecast under the limit", () => {
  test("from five sixths of it on warns", async () => {
    provider.takeWarnings();
    const given = scene({ campaign });
    const { forecast } = await checked(given);
    const rate = typeof forecast === "object" ? forecast.abandonmentRate : 0;
    assert.ok(rate > 0 && rate < 0.03 * (5 / 6), `${rate}`);
    assert.deepEqual(provider.takeWarnings(), []);
    const { failures } = await checked(given, { maxAbandonmentRate: rate * 1.1 });
    assert.deepEqual(failures, []);
    assert.match(provider.takeWarnings().join(), /, dialRate: .* close to the limit/);
  });

  test("warns of an answer rate under the configuration's threshold", async () => {
    const given = scene({ campaign });
    await checked(given, { answerRateThreshold: 0.35 });
    assert.equal(
      provider.takeWarnings()[0],
      `Dialer configuration ${given.configId}, answerRateThreshold: The campaign's answer rate, 30 %, is under answerRateThreshold, 35 %: ` +
        "the tenant would not dial ahead.",
    );
  });
});
