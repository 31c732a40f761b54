import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { backtest, isWrong } from "../../../provider/src/domain/backtest/backtest.ts";
import { comparableDays } from "../../../provider/src/domain/backtest/comparable-days.ts";
import { someOf } from "../../../provider/src/domain/backtest/compare-days.ts";
import {
  type ForecastDays,
  forecastDay,
} from "../../../provider/src/domain/backtest/forecast-rows.ts";
import {
  type SettingsChange,
  settingsInForce,
} from "../../../provider/src/domain/backtest/settings-in-force.ts";
import type { CampaignHistory } from "../../../provider/src/domain/history/history.ts";
import type { HistoryRow } from "../../../provider/src/domain/history/row.ts";
import { Random } from "../../../provider/src/domain/pacing/random.ts";
import { runDays } from "../../../provider/src/domain/pacing/simulate-days.ts";

const DAY = 86_400_000;
const HALF_HOUR = 1_800_000;
const first = Date.parse("2026-03-02T09:00Z");
const campaignId = "one";

const settings = {
  pacingType: "predictive",
  dialRate: 1,
  agentRatio: 2,
  maxQueueDepth: 40,
} as const;
const always: SettingsChange = { at: -Infinity, configId: "config", settings };
const spans = settingsInForce([always]);

const assumed = {
  linesCounted: "perAgent",
  lineRounding: "up",
  ringSecondsAnswered: 10,
  ringSecondsUnanswered: 20,
} as const;

/** A campaign that follows the model: 14 half-hours a day, with a shift that leaves at 13:00, and answer rates that differ from day to day. */
function campaign(
  count: number,
  otherwise: Partial<typeof assumed | Record<string, number>> = {},
  { early, late } = { early: 14, late: 9 },
) {
  const random = new Random(11);
  const { pacingType: _, ...dialer } = settings;
  const rows: HistoryRow[] = [];
  for (let day = 0; day < count; day++) {
    const factor = 0.8 + 0.4 * random.uniform();
    const parts = Array.from({ length: 14 }, (_, i) => ({
      seconds: 1800,
      agents: i < 8 ? early : late,
      answerRate: (i < 8 ? 0.2 : 0.26) * factor,
      averageHandleTimeSeconds: 200,
    }));
    const { days } = runDays(
      { ...dialer, abandonSeconds: 2, ...assumed, ...otherwise, seed: 5000 + day },
      parts,
      [1],
    );
    days[0]?.forEach(({ answered, abandoned }, i) => {
      const { agents = 0, answerRate = 1 } = parts[i] ?? {};
      rows.push({
        ...{ start: first + day * DAY + i * HALF_HOUR, campaignId, minutes: 30, agents },
        ...{ dials: Math.round(answered / answerRate), answered, abandoned },
        handleSeconds: 200 * (answered - abandoned),
      });
    });
  }
  return { campaignId, rows } satisfies CampaignHistory;
}

test("a day's interval is as wide as abandoned calls that come in clusters make it", async () => {
  // So many lines that hardly a dial waits for one: while all agents are busy, one call after another is abandoned.
  const setting = { dialRate: 0.65, agentRatio: 5 };
  const history = campaign(40, setting, { early: 30, late: 36 });
  const change = { ...always, settings: { ...settings, ...setting } };
  const { summary } = await backtest(history, settingsInForce([change]), assumed);
  assert.ok(summary);
  const { error, byChance } = summary.byDay;
  assert.ok(Math.abs(error / byChance - 1) < 0.2, `${error} and ${byChance}`);
  assert.ok(summary.coverage > 0.8, `${summary.coverage}`);
  for (const { answered, forecast, high } of summary.days) {
    const reach = (high - forecast) * answered;
    const ofSingleCalls = 1.645 * Math.sqrt(forecast * answered);
    assert.ok(reach > 1.3 * ofSingleCalls, `${reach} and ${ofSingleCalls}`);
  }
});

describe("of a campaign that follows the model", async () => {
  const { summary, holdingBack, ringTimes, leftOut } = await backtest(campaign(60), spans, assumed);
  assert.ok(summary && holdingBack);

  test("the forecast is neither too high nor too low", () => {
    assert.ok(!isWrong(summary), JSON.stringify(summary.overall));
    assert.ok(summary.overall.actual > 0.01, `${summary.overall.actual}`);
    assert.ok(Math.abs(summary.overall.pace - 1) < 0.01, `${summary.overall.pace}`);
    assert.equal(ringTimes, undefined);
    assert.deepEqual(leftOut, []);
  });

  test("nine of ten days are in their 90 % interval", () => {
    assert.ok(summary.coverage >= 0.82 && summary.coverage <= 0.97, `${summary.coverage}`);
  });

  test("single days and intervals are off by what chance does", () => {
    for (const { error, byChance } of [summary.byDay, summary.byInterval]) {
      assert.ok(Math.abs(error / byChance - 1) < 0.2, `${error} and ${byChance}`);
    }
  });

  test("what is forecast of intervals is what happens in them, from the lowest to the highest", () => {
    const { calibration } = summary;
    assert.equal(calibration.length, 8);
    const inside = calibration.filter(({ actual, low, high }) => actual >= low && actual <= high);
    assert.ok(inside.length >= 6, JSON.stringify(calibration));
    const [lowest, highest] = [calibration[0], calibration.at(-1)];
    assert.ok(lowest && highest && highest.forecast > 3 * lowest.forecast);
  });

  test("nobody held back", () => {
    assert.equal(holdingBack.isSure, false, JSON.stringify(holdingBack));
  });

  test("every call is counted once, by hour, by day and by setting", () => {
    const { overall, byHour, days, bySettings } = summary;
    for (const parts of [byHour, days, bySettings]) {
      const answered = parts.reduce((sum, part) => sum + part.answered, 0);
      const abandoned = parts.reduce((sum, part) => sum + part.abandoned, 0);
      assert.deepEqual([answered, abandoned], [overall.answered, overall.abandoned]);
    }
  });
});

test("ring times that are otherwise are found, and mend the forecast", async () => {
  const truth = { ringSecondsAnswered: 5, ringSecondsUnanswered: 28 };
  const { summary, ringTimes } = await backtest(campaign(28, truth), spans, assumed);
  assert.ok(summary && isWrong(summary));
  assert.ok(ringTimes && "summary" in ringTimes, JSON.stringify(ringTimes));
  const { ringSecondsAnswered, ringSecondsUnanswered, errors } = ringTimes;
  const off = [
    (ringSecondsAnswered - truth.ringSecondsAnswered) / errors.ringSecondsAnswered,
    (ringSecondsUnanswered - truth.ringSecondsUnanswered) / errors.ringSecondsUnanswered,
  ];
  assert.ok(
    off.every((each) => Math.abs(each) < 3),
    JSON.stringify(ringTimes),
  );
  assert.ok(!isWrong(ringTimes.summary), JSON.stringify(ringTimes.summary.overall));
});

test("a tenant that dials less after much was abandoned is found out", async () => {
  const { rows } = campaign(60);
  const held = rows.map((row, i) => {
    const before = rows.slice(Math.max(0, i - 4), i);
    const answered = before.reduce((sum, each) => sum + each.answered, 0);
    const abandoned = before.reduce((sum, each) => sum + each.abandoned, 0);
    if (answered === 0 || abandoned / answered < 0.03) return row;
    const fewer = Math.round(0.9 * row.answered);
    return {
      ...row,
      dials: Math.round(0.9 * row.dials),
      answered: fewer,
      abandoned: Math.min(fewer, row.abandoned),
      handleSeconds: Math.round(0.9 * row.handleSeconds),
    };
  });
  const { holdingBack } = await backtest({ campaignId, rows: held }, spans, assumed);
  assert.equal(holdingBack?.isSure, true, JSON.stringify(holdingBack));
});

describe("with little data", () => {
  test("nothing is fitted to a few days, and it says why", async () => {
    const { holdingBack, ringTimes, summary } = await backtest(
      campaign(6, { ringSecondsUnanswered: 60 }),
      spans,
      assumed,
    );
    assert.ok(summary && isWrong(summary));
    assert.equal(holdingBack, undefined);
    assert.deepEqual(ringTimes, { why: "that takes 10 days at least, and there are 6" });
  });

  test("one day has a bias, and nobody knows how certain it is", async () => {
    const { summary } = await backtest(campaign(1), spans, assumed);
    assert.equal(summary?.overall.biasMargin, undefined);
    assert.equal(summary && isWrong(summary), false);
  });

  test("no day is no summary", async () => {
    const { summary, leftOut } = await backtest({ campaignId, rows: [] }, spans, assumed);
    assert.deepEqual([summary, leftOut], [undefined, []]);
  });
});

describe("days are left out, and it says why", () => {
  const history = campaign(3);
  const whyOf = async (
    changes: readonly SettingsChange[],
    rows: readonly HistoryRow[] = history.rows,
  ) => {
    const { leftOut } = await backtest({ campaignId, rows }, settingsInForce(changes), assumed);
    return leftOut.map(({ date, why }) => `${date}: ${why}`);
  };

  test("where the settings were changed during the day", async () => {
    const at = first + DAY + 3 * HALF_HOUR;
    const change: SettingsChange = { at, configId: "config", settings: { agentRatio: 3 } };
    assert.deepEqual(await whyOf([always, change]), [
      "2026-03-03: the settings were changed during the day",
    ]);
    // At night, they are those of the next day.
    assert.deepEqual(await whyOf([always, { ...change, at: first + DAY - HALF_HOUR }]), []);
  });

  test("where nobody knows what was in force", async () => {
    assert.deepEqual(await whyOf([{ ...always, at: first + DAY }]), [
      "2026-03-02: what the dialer was set to is known only from later on",
    ]);
    const { maxQueueDepth: _, ...some } = settings;
    assert.deepEqual(
      await whyOf([
        { ...always, settings: some },
        { ...always, at: first + DAY },
      ]),
      ["2026-03-02: nothing says maxQueueDepth of configuration config"],
    );
    const unknown: SettingsChange = { at: first + DAY, configId: "config", settings: "unknown" };
    assert.match(
      (await whyOf([always, unknown]))[0] ?? "",
      /^2026-03-03: nothing says pacingType and /,
    );
    const removed: SettingsChange = { at: first + DAY, configId: "config", settings: "removed" };
    assert.match(
      (await whyOf([always, removed]))[0] ?? "",
      /^2026-03-03: no configuration was there/,
    );
  });

  test("where nobody answered, or nobody worked", async () => {
    const none = history.rows.map((row) => ({
      ...row,
      ...(row.start < first + DAY && { answered: 0, abandoned: 0 }),
      ...(row.start >= first + 2 * DAY && { agents: 0 }),
    }));
    assert.deepEqual(await whyOf([always], none), [
      "2026-03-02: nobody answered",
      "2026-03-04: no agent was there",
    ]);
  });
});

test("a fraction of an agent is there for a part of the interval, beside the interval that has it too", () => {
  const row = {
    campaignId,
    minutes: 30,
    dials: 100,
    answered: 20,
    abandoned: 1,
    handleSeconds: 3800,
  };
  const agents = [9, 7.5, 5, 5.25];
  const rows = agents.map((each, i) => ({ ...row, start: first + i * HALF_HOUR, agents: each }));
  const [day] = comparableDays({ campaignId, rows }, spans).days;
  assert.deepEqual(
    day?.parts.map((part) => [part.row, part.agents, part.seconds]),
    [
      [0, 9, 1800],
      [1, 8, 900],
      [1, 7, 900],
      [2, 5, 1800],
      [3, 5, 1350],
      [3, 6, 450],
    ],
  );
});

test("between intervals nobody works", () => {
  const { rows } = campaign(1);
  const late = rows.map((row, i) => (i < 7 ? row : { ...row, start: row.start + HALF_HOUR }));
  const [day] = comparableDays({ campaignId, rows: late }, spans).days;
  assert.deepEqual(
    day?.parts.flatMap(({ row, agents, seconds }) => (row < 0 ? [[agents, seconds]] : [])),
    [[0, 1800]],
  );
});

test("the fewer the days, the less is known of the bias", async () => {
  const { summary } = await backtest(campaign(3), spans, assumed);
  assert.ok(summary);
  const excess = summary.days.map(({ bias, answered }) => bias * answered);
  const { answered, bias, biasMargin = 0 } = summary.overall;
  const squares = summary.days.map((day, i) => ((excess[i] ?? 0) - bias * day.answered) ** 2);
  const error = Math.sqrt(1.5 * squares.reduce((sum, each) => sum + each, 0)) / answered;
  // Student's distribution with two degrees of freedom: 4.30.
  assert.ok(Math.abs(biasMargin / error - 4.3) < 0.2, `${biasMargin / error}`);
});

test("whatever was counted, every figure is one", async () => {
  const anyRow = fc.record({
    minutes: fc.constantFrom(1, 15, 30, 60),
    gap: fc.constantFrom(0, 0, 30, 600, 2000),
    agents: fc.constantFrom(0, 0.3, 1, 7.5, 60),
    dials: fc.constantFrom(0, 1, 50, 400),
    answered: fc.double({ min: 0, max: 1.2, noNaN: true }),
    abandoned: fc.double({ min: 0, max: 1, noNaN: true }),
    handleSeconds: fc.constantFrom(0, 1, 5000, 60_000),
  });
  const pacing = fc.constantFrom("predictive", "progressive", "preview");
  const rowsOfDay = fc.array(anyRow, { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(rowsOfDay, pacing, async (all, pacingType) => {
      let end = first;
      const rows = all.map(({ gap, ...each }): HistoryRow => {
        const start = end + gap * 60_000;
        end = start + each.minutes * 60_000;
        const answered = Math.round(each.dials * each.answered);
        const abandoned = Math.round(answered * each.abandoned);
        return { ...each, campaignId, start, answered, abandoned };
      });
      const changes = settingsInForce([{ ...always, settings: { ...settings, pacingType } }]);
      const result = await backtest({ campaignId, rows }, changes, assumed);
      JSON.stringify(result, (name, value) => {
        if (typeof value === "number") assert.ok(Number.isFinite(value), name);
        return value;
      });
    }),
    { numRuns: 100 },
  );
});

test("configurations of a campaign dial together", () => {
  const other = {
    ...settings,
    pacingType: "progressive",
    dialRate: 0.5,
    maxQueueDepth: 10,
  } as const;
  const both = settingsInForce([always, { at: first, configId: "other", settings: other }]);
  assert.deepEqual(
    both.map((span) => span.settings),
    [settings, { ...settings, dialRate: 1.5 }],
  );
});

test("the same history gives the same digits", async () => {
  const history = campaign(12);
  const once = await backtest(history, spans, assumed);
  assert.deepEqual(await backtest(history, spans, assumed), once);
  const other = await backtest(history, spans, { ...assumed, seed: 7 });
  assert.notDeepEqual(other.summary?.overall, once.summary?.overall);
});

test("days are forecast independently, in whatever order", async () => {
  const history = campaign(12, { ringSecondsUnanswered: 60 });
  const backwards: ForecastDays = (days, assumptions, times) =>
    days
      .toReversed()
      .map((day) => forecastDay(day, assumptions, times))
      .reverse();
  assert.deepEqual(
    await backtest(history, spans, assumed, backwards),
    await backtest(history, spans, assumed),
  );
});

test("of a history of more than six million dials, every other day is simulated again with another assumption", () => {
  const daysOf = (count: number) => {
    const busy = campaign(count).rows.map((row) => ({ ...row, dials: 70_000 }));
    return comparableDays({ campaignId, rows: busy }, spans).days;
  };
  const [few, many] = [daysOf(6), daysOf(7)];
  assert.equal(someOf(few), few);
  assert.deepEqual(
    someOf(many).map(({ date }) => date),
    many.flatMap(({ date }, i) => (i % 2 === 0 ? [date] : [])),
  );
});
