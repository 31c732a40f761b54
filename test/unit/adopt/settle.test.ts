import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { type Member, settle } from "../../../provider/src/cli/adopt/plan/settle.ts";
import type { Demand } from "../../../provider/src/domain/capacity.ts";
import { error } from "../../../provider/src/domain/finding.ts";

interface Settings {
  readonly dialRate?: number;
  /** The campaign's dial rate up to which it passes. */
  readonly limit?: number;
  readonly isInProgram?: boolean;
  readonly obstacle?: string;
}

/** A configuration that passes while the campaign dials no more than its limit. */
function member(name: string, settings: Settings = {}): Member {
  const { dialRate = 1, limit = 30, isInProgram = false, obstacle } = settings;
  const demand: Demand = { configId: name, dialRate, agentRatio: 1, agents: 10 };
  return {
    name,
    arguments: {},
    isInProgram,
    obstacle,
    judgement: {
      arguments: [],
      demand,
      limit,
      capacity: () => [],
      forecast: (others) => {
        const sum = [demand, ...others].reduce((total, each) => total + each.dialRate, 0);
        return sum > limit ? [error("dialRate", `${sum} is over.`)] : [];
      },
    },
  };
}

/** What became of each, by name: the reason, or nothing where it is taken. */
function outcome(members: readonly Member[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...settle(members)].map(([{ name }, verdict]) => [
      name,
      "refused" in verdict ? verdict.refused : "",
    ]),
  );
}

function taken(members: readonly Member[]): readonly string[] {
  return Object.entries(outcome(members)).flatMap(([name, refused]) => (refused ? [] : [name]));
}

describe("the configurations of a campaign", () => {
  const twenty = Array.from({ length: 20 }, (_, i) => member(`small-${i}`));

  test("are not counted with one that is refused by itself", () => {
    const all = outcome([member("huge", { dialRate: 100 }), ...twenty]);
    assert.equal(all.huge, "dialRate: 100 is over.");
    assert.equal(Object.values(all).filter((refused) => refused === "").length, 20);
  });

  test("are not counted with one that lacks what the provider would write", () => {
    const all = outcome([member("bare", { dialRate: 15, obstacle: "no rules." }), ...twenty]);
    assert.equal(all.bare, "no rules.");
    assert.equal(Object.values(all).filter((refused) => refused === "").length, 20);
  });

  test("that are too many together are named, the one that dials most first", () => {
    const all = outcome([...twenty, member("larger", { dialRate: 12 })]);
    assert.equal(
      all["small-3"],
      "dialRate: 32 is over. Counted together: larger, small-0, small-1, small-10, small-11 and 16 more.",
    );
    assert.equal(new Set(Object.values(all)).size, 1);
  });

  test("pass without the strictest, which alone cannot be beside them", () => {
    const strict = member("strict", { limit: 5, dialRate: 2 });
    const all = [...twenty.slice(0, 5), strict];
    assert.deepEqual(
      taken(all),
      twenty.slice(0, 5).map(({ name }) => name),
    );
    assert.match(
      outcome(all).strict ?? "",
      /^dialRate: 7 is over\. Counted together: strict, small-0/,
    );
  });

  test("stay in the program that has them, and count against what is new", () => {
    const old = member("old", { isInProgram: true, dialRate: 29, limit: 1 });
    assert.deepEqual(taken([old, member("new"), member("newer")]), ["old"]);
    assert.match(
      outcome([old, member("new"), member("newer")]).new ?? "",
      /Counted together: old, new/,
    );
  });

  test("all pass together once they are settled, and each that is refused alone is refused for itself", () => {
    const settings = fc.record({
      dialRate: fc.integer({ min: 1, max: 20 }),
      limit: fc.constantFrom(0, 10, 30),
    });
    fc.assert(
      fc.property(fc.array(settings, { maxLength: 12 }), (each) => {
        const members = each.map((given, i) => member(`m${i}`, given));
        const names = taken(members);
        const sum = members.reduce(
          (total, { name, judgement }) =>
            total + (names.includes(name) ? (judgement.demand?.dialRate ?? 0) : 0),
          0,
        );
        for (const { name, judgement } of members) {
          const isAloneOver = (judgement.demand?.dialRate ?? 0) > judgement.limit;
          if (names.includes(name)) assert.ok(sum <= judgement.limit);
          if (isAloneOver) assert.doesNotMatch(outcome(members)[name] ?? "", /Counted together/);
        }
      }),
    );
  });
});
