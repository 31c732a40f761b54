import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { campaignForecasts } from "../../../provider/src/cli/comment/judge/campaign.ts";
import type { LiveChange } from "../../../provider/src/cli/comment/judge/moves.ts";
import { refusedRateIn } from "../../../provider/src/cli/comment/judge/provider-sentences.ts";
import type { Inputs, Kept } from "../../../provider/src/cli/shared/preview/preview.ts";
import type { TelemetrySource } from "../../../provider/src/cli/shared/preview/telemetry-source.ts";
import { checkForecast } from "../../../provider/src/dialer-config/check-forecast.ts";

const staffing = { agents: 12, answerRate: 0.24, averageHandleTimeSeconds: 210 };

const base = {
  campaignId: "campaign-1",
  pacingType: "predictive",
  dialRate: 1.2,
  agentRatio: 1.6,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
  regulation: "us",
  staffing,
} as const;

const urn = (name: string) => `urn:pulumi:s::p::pulumi-nodejs:dynamic/cxone:DialerConfig::${name}`;

function update(name: string, before: Inputs, after: Inputs): LiveChange {
  const configId = `config-of-${name}`;
  return {
    urn: urn(name),
    operation: "update",
    before: { ...base, configId, ...before },
    after: { ...base, configId, ...after },
  };
}

function kept(name: string, inputs: Inputs): Kept {
  return { urn: urn(name), inputs: { ...base, configId: `config-of-${name}`, ...inputs } };
}

function forecastsOf(
  changes: readonly LiveChange[],
  stay: readonly Kept[] = [],
  {
    hidden = 0,
    telemetry = { kind: "none" },
  }: { hidden?: number; telemetry?: TelemetrySource } = {},
) {
  return campaignForecasts(changes, { kept: stay, hidden }, telemetry);
}

const progressive = { pacingType: "progressive", agentRatio: 1, dialRate: 0.5, maxQueueDepth: 10 };
const faster = update("first-call", {}, { agentRatio: 3 });
const callBack = kept("call-back", progressive);

describe("the joint forecast of a campaign", () => {
  test("is what check judges it by", () => {
    const [forecast] = forecastsOf([faster], [callBack]);
    const demand = { configId: "first", dialRate: 1.2, agentRatio: 3, agents: 12 };
    const others = [{ configId: "back", ...progressive, agents: 12 }] as const;
    const judged = checkForecast(
      { ...base, agentRatio: 3, pacingType: "predictive" },
      staffing,
      demand,
      [{ ...others[0], pacingType: "progressive" }],
      { linesCounted: "perAgent", lineRounding: "up" },
    );
    const [refusal] = judged?.findings ?? [];
    const { rate, limit } = refusedRateIn(refusal?.message ?? "") ?? assert.fail();
    assert.equal(forecast?.abandonmentRate.after, rate);
    assert.equal(forecast?.abandonmentLimit, limit);
  });

  test("is reported before and after, with the names of the configurations that are then there", () => {
    const [forecast] = forecastsOf([faster], [callBack]);
    assert.deepEqual(forecast?.names, ["first-call", "call-back"]);
    const { before, after } = forecast.abandonmentRate;
    assert.ok(typeof before === "number" && typeof after === "number");
    assert.ok(before > 0 && after > before, `${before} → ${after}`);
  });

  test("does not depend on the order of the configurations", () => {
    const slower = update("call-back", { ...progressive, maxQueueDepth: 10 }, progressive);
    const figures = [
      [faster, slower],
      [slower, faster],
    ].map((changes) => forecastsOf(changes)[0]?.abandonmentRate);
    assert.deepEqual(figures[0], figures[1]);
  });

  test("counts with the telemetry file's figures where the program plans none", () => {
    const unplanned = [
      update("first-call", { staffing: undefined }, { staffing: undefined, agentRatio: 3 }),
      kept("call-back", { ...progressive, staffing: undefined }),
    ] as const;
    const telemetry: TelemetrySource = {
      kind: "file",
      campaigns: { "campaign-1": { ...staffing, asOf: "2026-11-20T06:00:00Z" } },
    };
    assert.deepEqual(
      forecastsOf([unplanned[0]], [unplanned[1]], { telemetry }),
      forecastsOf([faster], [callBack]),
    );
  });

  test("is not there for a campaign of one configuration, nor for one that does not change", () => {
    const another = { campaignId: "campaign-2" };
    assert.deepEqual(forecastsOf([faster], [kept("x", another), kept("y", another)]), []);
  });

  test("leaves out a configuration that goes", () => {
    const gone: LiveChange = {
      urn: urn("gone"),
      operation: "delete",
      before: { ...base, configId: "gone" },
    };
    const [forecast] = forecastsOf([faster, gone], [callBack]);
    assert.deepEqual(forecast?.names, ["first-call", "call-back"]);
    assert.deepEqual(
      forecast?.abandonmentRate.after,
      forecastsOf([faster], [callBack])[0]?.abandonmentRate.after,
    );
    assert.notDeepEqual(
      forecast?.abandonmentRate.before,
      forecastsOf([faster], [callBack])[0]?.abandonmentRate.before,
    );
  });
});

describe("the joint forecast is not known", () => {
  const unmeasured = { staffing: { ...staffing, answerRate: 0 } };
  const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const cases: Readonly<Record<string, readonly [Inputs, string, string | undefined]>> = {
    "where the campaign's live figures are in no preview": [
      { staffing: undefined },
      "missing",
      "figures",
    ],
    "where some of them are not": [{ staffing: { agents: 12 } }, "missing", "figures"],
    "where a value is not known yet": [{ dialRate: UNKNOWN }, "unknown", undefined],
    "where a planned figure is not known yet": [
      { staffing: { agents: UNKNOWN } },
      "unknown",
      undefined,
    ],
    "where a value is secret": [{ dialRate: "[secret]" }, "secret", undefined],
    "where nobody ever answered": [unmeasured, "unmeasured", undefined],
  };
  for (const [when, [inputs, gap, missing]] of Object.entries(cases)) {
    test(when, () => {
      const [forecast] = forecastsOf([update("first-call", {}, inputs)], [callBack]);
      assert.equal(forecast?.abandonmentRate.after, gap);
      assert.equal(forecast?.missing, missing);
    });
  }

  test("where the preview hides what does not change", () => {
    const [forecast] = forecastsOf([faster, update("call-back", progressive, progressive)], [], {
      hidden: 2,
    });
    assert.equal(forecast?.abandonmentRate.after, "missing");
    assert.equal(forecast?.missing, "configurations");
  });
});
