import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pendingChange } from "../../../provider/src/cli/budget/pending.ts";
import { pendingText } from "../../../provider/src/cli/budget/pending-text.ts";
import type { RestForecast } from "../../../provider/src/cli/budget/rest.ts";
import { readPreview } from "../../../provider/src/cli/shared/preview/read-preview.ts";
import type { TelemetrySource } from "../../../provider/src/cli/shared/preview/telemetry-source.ts";
import { budgetOf } from "../../../provider/src/domain/history/budget.ts";
import { dailyCounts, periodAt } from "../../../provider/src/domain/history/days.ts";
import {
  campaignId,
  digest,
  intervals,
  raised,
  type Step,
  settings,
} from "../../support/preview-digest.ts";

const DAY = 86_400_000;
const start = Date.parse("2026-03-02T09:00Z");
const counts = { minutes: 60, agents: 10, dials: 4000, answered: 1000, handleSeconds: 180_000 };
const history = {
  campaignId,
  rows: Array.from({ length: 15 }, (_, i) => ({
    ...counts,
    campaignId,
    start: start + i * DAY,
    abandoned: 20 + (i % 3),
  })),
};
const period = periodAt("us", "2026-03-02", "2026-03-16");
const budget = budgetOf(dailyCounts(history), 0.03, period, "2026-03-16");

function changeBy(
  steps: readonly Step[],
  telemetry: TelemetrySource = { kind: "none" },
  { of = history, more = {} } = {},
) {
  return pendingChange(readPreview(digest(steps, more)), of, budget, telemetry);
}

function forecastsBy(steps: readonly Step[]): readonly [RestForecast, RestForecast] {
  const { before, after } = changeBy(steps) ?? assert.fail("The preview changes nothing.");
  assert.ok(typeof before === "object" && typeof after === "object");
  return [before, after];
}

describe("what a pending preview changes about a budget", () => {
  test("is the chance and the day on which nothing is left, and what it says would pass does", () => {
    const [before, after] = forecastsBy([raised]);
    assert.equal(before.goneOn, undefined);
    assert.ok((after.goneOn ?? "") > "2026-03-16");
    assert.ok(before.chanceOverLimit < 0.01 && after.chanceOverLimit > 0.99);
    const { dialRate = 0 } = after.highest?.() ?? {};
    const passing = { ...settings, agentRatio: 3, dialRate };
    const [, lowered] = forecastsBy([{ op: "update", before: settings, after: passing }]);
    assert.ok(dialRate > 0 && lowered.chanceOverLimit < 0.05, `${lowered.chanceOverLimit}`);
  });

  test("stands on the telemetry file's days or the history's where the program plans none", () => {
    const { staffing: _, ...before } = settings;
    const steps: readonly Step[] = [{ op: "update", before, after: { ...before, dialRate: 0.2 } }];
    assert.equal(changeBy(steps)?.schedule, "history");
    const entry = { asOf: "2026-03-16T00:00:00Z", intervals };
    const telemetry = { kind: "file", campaigns: { [campaignId]: entry } } as const;
    assert.equal(changeBy(steps, telemetry)?.schedule, "telemetry");
    assert.equal(changeBy([raised], telemetry)?.schedule, undefined);
  });

  test("is not known where the history has too few days for a schedule", () => {
    const { staffing: _, ...before } = settings;
    const few = { ...history, rows: history.rows.slice(0, 3) };
    const steps: readonly Step[] = [{ op: "update", before, after: { ...before, dialRate: 0.2 } }];
    const change = changeBy(steps, { kind: "none" }, { of: few });
    assert.deepEqual([change?.before, change?.after], ["figures", "figures"]);
  });

  test("counts all configurations of the campaign, those that stay as they are too", () => {
    const other = { ...settings, configId: "config-2", agentRatio: 3 };
    const steps: readonly Step[] = [
      { op: "same", before: other, after: other, name: "autumn-sales" },
      { op: "update", before: settings, after: { ...settings, dialRate: 0.2 } },
    ];
    const [, together] = forecastsBy(steps);
    const [, alone] = forecastsBy(steps.slice(1));
    assert.ok(together.expectedRate > alone.expectedRate);
    const change = changeBy([raised], undefined, { more: { changeSummary: { same: 3 } } });
    assert.equal(change?.hidden, 3);
    const notes = change ? pendingText(change).notes : [];
    assert.match(notes.join(), /The preview only counts 3 unchanged resources: /);
  });

  test("is that nobody is called any more where its last configuration goes", () => {
    const [before, after] = forecastsBy([{ op: "delete", before: settings }]);
    assert.ok(before.highest);
    assert.deepEqual(after, { expectedRate: 315 / 15_000, chanceOverLimit: 0, goneOn: undefined });
  });

  test("is of the budget's period, whatever regulation the program names", () => {
    const daily = (inputs: object) => ({ ...inputs, regulation: "uk" });
    const [before, after] = forecastsBy([
      { op: "update", before: daily(settings), after: daily({ ...settings, dialRate: 0.2 }) },
    ]);
    assert.deepEqual(before, { ...forecastsBy([raised])[0], highest: before.highest });
    assert.ok(before.highest && after.expectedRate > before.expectedRate);
  });

  test("is nothing where it is of other campaigns, or no day is left", () => {
    const other = { ...settings, campaignId: "another" };
    assert.equal(changeBy([{ op: "create", after: other }]), undefined);
    const over = { ...budget, daysLeft: 0 };
    const preview = readPreview(digest([raised]));
    assert.equal(pendingChange(preview, history, over, { kind: "none" }), undefined);
  });

  test("is not known where a setting is not", () => {
    const unknown = { ...settings, dialRate: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    const change = changeBy([{ op: "update", before: settings, after: unknown }]);
    assert.equal(change?.after, "unknown");
    const { figures = [], notes = [] } = change ? pendingText(change) : {};
    assert.deepEqual(
      figures.map(({ after }) => after),
      ["not known", "not known", "not known"],
    );
    assert.match(notes[0] ?? "", /known only once another resource is deployed/);
  });

  test("is of the one campaign of the preview where the history does not name its own", () => {
    const unnamed = { ...history, campaignId: "" };
    assert.deepEqual(changeBy([raised], undefined, { of: unnamed })?.names, ["spring-sales"]);
    const another = { ...settings, campaignId: "another" };
    assert.throws(
      () => changeBy([raised, { op: "create", after: another }], undefined, { of: unnamed }),
      /does not say of which campaign it is/,
    );
  });

  test("says in words what passes from now on, where nothing does too", () => {
    const change = changeBy([raised]);
    assert.ok(change && typeof change.after === "object");
    const { after } = change;
    const noteWith = (dialRate: number, agentRatio: number) =>
      pendingText({ ...change, after: { ...after, highest: () => ({ dialRate, agentRatio }) } })
        .notes[0];
    const ofAll = "for all configurations of the campaign together";
    const highest = "From now on, the highest that keeps the chance under 5 % is";
    const [rate, ratio] = [
      "a dialRate of 0.2 at this agentRatio",
      "an agentRatio of 2 at this dialRate",
    ];
    assert.deepEqual(
      [noteWith(0.2, 2), noteWith(0.2, 0), noteWith(0, 2), noteWith(0, 0)],
      [
        `${highest} ${rate}, or ${ratio}, ${ofAll}.`,
        `${highest} ${rate}, ${ofAll}; no agentRatio at this dialRate does.`,
        `${highest} ${ratio}, ${ofAll}; no dialRate at this agentRatio does.`,
        `From now on, no dialRate at this agentRatio and no agentRatio at this dialRate keeps the chance under 5 %, ${ofAll}.`,
      ],
    );
  });
});
