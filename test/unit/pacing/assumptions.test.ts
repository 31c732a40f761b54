import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Dialer } from "../../../provider/src/domain/pacing/dialer.ts";
import { simulateDialer } from "../../../provider/src/domain/pacing/simulate-dialer.ts";
import {
  assumed,
  deviations,
  direction,
  measure,
} from "../../../scripts/assumptions/deviations.ts";
import { pageOf, said, share, tableAfter } from "./guide.ts";

const guide = pageOf("forecast.md");
const rows = tableAfter(guide, "| assumed | instead | abandoned | the forecast is |\n");

const [written] = said(guide, /at two lines is forecast at ([\d.]+ %)/);
const asAssumed = share(written);

const dialer: Dialer = {
  agents: assumed.agents,
  answerRate: assumed.answerRate,
  averageHandleTimeSeconds: assumed.averageHandleTimeSeconds,
  dialRate: assumed.dialRate ?? Infinity,
  agentRatio: Number(assumed.lines),
  linesCounted: "perAgent",
  lineRounding: "up",
  maxQueueDepth: assumed.maxQueueDepth ?? Infinity,
  abandonSeconds: 2,
  ringSecondsAnswered: 10,
  ringSecondsUnanswered: 20,
  seed: 1981,
};

/** The deviations that the forecast can be given, as what it would be given. */
const forecastable: Readonly<Record<string, Partial<Dialer>>> = {
  "lines are pooled": { linesCounted: "pooled" },
  "an hour in which a fifth more people answer (28.8 %)": { answerRate: 0.288 },
  "an hour in which a fifth fewer answer (19.2 %)": { answerRate: 0.192 },
  "2 of the 12 are at a break": { agents: 10 },
  "after 5 s": { ringSecondsAnswered: 5 },
  "after 30 s": { ringSecondsUnanswered: 30 },
  "2 s after a greeting of 1 s": { abandonSeconds: 3 },
  "2 s after a greeting of 2 s": { abandonSeconds: 4 },
};

function forecastOf(change: Partial<Dialer>): number {
  const rates = [1, 2, 3, 4].map(
    (seed) => simulateDialer({ ...dialer, ...change, seed }).abandonmentRate,
  );
  return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}

describe("the guide's table of assumptions", () => {
  test("has a row for each that is measured, and says which way the forecast is off", () => {
    assert.deepEqual(
      rows.map(([assumption, instead]) => [assumption, instead]),
      deviations.map(({ assumption, instead }) => [assumption, instead]),
    );
    for (const [, instead, abandoned, off] of rows) {
      assert.equal(off, direction(asAssumed, share(abandoned)), instead);
    }
  });

  test("has the figures that the text below it names", () => {
    const abandonedWhere = (what: string) =>
      rows.find(([, instead]) => instead?.startsWith(what))?.[2];
    const [blended, fewer] = said(
      guide,
      /with as many fewer agents: ([\d.]+ %), where 10 agents without other work abandon ([\d.]+ %)/,
    );
    assert.equal(blended, abandonedWhere("inbound calls take a fifth"));
    assert.equal(fewer, abandonedWhere("2 of the 12 are at a break"));
    const [regular, exponential] = said(
      guide,
      /They hardly matter: in the table, ([\d.]+ %) in place of ([\d.]+ %)/,
    );
    assert.deepEqual([regular, exponential], [abandonedWhere("regular"), written]);
  });

  test("starts from what the forecast says", () => {
    assert.ok(Math.abs(forecastOf({}) - asAssumed) < 0.002, `${forecastOf({})}`);
  });

  for (const [i, { assumption, instead, dialer: change }] of deviations.entries()) {
    test(`has the figure of ${assumption}: ${instead}`, () => {
      const written = share(rows[i]?.[2]);
      const known = forecastable[instead];
      if (known) {
        const found = forecastOf(known);
        assert.ok(Math.abs(found - written) < 0.0035, `${found} is not ${written}`);
      } else {
        const { abandonmentRate, standardError } = measure(change, 40, 7);
        const off = Math.abs(abandonmentRate - written) / standardError;
        assert.ok(off < 3, `${abandonmentRate} ± ${standardError} is not ${written}`);
      }
    });
  }
});
