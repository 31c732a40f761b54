import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "pulumi-cxone-dialer";
import {
  askedChangesIn,
  driftIn,
  passingIn,
  type Refusal,
  refusalIn,
  refusedRateIn,
} from "../../../provider/src/cli/comment/judge/provider-sentences.ts";
import { programChanges } from "../../../provider/src/dialer-config/program-changes.ts";
import { type Scene, startWorld } from "../../provider/world.ts";

const { provider, scene, deployed } = await startWorld();

/** Ten agents, and a pace that they hardly carry. */
const campaign = { agentCount: 10, answerRate: 0.3, averageHandleTime: 180 };
const pace = { pacingType: "predictive", agentRatio: 3, dialRate: 0.1, regulation: "us" };

/** A refusal as the engines print it. */
function printed(property: string, value: unknown, reason: string): string {
  return `pulumi-nodejs:dynamic/cxone:DialerConfig resource 'first-call': property ${property} value {${value}} has a problem: ${reason}`;
}

async function refusalsOf(
  { program }: Scene,
  changes: JsonObject,
  olds: JsonObject = {},
): Promise<readonly Refusal[]> {
  const news = program(changes);
  const { failures } = await provider.check(news, olds);
  return failures.map(
    ({ property, reason }) =>
      refusalIn(printed(property, news[property] ?? "<nil>", reason)) ?? assert.fail(reason),
  );
}

describe("the drift that diff warns of", () => {
  test("is understood, field by field", async () => {
    const { configId, stack, program, edit } = await deployed(
      {},
      { complianceRules: { note: "a" } },
    );
    edit({ maxQueueDepth: 80, complianceRules: { note: "b" } });
    // Another field is changed, so that the update merges and keeps both edits.
    const wanted = { dialRate: 1.1, complianceRules: { note: "a" } };
    await stack.up(program(wanted));
    await stack.preview(program(wanted));
    assert.deepEqual(
      provider.takeWarnings().flatMap((text) => driftIn(text) ?? []),
      [
        { configId, path: "maxQueueDepth", from: "80", to: "40" },
        { configId, path: "complianceRules.note", from: "[not shown]", to: "[not shown]" },
      ],
    );
  });

  const word = fc.oneof(
    fc.string({ minLength: 1 }),
    fc
      .array(
        fc.constantFrom(
          " in ",
          " to ",
          ", and the program says ",
          ". `pulumi up` changes it from ",
          "x",
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join("")),
  );
  test("is understood whatever its values are", () => {
    fc.assert(
      fc.property(word, word, (from, to) => {
        const text =
          `Dialer configuration config-1: the tenant holds ${from} in dialRate, and the program says ${to}. ` +
          `\`pulumi up\` changes it from ${from} to ${to}.`;
        const drift = driftIn(text) ?? assert.fail(text);
        assert.equal(
          text,
          `Dialer configuration ${drift.configId}: the tenant holds ${drift.from} in ${drift.path}, and the program says ` +
            `${drift.to}. \`pulumi up\` changes it from ${drift.from} to ${drift.to}.`,
        );
      }),
    );
  });

  test("is a sentence like any other where its halves disagree", () => {
    const text =
      "Dialer configuration config-1: the tenant holds 1 in dialRate, and the program says 2. `pulumi up` changes it from 1 to 3.";
    assert.equal(driftIn(text), undefined);
  });
});

describe("a refusal says what would pass:", () => {
  test("the dial rate and the ratio that keep the limit", async () => {
    const [refused = assert.fail()] = await refusalsOf(scene({ campaign }), {
      ...pace,
      dialRate: 3,
    });
    assert.deepEqual(
      passingIn(refused).map(({ path }) => path),
      ["dialRate", "agentRatio"],
    );
    const { rate, limit, margin } = refusedRateIn(refused.reason) ?? assert.fail(refused.reason);
    assert.equal(limit, 0.03);
    assert.ok(rate > limit && (margin ?? 0) < 0.003, refused.reason);
    const passes = passingIn(refused).find(({ path }) => path === "dialRate")?.value;
    assert.ok(typeof passes === "number" || passes === "none", refused.reason);
  });

  test("what is left of the campaign's capacity", async () => {
    const given = scene({ campaign: { ...campaign, agentCount: 2 } });
    const slow = { pacingType: "progressive", agentRatio: 1 };
    const [alone] = await refusalsOf(given, { ...slow, dialRate: 3 });
    assert.deepEqual(passingIn(alone ?? assert.fail()), [{ path: "dialRate", value: 2 }]);
    const [together] = await refusalsOf(given, { ...slow, configId: "another", dialRate: 1 });
    assert.deepEqual(passingIn(together ?? assert.fail()), [{ path: "dialRate", value: "none" }]);
  });

  test("the range, the program's own limit, the regulation's limit", async () => {
    const refused = await refusalsOf(scene(), {
      dialRate: 77,
      agentRatio: 3.5,
      maxAbandonmentRate: 0.04,
      regulation: "us",
    });
    assert.deepEqual(
      refused.flatMap(passingIn).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      [
        { path: "agentRatio", value: 3 },
        {
          path: "dialRate",
          value: { words: "a number from 0.1 to 10, dials started a second over the campaign" },
        },
        { path: "maxAbandonmentRate", value: 0.03 },
      ],
    );
  });
});

describe("a refusal of what was deployed before", () => {
  test("ends with what the program changes, and is understood", async () => {
    const given = scene({ campaign });
    const { inputs } = await provider.check(given.program({ ...pace, staffing: { agents: 50 } }));
    const changes = { ...pace, agentRatio: 2, dialRate: 8, staffing: { agents: 10 } };
    const [refused, ...others] = await refusalsOf(given, changes, inputs);
    const { reason, changes: asked } = askedChangesIn(refused?.reason ?? "");
    assert.deepEqual(asked, [
      { path: "agentRatio", before: "3", after: "2" },
      { path: "dialRate", before: "0.1", after: "8" },
      { path: "staffing.agents", before: "50", after: "10" },
    ]);
    assert.match(reason, /or plan more agents in staffing\.agents\./i);
    assert.doesNotMatch(reason, /Since the last deployment/);
    for (const each of others) assert.deepEqual(askedChangesIn(each.reason).changes, []);
  });

  test("says nothing of the kind where it is new, or has another id", async () => {
    const given = scene();
    const { inputs } = await provider.check(given.program());
    for (const olds of [{}, { ...inputs, configId: "another" }]) {
      const [refused] = await refusalsOf(given, { dialRate: 77 }, olds);
      assert.doesNotMatch(refused?.reason ?? "", /Since the last deployment/);
    }
  });

  test("shows no text of the compliance rules", () => {
    const of = (note: string) => ({
      configId: "c",
      complianceRules: { note, ringSeconds: note.length },
    });
    assert.equal(
      programChanges(of("hush"), of("a secret")),
      " Since the last deployment the program changes complianceRules.note from [not shown] to [not shown], " +
        "complianceRules.ringSeconds from 4 to 8.",
    );
  });

  const value = fc.oneof(fc.double({ min: 0.1, max: 10, noNaN: true }), fc.string(), fc.boolean());
  test("is understood whatever the values are", () => {
    const names = ["pacingType", "dialRate", "agentRatio", "regulation"] as const;
    const side = fc.record(Object.fromEntries(names.map((name) => [name, value])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(side, side, (olds, news) => {
        const sentence = programChanges({ ...olds, configId: "c" }, { ...news, configId: "c" });
        const { reason, changes } = askedChangesIn(`Too fast.${sentence}`);
        assert.equal(reason, "Too fast.");
        assert.deepEqual(
          changes.map(({ path }) => path).toSorted(),
          Object.keys(news)
            .filter((name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]))
            .toSorted(),
        );
      }),
    );
  });
});
