import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { foundDocument } from "../../provider/world.ts";
import { type Point, pointNames, points, Ward } from "./ward.ts";

const ward = await Ward.open();
after(() => ward[Symbol.asyncDispose]());

/** The points at which the tenant has done the write, or does it although nobody waits for the answer. */
const written = pointNames.filter((point) => point !== "as its write comes to the tenant");

/** An adopted configuration, whose update to a dialRate of 1.5 is killed there. */
async function killedUpdate(point: Point) {
  const patient = ward.admit(foundDocument);
  const stack = await ward.newStack();
  await stack.up(patient.program());
  const saved = await ward.killDuring(
    stack,
    (each) => each.up(patient.program({ dialRate: 1.5 })),
    points[point](patient.path),
  );
  return { patient, saved };
}

describe("an update that is killed", () => {
  for (const point of pointNames) {
    test(`${point} is finished by the next one`, async () => {
      const { patient, saved } = await killedUpdate(point);
      const stack = await ward.revive(saved);
      const program = patient.program({ dialRate: 1.5 });
      assert.equal(await stack.up(program), "update");
      assert.equal(patient.document?.dialRate, 1.5);
      await patient.assertEvidenced();
      await patient.assertSettled(stack, program);
    });

    test(`${point} is no conflict with a program that says something else by now`, async () => {
      const { patient, saved } = await killedUpdate(point);
      const stack = await ward.revive(saved);
      const program = patient.program({ dialRate: 1.7 });
      await stack.up(program);
      assert.equal(patient.document?.dialRate, 1.7);
      await patient.assertEvidenced();
      await patient.assertSettled(stack, program);
    });

    test(`${point} and an administrator's edit of another field both last`, async () => {
      const { patient, saved } = await killedUpdate(point);
      patient.edit({ maxQueueDepth: 77 });
      const stack = await ward.revive(saved);
      await stack.up(patient.program({ dialRate: 1.5 }));
      assert.equal(patient.document?.dialRate, 1.5);
      assert.equal(patient.document?.maxQueueDepth, 77);
    });
  }

  for (const point of written) {
    test(`${point} is evidenced where the program is back at what it was`, async () => {
      const { patient, saved } = await killedUpdate(point);
      const stack = await ward.revive(saved);
      const { operation } = await stack.preview(patient.program());
      assert.equal(operation, "update");
      assert.match(ward.takeWarnings().join(), /an earlier run was stopped while it wrote/);
      await stack.up(patient.program());
      assert.equal(patient.document?.dialRate, 1);
      await patient.assertEvidenced();
      await patient.assertSettled(stack, patient.program());
    });

    test(`${point} is evidenced after a refresh`, async () => {
      const { patient, saved } = await killedUpdate(point);
      const stack = await ward.revive(saved);
      await stack.refresh();
      const program = patient.program({ dialRate: 1.5 });
      assert.equal(await stack.up(program), "update");
      await patient.assertEvidenced();
      await patient.assertSettled(stack, program);
    });

    test(`${point} is evidenced although an administrator took it back`, async () => {
      const { patient, saved } = await killedUpdate(point);
      patient.edit({ dialRate: 1 });
      const stack = await ward.revive(saved);
      const program = patient.program({ dialRate: 1.5 });
      await stack.up(program);
      await patient.assertEvidenced();
    });
  }

  test("as the tenant does its write is nobody's without its journal, on another machine, which warns of it", async () => {
    const { patient, saved } = await killedUpdate("as the tenant does its write");
    const before = patient.events.length;
    const stack = await ward.revive(saved, { journal: "lost" });
    const program = patient.program({ dialRate: 1.5 });
    await stack.up(program);
    assert.match(
      ward.takeWarnings().join(),
      /already held just what was to be written.*exports no audit event for it/,
    );
    assert.equal(patient.events.length, before);
    await patient.assertSettled(stack, program);
  });
});
