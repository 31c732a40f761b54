import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { foundDocument } from "../../provider/world.ts";
import { type Point, pointNames, points, Ward } from "./ward.ts";

const ward = await Ward.open();
after(() => ward[Symbol.asyncDispose]());

/** A destruction that is killed there. */
async function killedDestroy(point: Point, found?: JsonObject) {
  const patient = ward.admit(found);
  const stack = await ward.newStack();
  await stack.up(patient.program());
  const fault = points[point](patient.path);
  const method = found ? "PUT" : "DELETE";
  const isWrite = fault !== undefined && "method" in fault.match;
  const saved = await ward.killDuring(
    stack,
    (each) => each.destroy(),
    isWrite ? { ...fault, match: { ...fault.match, method } } : fault,
  );
  return { patient, saved };
}

describe("a destruction that is killed", () => {
  for (const point of pointNames) {
    test(`${point} is finished by the next one`, async () => {
      const { patient, saved } = await killedDestroy(point);
      const stack = await ward.revive(saved);
      await stack.destroy();
      assert.equal(patient.document, undefined);
      await patient.assertEvidenced();
    });

    test(`${point} puts back by the next one what was adopted`, async () => {
      const { patient, saved } = await killedDestroy(point, foundDocument);
      const stack = await ward.revive(saved);
      await stack.destroy();
      assert.deepEqual(patient.document, foundDocument);
      await patient.assertEvidenced();
    });

    test(`${point} is evidenced by a refresh`, async () => {
      const { patient, saved } = await killedDestroy(point);
      const stack = await ward.revive(saved);
      await stack.refresh();
      if (stack.isEmpty) assert.equal(patient.document, undefined);
      else await stack.destroy();
      await patient.assertEvidenced();
    });
  }
});
