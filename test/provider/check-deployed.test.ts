import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "./world.ts";

const { provider, deployed } = await startWorld();

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
