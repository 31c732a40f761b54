import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { foundDocument, startWorld, takeRequests } from "./world.ts";

const { tenant, provider, deployed: adopted } = await startWorld();

/** A configuration that the program has taken over, before anything changes. */
const deployed = () => adopted({ found: foundDocument });

describe("a refresh", () => {
  test("of what nobody edited changes nothing, and the next preview is empty", async () => {
    const { configId, stack, program } = await deployed();
    const { inputs, outputs } = stack;
    await stack.refresh();
    assert.deepEqual(stack.inputs, inputs);
    assert.deepEqual(stack.outputs, outputs);
    assert.deepEqual(takeRequests(tenant), [`GET ${configId} 200`]);
    assert.equal((await stack.preview(program())).operation, "same");
  });

  test("shows an edited field among the inputs, and no other", async () => {
    const { stack, program, edit } = await deployed();
    const { inputs } = stack;
    edit({ maxQueueDepth: 80 });
    await stack.refresh();
    assert.deepEqual(stack.inputs, { ...inputs, maxQueueDepth: 80 });
    assert.equal((await stack.preview(program())).operation, "update");
    // The engine shows the difference of the inputs by itself.
    assert.deepEqual(provider.takeWarnings(), []);
  });

  test("shows an edited rule that the program names, and no other rule", async () => {
    const { stack, edit } = await deployed();
    const { inputs } = stack;
    edit({ complianceRules: { ringSeconds: 25, doNotCall: [], attemptsPerDay: 3 } });
    await stack.refresh();
    assert.deepEqual(stack.inputs, { ...inputs, complianceRules: { ringSeconds: 25 } });
  });

  test("shows nothing of a field that the program does not manage, and has it among the unmanaged fields", async () => {
    const { stack, program, edit } = await deployed();
    const { inputs } = stack;
    edit({ name: "Autumn sales" });
    await stack.refresh();
    assert.deepEqual(stack.inputs, inputs);
    assert.partialDeepStrictEqual(stack.outputs.unmanagedFields, { name: "Autumn sales" });
    assert.equal((await stack.preview(program())).operation, "same");
  });

  test("that found an edit lets the next update undo it, in one write", async () => {
    const { configId, stack, program, document, edit } = await deployed();
    edit({ maxQueueDepth: 80 });
    await stack.refresh();
    takeRequests(tenant);
    assert.equal(await stack.up(program()), "update");
    assert.deepEqual(takeRequests(tenant), [`PUT ${configId} 200`, "POST exports 201"]);
    assert.equal(document()?.maxQueueDepth, 40);
  });

  test("that found an edit lets the program accept it, without a write", async () => {
    const { stack, program, edit } = await deployed();
    edit({ maxQueueDepth: 80 });
    await stack.refresh();
    takeRequests(tenant);
    assert.equal(await stack.up(program({ maxQueueDepth: 80 })), "same");
    assert.deepEqual(takeRequests(tenant), []);
  });

  test("of a field that is gone from the document leaves it out, and the next update puts it back", async () => {
    const { stack, program, document, edit } = await deployed();
    edit(({ answerRateThreshold, ...rest }) => rest);
    await stack.refresh();
    assert.equal(stack.inputs.answerRateThreshold, undefined);
    assert.deepEqual(stack.outputs.document, document());
    await stack.up(program());
    assert.equal(document()?.answerRateThreshold, 0.2);
  });

  test("keeps what the resource was when it was found, and the last audit event", async () => {
    const { stack, edit } = await deployed();
    const { originalDocument, audit } = stack.outputs;
    edit({ maxQueueDepth: 80 });
    await stack.refresh();
    assert.deepEqual(stack.outputs.originalDocument, originalDocument);
    assert.deepEqual(stack.outputs.audit, audit);
  });

  test("of a configuration that is gone takes it out of the state, and the next up creates it", async () => {
    const { configId, stack, program, document } = await deployed();
    tenant.setDialerConfig(configId, undefined);
    await stack.refresh();
    assert.ok(stack.isEmpty);
    assert.equal(await stack.up(program()), "create");
    assert.equal(document()?.dialRate, 1);
  });
});

test("without a refresh an update that meets an edit of its own field stops, and goes on after one", async () => {
  const { stack, program, document, edit } = await deployed();
  edit({ dialRate: 0.7 });
  await assert.rejects(
    stack.up(program({ dialRate: 1.5 })),
    /dialRate was 1, the program says 1\.5, the tenant now holds 0\.7/,
  );
  await stack.refresh();
  await stack.up(program({ dialRate: 1.5 }));
  assert.equal(document()?.dialRate, 1.5);
});
