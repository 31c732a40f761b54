import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { foundDocument } from "../../provider/world.ts";
import { type Point, pointNames, points, Ward } from "./ward.ts";

const ward = await Ward.open();
after(() => ward[Symbol.asyncDispose]());

/** A first deployment that is killed there. */
async function killedUp(point: Point, found?: JsonObject) {
  const patient = ward.admit(found);
  const saved = await ward.killDuring(
    await ward.newStack(),
    (each) => each.up(patient.program()),
    points[point](patient.path),
  );
  return { patient, saved };
}

describe("a creation that is killed", () => {
  for (const point of pointNames) {
    test(`${point} is finished by the next up, and deleted by a destroy`, async () => {
      const { patient, saved } = await killedUp(point);
      const stack = await ward.revive(saved);
      await stack.up(patient.program());
      assert.equal(patient.document?.dialRate, 1);
      await patient.assertEvidenced();
      await patient.assertSettled(stack, patient.program());
      await stack.destroy();
      assert.equal(patient.document, undefined);
      await patient.assertEvidenced();
    });

    test(`${point} is finished by a program that says something else by now`, async () => {
      const { patient, saved } = await killedUp(point);
      const stack = await ward.revive(saved);
      const program = patient.program({ dialRate: 1.7, existing: "refuse" });
      await stack.up(program);
      await patient.assertEvidenced();
      await patient.assertSettled(stack, program);
      await stack.destroy();
      assert.equal(patient.document, undefined);
    });
  }
});

describe("an adoption that is killed", () => {
  for (const point of pointNames) {
    test(`${point} is finished by the next up, and restored as it was found by a destroy`, async () => {
      const { patient, saved } = await killedUp(point, foundDocument);
      const stack = await ward.revive(saved);
      await stack.up(patient.program());
      await patient.assertEvidenced();
      await patient.assertSettled(stack, patient.program());
      await stack.destroy();
      assert.deepEqual(patient.document, foundDocument);
      await patient.assertEvidenced();
    });
  }
});
