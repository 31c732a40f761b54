import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { afternoon, intervals, morning } from "./schedules.ts";
import { startWorld } from "./world.ts";

const { provider, scene } = await startWorld();
const { program } = scene({ campaign: { agentCount: 0 } });
const pace = { pacingType: "predictive", agentRatio: 2, dialRate: 0.15, regulation: "us" };

describe("a schedule that is wrong is refused where it is wrong", () => {
  const cases: readonly (readonly [string, JsonObject, string, RegExp])[] = [
    [
      "a gap",
      { intervals: [{ ...morning, end: "12:00" }, afternoon] },
      "staffing.intervals[1].start",
      /^is 13:00, but the interval before it ends at 12:00\. Write an interval with 0 agents for the gap\.$/,
    ],
    [
      "a mistake on one day of the week",
      { intervals: { friday: [{ ...morning, agents: 1.5 }] } },
      "staffing.intervals.friday[0].agents",
      /^is 1\.5, but agents are whole\./,
    ],
    [
      "a day that is none",
      { intervals: { caturday: [morning] } },
      "staffing.intervals.caturday",
      /^is no day of the week: monday, /,
    ],
    [
      "a figure that is none",
      { intervals: [{ ...morning, handleTime: 180 }] },
      "staffing.intervals[0].handleTime",
      /^is no part of an interval, which has start, end, agents, /,
    ],
    [
      "a number in quotes",
      { intervals: [{ ...morning, agents: "12" }] },
      "staffing.intervals[0].agents",
      /^must be a number of agents/,
    ],
    [
      "a start that is no text",
      { intervals: [{ ...morning, start: 9 }] },
      "staffing.intervals[0].start",
      /^must be a time on the clock, such as "09:30"\.$/,
    ],
    [
      "an end that is no text",
      { intervals: [{ ...morning, end: 13 }] },
      "staffing.intervals[0].end",
      /^must be a time on the clock, such as "12:00"\.$/,
    ],
    [
      "an answer rate in quotes",
      { intervals: [{ ...morning, answerRate: "0.3" }] },
      "staffing.intervals[0].answerRate",
      /^must be a number, answered ÷ dialled\.$/,
    ],
    [
      "a handle time in quotes",
      { intervals: [{ ...morning, averageHandleTimeSeconds: "180" }] },
      "staffing.intervals[0].averageHandleTimeSeconds",
      /^must be a number of seconds\.$/,
    ],
    [
      "the eleventh interval",
      {
        intervals: Array.from({ length: 11 }, (_, i) => ({
          ...morning,
          start: `${i + 10}:00`,
          end: `${i + 11}:00`,
          agents: i === 10 ? 1.5 : 3,
        })),
      },
      "staffing.intervals[10].agents",
      /^is 1\.5, but agents are whole\./,
    ],
    ["no schedule", { intervals: 12 }, "staffing.intervals", /^must be a list of intervals, or /],
    [
      "a day that is no list",
      { intervals: { monday: 12 } },
      "staffing.intervals.monday",
      /^must be a list of intervals\.$/,
    ],
    [
      "an interval that is none",
      { intervals: [12] },
      "staffing.intervals[0]",
      /^must be an interval: \{ start, end, agents, answerRate, averageHandleTimeSeconds \}\.$/,
    ],
    ["no day", { intervals: {} }, "staffing.intervals", /^names no day\./],
    [
      "a steady figure beside it",
      { intervals, agents: 12 },
      "staffing.agents",
      /^is for one steady hour, and staffing\.intervals plans it for each interval\./,
    ],
    [
      "a variation without it",
      { answerRateVariation: 0.2 },
      "staffing.answerRateVariation",
      /^says how days differ, but staffing\.intervals says no day\./,
    ],
  ];
  for (const [name, staffing, property, reason] of cases) {
    test(name, async () => {
      const { failures } = await provider.check(program({ ...pace, staffing }));
      assert.deepEqual(
        failures.map((each) => each.property),
        [property],
      );
      assert.match(failures[0]?.reason ?? "", reason);
    });
  }
});
