import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { foundDocument } from "../../provider/world.ts";
import { CrashHarness, ofPoints, type Point, pointNames, points } from "./crash-harness.ts";

const harness = await CrashHarness.open();
after(() => harness[Symbol.asyncDispose]());

/** The points at which the tenant has done the write, or does it although nobody waits for the answer. */
const written = pointNames.filter((point) => point !== "as its write comes to the tenant");

/** An adopted configuration, whose update to a dialRate of 1.5 is killed there. */
async function killedUpdate(point: Point) {
  const crashCase = harness.newCase(foundDocument);
  const stack = await harness.newStack();
  await stack.up(crashCase.program());
  const saved = await harness.killDuring(
    stack,
    (each) => each.up(crashCase.program({ dialRate: 1.5 })),
    points[point](crashCase.path),
  );
  return { crashCase, saved };
}

describe(`an update that is killed${ofPoints}`, () => {
  for (const point of pointNames) {
    test(`${point} is finished by the next one`, async () => {
      const { crashCase, saved } = await killedUpdate(point);
      const stack = await harness.revive(saved);
      const program = crashCase.program({ dialRate: 1.5 });
      assert.equal(await stack.up(program), "update");
      assert.equal(crashCase.document?.dialRate, 1.5);
      await crashCase.assertEvidenced();
      await crashCase.assertSettled(stack, program);
    });

    test(`${point} is no conflict with a program that says something else by now`, async () => {
      const { crashCase, saved } = await killedUpdate(point);
      const stack = await harness.revive(saved);
      const program = crashCase.program({ dialRate: 1.7 });
      await stack.up(program);
      assert.equal(crashCase.document?.dialRate, 1.7);
      await crashCase.assertEvidenced();
      await crashCase.assertSettled(stack, program);
    });

    test(`${point} and an administrator's edit of another field both last`, async () => {
      const { crashCase, saved } = await killedUpdate(point);
      crashCase.edit({ maxQueueDepth: 77 });
      const stack = await harness.revive(saved);
      await stack.up(crashCase.program({ dialRate: 1.5 }));
      assert.equal(crashCase.document?.dialRate, 1.5);
      assert.equal(crashCase.document?.maxQueueDepth, 77);
    });
  }

  for (const point of written) {
    test(`${point} is evidenced where the program is back at what it was`, async () => {
      const { crashCase, saved } = await killedUpdate(point);
      const stack = await harness.revive(saved);
      const { operation } = await stack.preview(crashCase.program());
      assert.equal(operation, "update");
      assert.match(harness.takeWarnings().join(), /an earlier run was stopped while it wrote/);
      await stack.up(crashCase.program());
      assert.equal(crashCase.document?.dialRate, 1);
      await crashCase.assertEvidenced();
      await crashCase.assertSettled(stack, crashCase.program());
    });

    test(`${point} is evidenced after a refresh`, async () => {
      const { crashCase, saved } = await killedUpdate(point);
      const stack = await harness.revive(saved);
      await stack.refresh();
      const program = crashCase.program({ dialRate: 1.5 });
      assert.equal(await stack.up(program), "update");
      await crashCase.assertEvidenced();
      await crashCase.assertSettled(stack, program);
    });

    test(`${point} is evidenced although an administrator took it back`, async () => {
      const { crashCase, saved } = await killedUpdate(point);
      crashCase.edit({ dialRate: 1 });
      const stack = await harness.revive(saved);
      const program = crashCase.program({ dialRate: 1.5 });
      await stack.up(program);
      await crashCase.assertEvidenced();
    });
  }

  test("as the tenant does its write is nobody's without its journal, on another machine, which warns of it", async () => {
    const { crashCase, saved } = await killedUpdate("as the tenant does its write");
    const before = crashCase.events.length;
    const stack = await harness.revive(saved, { journal: "lost" });
    const program = crashCase.program({ dialRate: 1.5 });
    await stack.up(program);
    assert.match(
      harness.takeWarnings().join(),
      /already held just what was to be written.*exports no audit event for it/,
    );
    assert.equal(crashCase.events.length, before);
    await crashCase.assertSettled(stack, program);
  });
});
