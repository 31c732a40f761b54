import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { foundDocument } from "../../provider/world.ts";
import { CrashHarness, ofPoints, type Point, pointNames, points } from "./crash-harness.ts";

const harness = await CrashHarness.open();
after(() => harness[Symbol.asyncDispose]());

/** A first deployment that is killed there. */
async function killedUp(point: Point, found?: JsonObject) {
  const crashCase = harness.newCase(found);
  const saved = await harness.killDuring(
    await harness.newStack(),
    (each) => each.up(crashCase.program()),
    points[point](crashCase.path),
  );
  return { crashCase, saved };
}

describe(`a creation that is killed${ofPoints}`, () => {
  for (const point of pointNames) {
    test(`${point} is finished by the next up, and deleted by a destroy`, async () => {
      const { crashCase, saved } = await killedUp(point);
      const stack = await harness.revive(saved);
      await stack.up(crashCase.program());
      assert.equal(crashCase.document?.dialRate, 1);
      await crashCase.assertEvidenced();
      await crashCase.assertSettled(stack, crashCase.program());
      await stack.destroy();
      assert.equal(crashCase.document, undefined);
      await crashCase.assertEvidenced();
    });

    test(`${point} is finished by a program that says something else by now`, async () => {
      const { crashCase, saved } = await killedUp(point);
      const stack = await harness.revive(saved);
      const program = crashCase.program({ dialRate: 1.7, existing: "refuse" });
      await stack.up(program);
      await crashCase.assertEvidenced();
      await crashCase.assertSettled(stack, program);
      await stack.destroy();
      assert.equal(crashCase.document, undefined);
    });
  }
});

describe(`an adoption that is killed${ofPoints}`, () => {
  for (const point of pointNames) {
    test(`${point} is finished by the next up, and restored as it was found by a destroy`, async () => {
      const { crashCase, saved } = await killedUp(point, foundDocument);
      const stack = await harness.revive(saved);
      await stack.up(crashCase.program());
      await crashCase.assertEvidenced();
      await crashCase.assertSettled(stack, crashCase.program());
      await stack.destroy();
      assert.deepEqual(crashCase.document, foundDocument);
      await crashCase.assertEvidenced();
    });
  }
});
