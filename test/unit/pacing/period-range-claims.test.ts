import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { exp, normalScores } from "../../../provider/src/domain/pacing/normal.ts";
import { parsePeriodOptions } from "../../../provider/src/domain/pacing/period-options.ts";
import { Random } from "../../../provider/src/domain/pacing/random.ts";
import {
  type DayPart,
  runDays,
  simulateDays,
} from "../../../provider/src/domain/pacing/simulate-days.ts";
import { isNear, said } from "./guide.ts";
import { day, guide, hours, settings } from "./guide-day.ts";
import { oddsOf, standardErrorOf } from "./period.ts";

const DAYS = 30;
const PERIODS = 2000;
const VARIATION = 0.2;

const counted = { ...day, answerRateVariation: VARIATION, limit: 0.022 };

/** The guide's day once for each of many factors of its answer rates: the scores of a normal distribution that is half as wide again. */
const scores = normalScores(600);
const WIDEST = 1.5 * VARIATION;
const simulated = runDays(
  parsePeriodOptions(day).settings,
  hours,
  scores.map((score) => exp(WIDEST * score)),
).days.map((parts) => ({
  answered: parts.reduce((sum, { answered }) => sum + answered, 0),
  abandoned: parts.reduce((sum, { abandoned }) => sum + abandoned, 0),
}));

/** A day with about this factor: one of the nine nearest, each with chances of its own. */
function dayWith(logFactor: number, random: Random) {
  const above = scores.findIndex((score) => score >= logFactor / WIDEST);
  const nearest = (above < 0 ? scores.length - 1 : above) + Math.floor(9 * random.uniform()) - 4;
  return simulated[Math.min(scores.length - 1, Math.max(0, nearest))];
}

interface Unlike {
  readonly days?: number;
  /** Correlation of a day's answer rates with those of the day before. @default 0 */
  readonly inARow?: number;
  /** Standard deviation of a factor that all days of a period have in common. @default 0 */
  readonly ofPeriods?: number;
}

/** What periods end with whose days differ by 20 %, and are unlike the forecast in one more way. */
function periodsOf({ days = DAYS, inARow = 0, ofPeriods = 0 }: Unlike): readonly number[] {
  const random = new Random(11);
  const normal = () =>
    Math.sqrt(2 * random.exponential()) * Math.cos(2 * Math.PI * random.uniform());
  return Array.from({ length: PERIODS }, () => {
    const common = ofPeriods * (normal() - ofPeriods / 2);
    let score = normal();
    let [answered, abandoned] = [0, 0];
    for (let i = 0; i < days; i++) {
      if (i > 0) score = inARow * score + Math.sqrt(1 - inARow ** 2) * normal();
      const calls = dayWith(VARIATION * (score - VARIATION / 2) + common, random);
      answered += calls?.answered ?? 0;
      abandoned += calls?.abandoned ?? 0;
    }
    return abandoned / answered;
  });
}

const numbers: Readonly<Record<string, number>> = {
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
};

/** How many tenths of the periods end inside the range that the forecast gives nine of ten. */
function tenthsInside(unlike: Unlike): number {
  const { periodLow, periodHigh } = oddsOf(counted);
  const inside = periodsOf(unlike).filter((rate) => rate >= periodLow && rate <= periodHigh);
  return (10 * inside.length) / PERIODS;
}

describe("the range of a period", () => {
  test("holds nine of ten periods whose days are independent", () => {
    isNear(tenthsInside({}), 9, 0.35);
  });

  test("holds as few as the guide says where good days come in a row", () => {
    const [correlation, ofTen = ""] = said(
      guide,
      /with a correlation of ([\d.]+) from one day to the next, (\w+) periods of ten end inside the range that should hold nine/,
    );
    isNear(tenthsInside({ inARow: Number(correlation) }), numbers[ofTen] ?? 0, 0.5);
  });

  test("holds as few as the guide says where whole months differ", () => {
    const [percent, ofTen = ""] = said(
      guide,
      /If answer rates also vary by (\d+) % from month to month, (\w+) periods of ten end inside the range that should hold nine/,
    );
    isNear(tenthsInside({ ofPeriods: Number(percent) / 100 }), numbers[ofTen] ?? 0, 0.5);
  });

  test("is as wide as independent periods differ, and as the guide says", () => {
    const [without, withVariation] = said(
      guide,
      /Over 30 of the days above, the rate has a standard deviation of ([\d.]+) points without variation, and of ([\d.]+) points at 0\.2/,
    );
    const rates = periodsOf({});
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / PERIODS;
    const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0);
    isNear(Math.sqrt(squares / (PERIODS - 1)), Number(withVariation) / 100, 0.0002);
    const odds = oddsOf(day);
    const reach = (odds.periodHigh - odds.periodLow) / 2 / 1.6448536269514722;
    const deviation = Math.sqrt(reach ** 2 - standardErrorOf(odds) ** 2);
    isNear(deviation, Number(without) / 100, 0.0001);
  });

  test("is rough for a period of one day, by as much as the guide says", () => {
    const [chance, days] = said(
      guide,
      /of the day above at 0\.2, it says that (\d+) of 100 end over a limit of 2\.2 %, where (\d+) do/,
    );
    const { chanceOverLimit, periodLow, periodHigh } = oddsOf({ ...counted, days: 1 });
    isNear(chanceOverLimit, Number(chance) / 100, 0.03);
    const rates = periodsOf({ days: 1 });
    const over = rates.filter((rate) => rate > counted.limit).length / PERIODS;
    isNear(over, Number(days) / 100, 0.03);
    const inside = rates.filter((rate) => rate >= periodLow && rate <= periodHigh).length;
    assert.ok(inside > 0.85 * PERIODS, `${inside}`);
  });
});

test("at a variation of 0.2, two days of three are within about 20 % of the usual", () => {
  said(guide, /at 0\.2, two days of three are within about 20 % of the usual/);
  // Answered calls are as many as the answer rate says where nothing holds the dialer back.
  const part: DayPart = {
    ...{ seconds: 20_000, agents: 100, answerRate: 0.25, averageHandleTimeSeconds: 60 },
  };
  const { settings: dialer } = parsePeriodOptions({ ...day, agentRatio: Infinity, dialRate: 1 });
  const { days } = simulateDays(dialer, [part], VARIATION, {
    ...{ events: 6_000_000, fewestDays: 100, settling: 3 },
  });
  const usual = part.seconds * part.answerRate;
  const within = days
    .flat()
    .filter(({ answered }) => answered > 0.8 * usual && answered < 1.2 * usual);
  isNear(within.length / days.length, 2 / 3, 0.05);
});

test("more agents in an interval that is worse than the others can make a period worse", () => {
  said(
    guide,
    /Where the ratio holds the dialer back, more agents mean more calls in that interval/,
  );
  const rateWith = (agents: number) =>
    oddsOf({
      ...settings,
      ...{ linesCounted: "perAgent", dialRate: 1, agentRatio: 3, limit: 0.03 },
      intervals: [
        { seconds: 7200, agents, answerRate: 0.3, averageHandleTimeSeconds: 180 },
        { seconds: 14_400, agents: 40, answerRate: 0.25, averageHandleTimeSeconds: 180 },
      ],
    });
  const [two, three] = [rateWith(2), rateWith(3)];
  const joint = Math.hypot(standardErrorOf(two), standardErrorOf(three));
  assert.ok(three.abandonmentRate > two.abandonmentRate + 3 * joint);
});
