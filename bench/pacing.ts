/**
 * Measures the forecasts: `node bench/pacing.ts`, or only whole checks: `node bench/pacing.ts checks`, or only periods of days:
 * `node bench/pacing.ts periods`. Times are processor time of this process; compare them as ratios.
 */

import { readFileSync } from "node:fs";
import { checkForecast } from "../provider/src/dialer-config/check-forecast.ts";
import { checkPeriod } from "../provider/src/dialer-config/check-period.ts";
import type { Dialer } from "../provider/src/domain/pacing/dialer.ts";
import {
  erlangA,
  erlangB,
  erlangC,
  forecastPacing,
  mmnD,
  type PeriodOptions,
} from "../provider/src/domain/pacing/index.ts";
import { defaultLineReading } from "../provider/src/domain/pacing/lines.ts";
import { periodOdds } from "../provider/src/domain/pacing/period-odds.ts";
import { parsePeriodOptions } from "../provider/src/domain/pacing/period-options.ts";
import {
  highestPeriodAgentRatio,
  highestPeriodDialRate,
  simulatePeriodDays,
} from "../provider/src/domain/pacing/period-search.ts";
import { thorough } from "../provider/src/domain/pacing/simulate-days.ts";
import { simulateDialer } from "../provider/src/domain/pacing/simulate-dialer.ts";
import { weekdays } from "../provider/src/domain/schedule.ts";

const dialer = {
  agents: 10,
  answerRate: 0.3,
  averageHandleTimeSeconds: 180,
  dialRate: Infinity,
  agentRatio: 2,
  maxQueueDepth: 500,
  abandonSeconds: 2,
  ringSecondsAnswered: 10,
  ringSecondsUnanswered: 20,
  seed: 1981,
  linesCounted: "perAgent",
  lineRounding: "up",
} as const satisfies Dialer;

const readings = [
  { linesCounted: "perAgent", lineRounding: "up" },
  { linesCounted: "pooled", lineRounding: "down" },
] as const;

const formulas = { erlangB, erlangC, erlangA, mmnD };

function milliseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

function worstRelativeErrors() {
  type Row = Record<"agents" | "erlangs" | "handleTimeSeconds" | "patienceSeconds", number>;
  const byName: Record<string, (row: Row) => object> = formulas;
  return ["reference.json", "points.json"].flatMap((file) => {
    const text = readFileSync(new URL(`../test/unit/pacing/${file}`, import.meta.url), "utf8");
    const tables: Record<string, (Row & Record<string, number>)[]> = JSON.parse(text);
    return Object.entries(tables).map(([name, rows]) => {
      const errors = rows.flatMap((row) =>
        Object.entries(byName[name]?.(row) ?? {}).map(([field, value]) =>
          Math.abs(value / (row[field] ?? Number.NaN) - 1),
        ),
      );
      return { file, name, points: rows.length, "worst relative error": Math.max(...errors) };
    });
  });
}

function exactTimes() {
  const queue = {
    agents: 1_000_000,
    erlangs: 999_000,
    handleTimeSeconds: 180,
    patienceSeconds: 60,
  };
  return Object.entries(formulas).map(([name, formula]) => {
    const ms = milliseconds(() => {
      for (let i = 0; i < 100; i++) formula(queue);
    });
    return { name, agents: queue.agents, ms: ms / 100 };
  });
}

function openLoopAgainstExact() {
  const rings = [
    { ringSecondsAnswered: 10, ringSecondsUnanswered: 20 },
    { ringSecondsAnswered: 1, ringSecondsUnanswered: 60 },
  ];
  return [2, 10, 50, 200].flatMap((agents) =>
    [0.6, 0.8, 0.95, 1.1].flatMap((load) =>
      rings.map((ring) => {
        const erlangs = load * agents;
        const { pAbandon } = mmnD({
          agents,
          erlangs,
          handleTimeSeconds: 180,
          patienceSeconds: 2,
        });
        const dialRate = erlangs / 180 / 0.3;
        const openLoop = { ...dialer, ...ring, agentRatio: Infinity, maxQueueDepth: Infinity };
        const { abandonmentRate, abandonmentMargin } = simulateDialer({
          ...openLoop,
          agents,
          dialRate,
        });
        return { error: Math.abs(abandonmentRate - pAbandon), margin: abandonmentMargin };
      }),
    ),
  );
}

/** Figures of independent simulations of 300 hours each, as a share: per agent rounded up, pooled rounded down. */
const independent = [
  [{ agents: 10, agentRatio: 1 }, 0, 0],
  [{ agents: 10, agentRatio: 2 }, 0.067, 0.039],
  [{ agents: 10, agentRatio: 3 }, 0.172, 0.12],
  [{ agents: 20, agentRatio: 3 }, 0.114, 0.047],
  [{ agents: 50, agentRatio: 3 }, 0.047, 0.0035],
  [{ ...dialer, ...smallTeam(), agentRatio: 2 }, 0.028, 0.016],
  [{ ...dialer, ...smallTeam(), agentRatio: 3 }, 0.092, 0.057],
] as const;

function smallTeam() {
  return { agents: 12, answerRate: 0.24, averageHandleTimeSeconds: 210, dialRate: 1.2 };
}

function closedLoop() {
  return independent.flatMap(([change, ...expected]) =>
    readings.map((reading, i) => {
      const configuration = { ...dialer, ...change, ...reading };
      const { abandonmentRate, abandonmentMargin, occupancy } = simulateDialer(configuration);
      return {
        agents: configuration.agents,
        "dials/s": configuration.dialRate,
        ratio: configuration.agentRatio,
        lines: reading.linesCounted,
        independent: percent(expected[i] ?? Number.NaN),
        abandonment: percent(abandonmentRate),
        margin: percent(abandonmentMargin),
        occupancy: Number(occupancy.toFixed(3)),
      };
    }),
  );
}

function roundedLines() {
  return [1.5, 1.6, 2, 2.5].map((agentRatio) => {
    const rate = (lineRounding: "up" | "nearest" | "down") => {
      const rates = Array.from({ length: 10 }, (_, seed) => {
        const pooled = { linesCounted: "pooled", lineRounding, seed } as const;
        return simulateDialer({ ...dialer, ...smallTeam(), agentRatio, ...pooled }).abandonmentRate;
      });
      return percent(rates.reduce((sum, each) => sum + each, 0) / rates.length);
    };
    return { ratio: agentRatio, down: rate("down"), nearest: rate("nearest"), up: rate("up") };
  });
}

function eventsASecond(reading: (typeof readings)[number]) {
  return [
    { agents: 1, agentRatio: 5, answerRate: 0.01, dialRate: 10 },
    { agents: 10, agentRatio: 3 },
    { agents: 50, agentRatio: 5, dialRate: 3 },
    { agents: 500, agentRatio: 5, averageHandleTimeSeconds: 3600 },
  ].map((setting) => {
    const change = { ...setting, ...reading };
    let events = 0;
    const ms = milliseconds(() => {
      for (let seed = 1; seed <= 10; seed++)
        events += simulateDialer({ ...dialer, ...change, seed }).events;
    });
    return {
      ...change,
      events,
      "million events a second": Number((events / ms / 1000).toFixed(1)),
    };
  });
}

function legalChecks(reading: (typeof readings)[number]) {
  const configurations = [1, 5, 20, 100, 500].flatMap((agents) =>
    [0.01, 0.05, 0.3, 1].flatMap((answerRate) =>
      [30, 180, 1800].flatMap((averageHandleTimeSeconds) =>
        [1.5, 3, 5].flatMap((agentRatio) =>
          [0.1, 1, 10].flatMap((dialRate) =>
            [1, 500].map((maxQueueDepth) => ({
              agents,
              answerRate,
              averageHandleTimeSeconds,
              agentRatio,
              dialRate,
              maxQueueDepth,
            })),
          ),
        ),
      ),
    ),
  );
  return configurations.map((configuration) => {
    let margin = 0;
    let model = "";
    const ms = milliseconds(() => {
      const forecast = forecastPacing({
        ...configuration,
        ...reading,
        pacingType: "predictive",
        maxAbandonmentRate: 0.03,
      });
      ({ abandonmentMargin: margin, model } = forecast);
    });
    return { ...configuration, model, margin, ms };
  });
}

/** What a check may take, in milliseconds. */
const LONGEST_CHECK = 300;

/** Checks as the provider makes them: the forecast and, where it is refused, what would pass and what another reading gives. */
function wholeChecks() {
  const settings = readings.flatMap((reading) =>
    [1, 2, 5, 12, 50, 200, 500].flatMap((agents) =>
      [0.02, 0.05, 0.15, 0.3, 0.6].flatMap((answerRate) =>
        [1, 1.5, 2, 3, 5].flatMap((agentRatio) =>
          [0.1, 0.3, 1, 3, 10].map((dialRate) => ({
            ...reading,
            agents,
            answerRate,
            agentRatio,
            dialRate,
          })),
        ),
      ),
    ),
  );
  const limits = { maxQueueDepth: 40, maxAbandonmentRate: 0.03, regulation: "us" } as const;
  return settings.map(({ linesCounted, lineRounding, agents, answerRate, ...pace }) => {
    const demand = { ...pace, configId: "one", agents, pacingType: "predictive" } as const;
    let isRefused = false;
    const check = (attempt: number) =>
      milliseconds(() => {
        // Equal figures are forecast once a process.
        const figures = { agents, answerRate, averageHandleTimeSeconds: 180 + attempt * 1e-9 };
        const judged = checkForecast(limits, figures, demand, [], { linesCounted, lineRounding });
        isRefused = judged?.findings.some(({ severity }) => severity === "error") ?? false;
      });
    let ms = check(0);
    // What else the machine does only adds to a time.
    for (let attempt = 1; ms > LONGEST_CHECK / 2 && attempt < 3; attempt++) {
      ms = Math.min(ms, check(attempt));
    }
    return { linesCounted, agents, answerRate, ...pace, refused: isRefused, ms };
  });
}

function printWholeChecks(): void {
  console.log("\nWhole checks of one configuration, all different");
  const checks = wholeChecks().toSorted((a, b) => b.ms - a.ms);
  const mean = checks.reduce((sum, { ms }) => sum + ms, 0) / checks.length;
  const long = checks.filter(({ ms }) => ms > LONGEST_CHECK).length;
  const refused = checks.filter((each) => each.refused).length;
  console.log(
    `${checks.length} checks, ${refused} refused: ${mean.toFixed(1)} ms on average, ${long} over ${LONGEST_CHECK} ms. The slowest, in milliseconds:`,
  );
  console.table(checks.slice(0, 10));
}

/** Periods of days whose staff comes and goes, and what their parts take in milliseconds. */
function periods() {
  const settings = [5, 20, 50, 100].flatMap((agents) =>
    [8, 24].flatMap((intervals) =>
      [0.1, 0.25, 0.5].flatMap((answerRate) =>
        [agents / 180 / answerRate, 10].map((dialRate) => ({
          agents,
          intervals,
          answerRate,
          dialRate: Number(dialRate.toFixed(2)),
        })),
      ),
    ),
  );
  return settings.map(({ agents, intervals, answerRate, dialRate }) => {
    const options: PeriodOptions = {
      pacingType: "predictive",
      intervals: Array.from({ length: intervals }, (_, i) => ({
        seconds: 3600,
        agents: Math.max(1, Math.round(agents * (0.6 + 0.4 * Math.sin(i / 3)))),
        answerRate,
        averageHandleTimeSeconds: 180,
      })),
      answerRateVariation: 0.2,
      dialRate,
      agentRatio: 3,
      maxQueueDepth: 100,
      limit: 0.03,
    };
    const plan = parsePeriodOptions(options);
    let excess = 0;
    let odds = { abandonmentRate: 0, abandonmentMargin: 0 };
    const forecast = milliseconds(() => {
      const result = periodOdds(simulatePeriodDays(plan, thorough), plan);
      ({ excess } = result);
      odds = result;
    });
    const search = milliseconds(() => {
      highestPeriodDialRate(plan, excess);
      highestPeriodAgentRatio(plan, excess);
    });
    return {
      agents,
      intervals,
      answerRate,
      "dials/s": dialRate,
      abandonment: percent(odds.abandonmentRate),
      margin: percent(odds.abandonmentMargin),
      passes: excess <= 0,
      "forecast ms": Math.round(forecast),
      "what would pass ms": Math.round(search),
    };
  });
}

function printPeriods(): void {
  console.log("\nPeriods of 30 days, in hours");
  console.table(periods());
  console.log("\nWhole checks with a schedule, all different");
  const checks = scheduleChecks().toSorted((a, b) => b.ms - a.ms);
  const groups = Map.groupBy(checks, ({ kinds, history }) => JSON.stringify({ kinds, history }));
  console.table(
    [...groups].map(([name, group]) => ({
      ...JSON.parse(name),
      checks: group.length,
      mean: Math.round(group.reduce((sum, { ms }) => sum + ms, 0) / group.length),
      longest: Math.round(group[0]?.ms ?? 0),
      [`over ${LONGEST_CHECK} ms`]: group.filter(({ ms }) => ms > LONGEST_CHECK).length,
    })),
  );
  console.table(checks.slice(0, 10));
}

/** Checks of a schedule as the provider makes them: the forecast, what would pass and, with a history, what is left of the period. */
function scheduleChecks() {
  const settings = [5, 20, 100].flatMap((agents) =>
    [8, 24].flatMap((intervals) =>
      [0.1, 0.25, 0.5].flatMap((answerRate) =>
        [1, 7].flatMap((kinds) =>
          [false, true].flatMap((history) =>
            [2, 3].flatMap((agentRatio) =>
              [0.7, 1, 2].map((pace) => ({
                ...{ agents, intervals, answerRate, kinds, history, agentRatio },
                dialRate: Number(Math.min(10, (pace * agents) / answerRate / 180).toFixed(2)),
              })),
            ),
          ),
        ),
      ),
    ),
  );
  const counts = new Map(
    Array.from({ length: 20 }, (_, i) => [
      new Date(Date.UTC(2026, 2, 2 + i)).toISOString().slice(0, 10),
      { answered: 2000, abandoned: 58 },
    ]),
  );
  const limits = { maxQueueDepth: 40, maxAbandonmentRate: 0.03, regulation: "us" } as const;
  return settings.map((setting) => {
    const { agents, intervals, answerRate, kinds, history, ...pace } = setting;
    const days = Array.from({ length: kinds }, (_, kind) => ({
      weekdays: kinds === 1 ? weekdays : weekdays.slice(kind, kind + 1),
      intervals: Array.from({ length: intervals }, (_, i) => ({
        start: `${i}`,
        seconds: 3600,
        agents: Math.max(1, Math.round(agents * (0.6 + 0.4 * Math.sin((i + kind) / 3)))),
        answerRate,
        averageHandleTimeSeconds: 180,
      })),
    }));
    const demand = { ...pace, configId: "one", agents, pacingType: "predictive" } as const;
    let verdict = "";
    const check = (attempt: number) =>
      milliseconds(() => {
        // Equal schedules are forecast once a process.
        const answerRateVariation = 0.15 + attempt * 1e-9;
        const schedule = { days, answerRateVariation, answerRate };
        const past = history ? { counts } : undefined;
        const judged = checkPeriod(limits, schedule, demand, [], defaultLineReading, past);
        verdict = judged?.findings[0]?.severity ?? "passes";
      });
    let ms = check(0);
    for (let attempt = 1; ms > LONGEST_CHECK / 2 && attempt < 3; attempt++) {
      ms = Math.min(ms, check(attempt));
    }
    return { ...setting, verdict, ms: Math.round(ms) };
  });
}

if (process.argv[2] === "checks") printWholeChecks();
else if (process.argv[2] === "periods") printPeriods();
else printEverything();

function printEverything(): void {
  console.log("Exact formulas against high precision");
  console.table(worstRelativeErrors());
  console.table(exactTimes());

  console.log("\nSimulation against M/M/n+D in the open loop");
  const grid = openLoopAgainstExact();
  const within = grid.filter(({ error, margin }) => error <= margin).length;
  const worst = Math.max(...grid.map(({ error }) => error));
  console.log(
    `${within} of ${grid.length} within their 95 % interval; the furthest is off by ${percent(worst)}`,
  );

  console.log(
    "\nClosed loop against independent simulations; rounded up per agent, and down where pooled",
  );
  console.table(closedLoop());

  console.log("\nFractions of lines: 12 agents, 24 % answered, 210 s, 1.2 dials a second, pooled");
  console.table(roundedLines());

  for (const reading of readings) {
    console.log(`\nThroughput, lines ${reading.linesCounted}`);
    console.table(eventsASecond(reading));

    console.log(
      "\nforecastPacing over legal configurations, all different, optimalDialRate included",
    );
    const checks = legalChecks(reading).toSorted((a, b) => b.ms - a.ms);
    const total = checks.reduce((sum, { ms }) => sum + ms, 0);
    const exact = checks.filter(({ model }) => model === "exact").length;
    const wide = checks.filter(({ margin }) => margin >= 0.0025).length;
    console.log(
      `${checks.length} configurations in ${(total / 1000).toFixed(1)} s, ${(total / checks.length).toFixed(1)} ms each`,
    );
    console.log(
      `${exact} exact; ${wide} with a margin of 0.25 points or more. The slowest, in milliseconds:`,
    );
    console.table(checks.slice(0, 5));
  }

  printWholeChecks();
  printPeriods();
}
