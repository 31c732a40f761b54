import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { budgetOf } from "../../../provider/src/domain/history/budget.ts";
import {
  type DailyCounts,
  dailyCounts,
  periodAt,
  spentOf,
} from "../../../provider/src/domain/history/days.ts";
import { Random } from "../../../provider/src/domain/pacing/random.ts";
import { pageOf, said } from "../pacing/guide.ts";

const guide = pageOf("budget.md");

const DAY = 86_400_000;
const first = "2026-03-02";

/** A campaign with one interval on each of these days from 2 March 2026 on, a Monday; nothing on a day of 0 answered. */
function campaign(days: readonly (readonly [number, number])[]): DailyCounts {
  return dailyCounts({
    campaignId: "one",
    rows: days.flatMap(([answered, abandoned], i) =>
      answered === 0
        ? []
        : [
            {
              start: Date.parse(`${first}T09:00Z`) + i * DAY,
              ...{ campaignId: "one", minutes: 60, agents: 10, dials: 4 * answered },
              ...{ answered, abandoned, handleSeconds: 180 * answered },
            },
          ],
    ),
  });
}

describe("the period that a day is in", () => {
  const cases = [
    ["us", "2026-03-31", "2026-03-02", "2026-03-31"],
    ["us", "2026-04-01", "2026-04-01", "2026-04-30"],
    ["cxone", "2026-03-02", "2026-03-02", "2026-03-31"],
    ["ca", "2026-02-11", "2026-02-01", "2026-02-28"],
    ["ca", "2028-02-29", "2028-02-01", "2028-02-29"],
    ["ca", "2026-12-31", "2026-12-01", "2026-12-31"],
    ["uk", "2026-03-17", "2026-03-17", "2026-03-17"],
  ] as const;
  for (const [regulation, date, from, to] of cases) {
    test(`${regulation}: ${date}`, () => {
      assert.deepEqual(periodAt(regulation, first, date), { from, to });
    });
  }
});

describe("what is spent of the period that goes on", () => {
  const days = Array.from({ length: 14 }, (_, i) => [i % 7 === 6 ? 0 : 100 + i, 3] as const);

  test("is counted from its first day to the history's last, with the weekdays that are left", () => {
    // To Saturday, 14 March; a month of Canada goes on to the 31st.
    const spent = spentOf(campaign(days.slice(0, 13)), "ca");
    assert.deepEqual(spent, {
      period: { from: "2026-03-01", to: "2026-03-31" },
      asOf: "2026-03-14",
      answered: 1272,
      abandoned: 36,
      daysOver: 14,
      weekdaysLeft: spent?.weekdaysLeft,
    });
    assert.deepEqual(
      [spent?.weekdaysLeft.length, spent?.weekdaysLeft[0], spent?.weekdaysLeft.at(-1)],
      [17, "sunday", "tuesday"],
    );
  });

  test("counts periods from the campaign's first day", () => {
    const spent = spentOf(campaign(days), "us", "2026-02-10");
    assert.deepEqual(spent?.period, { from: "2026-03-12", to: "2026-04-10" });
    assert.deepEqual([spent?.answered, spent?.abandoned, spent?.daysOver], [333, 9, 3]);
  });

  test("is nothing where a period begins on the day after", () => {
    assert.equal(spentOf(campaign(days), "uk"), undefined);
    assert.equal(spentOf(campaign([]), "us"), undefined);
    const month = Array.from({ length: 30 }, () => [100, 3] as const);
    assert.equal(spentOf(campaign(month), "us"), undefined);
  });
});

describe("a budget", () => {
  const period = periodAt("us", first, first);
  const budget = (days: readonly (readonly [number, number])[], asOf: string) =>
    budgetOf(campaign(days), 0.03, period, asOf);
  const week = (abandoned: number): readonly (readonly [number, number])[] => [
    ...Array.from({ length: 5 }, () => [1000, abandoned] as const),
    [400, abandoned / 4],
    [0, 0],
  ];

  test("counts what is spent, and the days that are left by their weekdays", () => {
    const found = budget([...week(20), ...week(20)], "2026-03-15");
    // 16 to 31 March: two weeks, a Monday and a Tuesday.
    const [answered, abandoned] = [10_800 + 2 * 5400 + 2000, 210 + 2 * 105 + 40];
    assert.deepEqual(
      [found.answered, found.abandoned, found.daysLeft, found.expected],
      [10_800, 210, 16, 250],
    );
    assert.ok(Math.abs(found.allowed - 0.03 * answered) < 1e-9);
    assert.ok(Math.abs(found.expectedRate - abandoned / answered) < 1e-12);
    assert.equal(found.burnPerDay, 210 / 12);
    assert.equal(found.goneOn, undefined);
    assert.equal(found.chanceOverLimit, 0);
    assert.equal(found.days.length, 12);
    assert.ok(Math.abs((found.days.at(-1)?.left ?? 0) - (1 - 210 / found.allowed)) < 1e-12);
  });

  test("that is spent too fast says when nothing is left", () => {
    const found = budget([...week(40), ...week(40)], "2026-03-15");
    assert.ok(found.goneOn !== undefined && found.goneOn > "2026-03-15", found.goneOn);
    assert.equal(found.chanceOverLimit, 1);
  });

  test("does not count what comes after the last day", () => {
    const days = [...week(20), ...week(20)];
    assert.deepEqual(budget([...days, ...week(900)], "2026-03-15"), budget(days, "2026-03-15"));
  });

  test("of a period that is over leaves nothing to chance", () => {
    const all = [week(31), week(31), week(31), week(31), week(31)].flat();
    const { chanceOverLimit, daysLeft, left } = budget(all, "2026-03-31");
    assert.deepEqual([chanceOverLimit, daysLeft], [1, 0]);
    assert.ok(left < 0);
  });

  test("says nothing of the chance before there are five days more than weekdays", () => {
    said(guide, /it takes at least five days more than there are different weekdays/);
    // A week of six days, and then five days more, on the last of which there is a chance.
    const days = [...week(20), ...week(20)];
    assert.equal(budget(days, "2026-03-12").chanceOverLimit, undefined);
    assert.notEqual(budget(days, "2026-03-13").chanceOverLimit, undefined);
  });

  test("states the chance that periods bear out", () => {
    // Days at random around the limit: of those that are said to end over it with some chance, about that share does.
    const random = new Random(7);
    const normal = () =>
      Math.sqrt(2 * random.exponential()) * Math.cos(2 * Math.PI * random.uniform());
    const day = () => [1000, Math.max(0, Math.round(29.5 + 8 * normal()))] as const;
    let [expected, over] = [0, 0];
    const periods = 400;
    for (let i = 0; i < periods; i++) {
      const days = Array.from({ length: 30 }, day);
      expected += budget(days, "2026-03-22").chanceOverLimit ?? 0;
      over += Number(days.reduce((sum, [, abandoned]) => sum + abandoned, 0) > 900);
    }
    const [looked, lookedAfter, within] = said(
      guide,
      /Of (\d+) simulated periods that were looked at after (\d+) days, as many ended over the limit as the chances said, within (\d+) %/,
    );
    assert.deepEqual([looked, lookedAfter], [`${periods}`, "21"]);
    assert.ok(Math.abs(expected - over) / periods < Number(within) / 100, `${expected}, ${over}`);
  });
});
