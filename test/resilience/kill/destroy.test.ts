import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { foundDocument } from "../../provider/world.ts";
import { CrashHarness, ofPoints, type Point, pointNames, points } from "./crash-harness.ts";

const harness = await CrashHarness.open();
after(() => harness[Symbol.asyncDispose]());

/** A destruction that is killed there. */
async function killedDestroy(point: Point, found?: JsonObject) {
  const crashCase = harness.newCase(found);
  const stack = await harness.newStack();
  await stack.up(crashCase.program());
  const fault = points[point](crashCase.path);
  const method = found ? "PUT" : "DELETE";
  const isWrite = fault !== undefined && "method" in fault.match;
  const saved = await harness.killDuring(
    stack,
    (each) => each.destroy(),
    isWrite ? { ...fault, match: { ...fault.match, method } } : fault,
  );
  return { crashCase, saved };
}

describe(`a destruction that is killed${ofPoints}`, () => {
  for (const point of pointNames) {
    test(`${point} is finished by the next one`, async () => {
      const { crashCase, saved } = await killedDestroy(point);
      const stack = await harness.revive(saved);
      await stack.destroy();
      assert.equal(crashCase.document, undefined);
      await crashCase.assertEvidenced();
    });

    test(`${point} puts back by the next one what was adopted`, async () => {
      const { crashCase, saved } = await killedDestroy(point, foundDocument);
      const stack = await harness.revive(saved);
      await stack.destroy();
      assert.deepEqual(crashCase.document, foundDocument);
      await crashCase.assertEvidenced();
    });

    test(`${point} is evidenced by a refresh`, async () => {
      const { crashCase, saved } = await killedDestroy(point);
      const stack = await harness.revive(saved);
      await stack.refresh();
      if (stack.isEmpty) assert.equal(crashCase.document, undefined);
      else await stack.destroy();
      await crashCase.assertEvidenced();
    });
  }
});
