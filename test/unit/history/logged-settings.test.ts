import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type SettingsWrite,
  type SomeSettings,
  settingsChanges,
} from "../../../provider/src/domain/backtest/logged-settings.ts";
import { settingsInForce } from "../../../provider/src/domain/backtest/settings-in-force.ts";

const DAY = 86_400_000;
const first = Date.parse("2026-03-02T09:00Z");
const settings = {
  pacingType: "predictive",
  dialRate: 1,
  agentRatio: 2,
  maxQueueDepth: 40,
} as const;

describe("what an audit log says of settings", () => {
  const write = {
    ...{ at: first, configId: "config", action: "change", isConfirmed: true },
    changes: { before: { agentRatio: 1 }, after: { agentRatio: 2 } },
  } as const satisfies SettingsWrite;
  const later = {
    ...write,
    at: first + DAY,
    changes: { before: { agentRatio: 2, dialRate: 1 }, after: { agentRatio: 3, dialRate: 2 } },
  };
  const inForce = (writes: readonly SettingsWrite[], otherwise?: SomeSettings) =>
    settingsInForce(settingsChanges(writes, otherwise)).map(({ since, settings }) => [
      since,
      "unknown" in settings ? settings.unknown : settings,
    ]);
  const rest = { pacingType: "predictive", maxQueueDepth: 40 } as const;

  test("is all of it where the log creates the configuration", () => {
    const created = {
      ...write,
      ...({ action: "create", changes: { before: {}, after: settings } } as const),
    };
    assert.deepEqual(inForce([created], { dialRate: 9 }), [[first, settings]]);
  });

  test("is what a setting was before its first change, and otherwise what somebody gives", () => {
    assert.deepEqual(inForce([write, later], { ...rest, agentRatio: 4 }), [
      [-Infinity, { ...rest, agentRatio: 1, dialRate: 1 }],
      [first, { ...rest, agentRatio: 2, dialRate: 1 }],
      [first + DAY, { ...rest, agentRatio: 3, dialRate: 2 }],
    ]);
    assert.deepEqual(inForce([write]), [
      [-Infinity, "nothing says pacingType and dialRate and maxQueueDepth of configuration config"],
    ]);
  });

  test("is not known after a write that may not have been done, or of which nobody knows what it changed", () => {
    const doubtful = { ...later, isConfirmed: false };
    assert.deepEqual(inForce([write, doubtful], rest).at(-1), [
      first + DAY,
      "nothing says dialRate and agentRatio of configuration config",
    ]);
    const [, before, after] = inForce([write, { ...later, changes: undefined }, later], {
      ...rest,
      dialRate: 5,
    });
    assert.deepEqual(before, [first, { ...rest, agentRatio: 2, dialRate: 5 }]);
    assert.match(String(after?.[1]), /^nothing says pacingType/);
  });
});

test("what changes at one time holds together from then on", () => {
  const at = first + DAY;
  const both = settingsInForce([
    { at: -Infinity, configId: "config", settings },
    { at, configId: "config", settings: { agentRatio: 3 } },
    { at, configId: "config", settings: { dialRate: 2 } },
  ]);
  assert.deepEqual(both.at(-1), {
    since: at,
    settings: { ...settings, agentRatio: 3, dialRate: 2 },
  });
  assert.equal(both.length, 2);
});
