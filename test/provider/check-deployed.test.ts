import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { startWorld } from "./world.ts";

const { provider, deployed, scene } = await startWorld();

test("a change of the pace comes with the pace that was deployed, for policies to judge the step", async () => {
  const { program, stack } = await deployed();
  const { inputs } = await provider.check(program({ dialRate: 1.2 }), stack.inputs);
  assert.deepEqual(inputs.deployed, { dialRate: 1, agentRatio: 1.5 });
});

test("it is of the last deployment, and stays through a refresh", async () => {
  const { program, stack } = await deployed();
  await stack.up(program({ dialRate: 1.2 }));
  await stack.refresh();
  assert.deepEqual(stack.inputs.deployed, { dialRate: 1, agentRatio: 1.5 });
  const { inputs } = await provider.check(program({ dialRate: 1.3 }), stack.inputs);
  assert.deepEqual(inputs.deployed, { dialRate: 1.2, agentRatio: 1.5 });
});

test("it makes no difference by itself", async () => {
  const { program, stack } = await deployed();
  await stack.up(program({ dialRate: 1.2 }));
  const { operation, inputs } = await stack.preview(program({ dialRate: 1.2 }));
  assert.equal(operation, "same");
  assert.ok(!("deployed" in inputs));
});

test("it is not there for a first deployment, nor for another configuration", async () => {
  const { program, stack } = await deployed();
  const first = await provider.check(program({ dialRate: 1.2 }));
  assert.ok(!("deployed" in first.inputs));
  const another = await provider.check(
    program({ configId: "another", dialRate: 1.2 }),
    stack.inputs,
  );
  assert.ok(!("deployed" in another.inputs));
});

test("after a refresh it is what the tenant holds", async () => {
  const { program, stack, edit } = await deployed();
  edit((document) => ({ ...document, dialRate: 0.8 }));
  await stack.refresh();
  const { inputs } = await provider.check(program({ dialRate: 1.2 }), stack.inputs);
  assert.deepEqual(inputs.deployed, { dialRate: 0.8, agentRatio: 1.5 });
});

describe("a refusal says what the program changes since the last deployment", () => {
  const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const refused = { agentRatio: 9 };
  const figures = { agents: 100, answerRate: 0.4, averageHandleTimeSeconds: 60 };
  const morning = { start: "09:00", end: "13:00", ...figures };
  const afternoon = { start: "13:00", end: "15:00", ...figures };
  const staffing = { intervals: [morning, afternoon] };
  const fewer = { ...afternoon, agents: 90 };
  const texts = (complianceRules: JsonObject) => ({ complianceRules });
  const cases: readonly (readonly [string, JsonObject, JsonObject, string])[] = [
    [
      "each argument, from what to what",
      { agentRatio: 2, maxQueueDepth: 50 },
      {},
      "agentRatio from 2 to 9, maxQueueDepth from 50 to 40",
    ],
    [
      "no text of the rules",
      texts({ note: "hush" }),
      texts({ note: "secret" }),
      "complianceRules.note from [not shown] to [not shown]",
    ],
    ["nothing where that is nothing", {}, {}, ""],
    ["nothing of another configuration", { configId: "another", maxQueueDepth: 50 }, {}, ""],
    ["nothing that is not known yet", { maxQueueDepth: 50 }, { maxQueueDepth: UNKNOWN }, ""],
    [
      "nothing of the order of intervals",
      { staffing: { intervals: [afternoon, morning] } },
      { staffing },
      "",
    ],
    [
      "an argument beside intervals",
      { maxQueueDepth: 50, staffing },
      { staffing },
      "maxQueueDepth from 50 to 40",
    ],
    [
      "an interval",
      { staffing: { intervals: [fewer, morning] } },
      { staffing },
      'staffing.intervals["13:00"].agents from 90 to 100',
    ],
  ];
  for (const [what, before, now, changes] of cases) {
    test(what, async () => {
      const { program } = scene();
      const olds = program({ ...refused, ...before });
      const { failures } = await provider.check(program({ ...refused, ...now }), olds);
      const [, said = ""] = (failures[0]?.reason ?? "").split(" Since the last deployment ");
      assert.equal(failures[0]?.property, "agentRatio");
      assert.match(failures[0]?.reason ?? "", /\.$/);
      assert.equal(said, changes && `the program changes ${changes}.`);
    });
  }

  test("no argument that there is not, and none that cannot be carried", async () => {
    const { program } = scene();
    let deep: JsonObject = {};
    for (let level = 0; level < 100; level += 1) deep = { deep };
    const now = { ...refused, maxQueueDepht: 50, complianceRules: deep };
    const { failures } = await provider.check(program(now), program({ agentRatio: 2 }));
    const [first] = failures;
    assert.ok(failures.length > 2);
    assert.match(first?.reason ?? "", / the program changes agentRatio from 2 to 9\.$/);
  });

  test("nothing where nothing was deployed", async () => {
    const { failures } = await provider.check(scene().program(refused));
    assert.doesNotMatch(failures[0]?.reason ?? "", /Since the last deployment/);
  });
});
