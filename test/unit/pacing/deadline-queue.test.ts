import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DeadlineQueue } from "../../../provider/src/domain/pacing/deadline-queue.ts";

test("deadlines leave in the order in which they came, however many there are", () => {
  const bursts = fc.array(fc.record({ pushes: fc.nat(900), shifts: fc.nat(900) }), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(bursts, (bursts) => {
      const queue = new DeadlineQueue();
      let [first, last] = [0, 0];
      for (const { pushes, shifts } of bursts) {
        for (let i = 0; i < pushes; i++) queue.push(last++);
        for (let i = 0; i < shifts && queue.length > 0; i++) {
          assert.equal(queue.next, first++);
          queue.shift();
        }
        assert.equal(queue.length, last - first);
        assert.equal(queue.next, first === last ? Infinity : first);
      }
    }),
  );
});
