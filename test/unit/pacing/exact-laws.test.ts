import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { erlangA, erlangB, erlangC, mmnD } from "../../../provider/src/domain/pacing/index.ts";

const agents = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 999_999 }));
/** Load over agents: mostly about one, where queues are interesting. */
const utilisation = fc.oneof(
  fc.double({ min: 0.5, max: 1.5, noNaN: true }),
  fc.double({ min: 0, max: 100, noNaN: true }),
);
const handleTimeSeconds = fc.double({ min: 1, max: 7200, noNaN: true });
const patienceSeconds = fc.oneof(
  fc.double({ min: 0, max: 10, noNaN: true }),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.constantFrom(0, Infinity),
);
const queue = fc
  .record({ agents, utilisation, handleTimeSeconds, patienceSeconds })
  .map(({ utilisation, ...rest }) => ({ ...rest, erlangs: utilisation * rest.agents }));
type Queue = Parameters<typeof mmnD>[0];

const abandonment: readonly [string, (queue: Queue) => number][] = [
  ["Erlang B", (queue) => erlangB(queue).blocking],
  ["Erlang A", (queue) => erlangA(queue).pAbandon],
  ["M/M/n+D", (queue) => mmnD(queue).pAbandon],
];

/** Room for the rounding of two results that are equal in truth. */
const SLACK = 1e-11;
const atMost = (low: number, high: number) => low <= high * (1 + SLACK) + Number.MIN_VALUE;
function assertClose(actual: number, expected: number, tolerance = SLACK): void {
  if (actual === expected) return;
  const error = Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-280);
  assert.ok(error <= tolerance, `${actual} is not ${expected}`);
}

for (const [name, pAbandon] of abandonment) {
  describe(name, () => {
    test("more agents never abandon more", () => {
      fc.assert(
        fc.property(queue, (queue) =>
          atMost(pAbandon({ ...queue, agents: queue.agents + 1 }), pAbandon(queue)),
        ),
      );
    });

    test("a higher rate never abandons less", () => {
      fc.assert(
        fc.property(queue, fc.double({ min: 1, max: 1.2, noNaN: true }), (queue, factor) =>
          atMost(pAbandon(queue), pAbandon({ ...queue, erlangs: queue.erlangs * factor })),
        ),
      );
    });

    test("every figure is a share, and the calls that are not abandoned keep the agents busy", () => {
      fc.assert(
        fc.property(queue, (queue) => {
          const lost = pAbandon(queue);
          assert.ok(lost >= 0 && lost <= 1, String(lost));
          if (name === "Erlang B") return;
          const { occupancy } = name === "Erlang A" ? erlangA(queue) : mmnD(queue);
          assert.ok(occupancy >= 0 && occupancy <= 1 + SLACK, String(occupancy));
          assert.ok(Math.abs((queue.erlangs * (1 - lost)) / queue.agents - occupancy) < 1e-9);
        }),
      );
    });
  });
}

test("callers who wait longer abandon less", () => {
  fc.assert(
    fc.property(queue, fc.double({ min: 1, max: 10, noNaN: true }), (queue, factor) => {
      const patient = { ...queue, patienceSeconds: queue.patienceSeconds * factor };
      return (
        atMost(mmnD(patient).pAbandon, mmnD(queue).pAbandon) &&
        atMost(erlangA(patient).pAbandon, erlangA(queue).pAbandon)
      );
    }),
  );
});

test("without patience, M/M/n+D and Erlang A are Erlang B", () => {
  fc.assert(
    fc.property(queue, (queue) => {
      const { blocking } = erlangB(queue);
      const impatient = { ...queue, patienceSeconds: 0 };
      assertClose(mmnD(impatient).pAbandon, blocking);
      assertClose(erlangA(impatient).pAbandon, blocking);
      assertClose(erlangA(impatient).pWait, blocking);
    }),
  );
});

test("Erlang A tends to Erlang B as patience shortens", () => {
  fc.assert(
    fc.property(queue, (queue) => {
      const { blocking } = erlangB(queue);
      const { pWait, pAbandon } = erlangA({ ...queue, patienceSeconds: 1e-18 });
      assertClose(pWait, blocking, 1e-9);
      assertClose(pAbandon, blocking, 1e-9);
    }),
  );
});

test("Erlang A tends to Erlang C as patience lengthens", () => {
  const stable = queue.filter(({ agents, erlangs }) => erlangs < 0.999 * agents);
  fc.assert(
    fc.property(stable, (queue) => {
      const { pWait } = erlangC(queue);
      assertClose(erlangA({ ...queue, patienceSeconds: 1e18 }).pWait, pWait, 1e-6);
      const endless = erlangA({ ...queue, patienceSeconds: Infinity });
      assertClose(endless.pWait, pWait);
      assertClose(endless.asa, (pWait * queue.handleTimeSeconds) / (queue.agents - queue.erlangs));
    }),
  );
});

test("with endless patience a queue that keeps up loses nobody, and one that does not loses the surplus", () => {
  const endless = { agents: 10, handleTimeSeconds: 180, patienceSeconds: Infinity };
  for (const formula of [mmnD, erlangA]) {
    const stable = formula({ ...endless, erlangs: 8 });
    assert.equal(stable.pAbandon, 0);
    assert.equal(stable.occupancy, 0.8);
    const full = formula({ ...endless, erlangs: 10 });
    assert.equal(full.pAbandon, 0);
    assert.equal(full.occupancy, 1);
    const overloaded = formula({ ...endless, erlangs: 12.5 });
    assert.equal(overloaded.pAbandon, 0.2);
    assert.equal(overloaded.occupancy, 1);
    // What a patience of many years comes to is that limit.
    const years = formula({ ...endless, erlangs: 12.5, patienceSeconds: 1e12 });
    assertClose(years.pAbandon, 0.2, 1e-9);
  }
  assert.equal(erlangC({ agents: 10, erlangs: 10 }).pWait, 1);
  assert.equal(erlangC({ agents: 10, erlangs: 12.5 }).pWait, 1);
});

test("a critical Erlang A queue of endlessly patient callers keeps its digits", () => {
  // With as much load as agents the states with a queue sum to √(πs/2) + 1/3 + … for s = agents × patience in handle times.
  for (const agents of [1, 50, 1_000_000]) {
    const patienceSeconds = 1e18;
    const critical = { agents, erlangs: agents, handleTimeSeconds: 180, patienceSeconds };
    const states = Math.sqrt((Math.PI * agents * (patienceSeconds / 180)) / 2) + 1 / 3;
    const { blocking } = erlangB(critical);
    assertClose(erlangA(critical).pAbandon, blocking / (1 + (states - 1) * blocking), 1e-12);
  }
});

test("the most extreme queues give numbers, and at once", () => {
  const extremes = [0, 5e-324, 1e-300, 1, 1e6 - 1e-9, 1e6, 1e6 + 1e-9, 1e300];
  for (const agents of [1, 1_000_000]) {
    for (const erlangs of extremes) {
      for (const patienceSeconds of [0, 1e-300, 1e-9, 1, 1e9, 1e300, Infinity]) {
        const queue = { agents, erlangs, patienceSeconds, handleTimeSeconds: 180 };
        const { asa, ...shares } = erlangA(queue);
        for (const share of Object.values({
          ...erlangB(queue),
          ...erlangC(queue),
          ...mmnD(queue),
          ...shares,
        })) {
          assert.ok(share >= 0 && share <= 1 + SLACK, `${JSON.stringify(queue)} gives ${share}`);
        }
        assert.ok(asa >= 0, `${JSON.stringify(queue)} gives an asa of ${asa}`);
      }
    }
  }
});

test("an option that is out of range is named with its value and the range", () => {
  const queue = { agents: 10, erlangs: 5, handleTimeSeconds: 180, patienceSeconds: 2 };
  for (const [change, message] of [
    [{ agents: 0 }, "agents must be a whole number from 1 to 1,000,000, but is 0"],
    [{ agents: 2.5 }, "agents must be a whole number from 1 to 1,000,000, but is 2.5"],
    [{ agents: 1_000_001 }, "agents must be a whole number from 1 to 1,000,000, but is 1000001"],
    [{ erlangs: -1 }, "erlangs must be a finite number of at least 0, but is -1"],
    [{ erlangs: Number.NaN }, "erlangs must be a finite number of at least 0, but is NaN"],
    [{ handleTimeSeconds: 0 }, "handleTimeSeconds must be a finite number over 0, but is 0"],
    [{ patienceSeconds: -2 }, "patienceSeconds must be from 0 to Infinity, but is -2"],
  ] as const) {
    for (const formula of [erlangA, mmnD]) {
      assert.throws(() => formula({ ...queue, ...change }), { name: "RangeError", message });
    }
  }
});
