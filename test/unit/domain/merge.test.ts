import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonEquals,
} from "../../../provider/src/domain/json.ts";
import { managedChanges, merge, project } from "../../../provider/src/domain/merge.ts";
import { at, type History, histories, leaves, type Path } from "./documents.ts";

/** As an update merges: what the program says is what it manages. */
function update({ base, program, live }: Pick<History, "base" | "program" | "live">) {
  return merge({ managed: program, base, program, live });
}

function forEveryHistory(law: (history: History) => void) {
  fc.assert(fc.property(histories, law), { numRuns: 300 });
}

function assertEquals(actual: Json | undefined, expected: Json | undefined, path: Path = []) {
  const message = `${JSON.stringify(actual)} is not ${JSON.stringify(expected)} at ${JSON.stringify(path)}`;
  assert.ok(jsonEquals(actual, expected), message);
}

/** The managed part of what a document holds at a path. */
function managedAt(document: JsonObject, managed: JsonObject, path: Path) {
  return project(at(document, path), at(managed, path));
}

function manages(managed: JsonObject, path: Path) {
  // Down to the first value that is no object: it is one value, with all that is below it.
  const depth = path.findIndex((_, i) => !isJsonObject(at(managed, path.slice(0, i))));
  return at(managed, depth === -1 ? path : path.slice(0, depth)) !== undefined;
}

describe("the merge of an update, whatever the documents", () => {
  test("gives a field that only the program changed the program's value", () => {
    forEveryHistory(({ base, program, live }) => {
      const { document } = update({ base, program, live });
      for (const path of leaves(program)) {
        if (!jsonEquals(managedAt(base, program, path), managedAt(live, program, path))) continue;
        assertEquals(managedAt(document, program, path), at(program, path), path);
      }
    });
  });

  test("gives a field that only the tenant changed the tenant's value, a removal included", () => {
    forEveryHistory(({ base, program, live }) => {
      const { document, conflicts } = update({ base, program, live });
      if (conflicts.length > 0) return;
      for (const path of leaves(program)) {
        if (!jsonEquals(managedAt(base, program, path), at(program, path))) continue;
        assertEquals(managedAt(document, program, path), managedAt(live, program, path), path);
      }
    });
  });

  test("keeps every field that the program does not manage as the tenant holds it", () => {
    forEveryHistory(({ base, program, live }) => {
      const { document } = update({ base, program, live });
      for (const path of leaves(live)) {
        if (!manages(program, path)) assertEquals(at(document, path), at(live, path), path);
      }
    });
  });

  test("adds no field that neither the program nor the tenant has", () => {
    forEveryHistory(({ base, program, live }) => {
      const { document } = update({ base, program, live });
      for (const path of leaves(document)) {
        assert.ok(at(program, path) !== undefined || at(live, path) !== undefined, path.join("/"));
      }
    });
  });

  test("changes nothing when it is done a second time", () => {
    forEveryHistory(({ base, program, live }) => {
      const { document } = update({ base, program, live });
      const again = update({ base, program, live: document });
      assertEquals(again.document, document);
      assert.deepEqual(again.conflicts, []);
    });
  });

  test("is the tenant's document where the program changed nothing", () => {
    forEveryHistory(({ base, live, other }) => {
      const merged = merge({ managed: other, base, program: project(base, other), live });
      assertEquals(merged.document, live);
      assert.deepEqual(merged.conflicts, []);
    });
  });

  test("has all that the program says where the tenant changed nothing", () => {
    forEveryHistory(({ base, program }) => {
      const { document, conflicts } = update({ base, program, live: base });
      assertEquals(project(document, program), program);
      assert.deepEqual(conflicts, []);
    });
  });

  test("finds no conflict where both made the same change", () => {
    forEveryHistory(({ base, program, live }) => {
      const { document: sameAsProgram } = update({ base: live, program, live });
      const { document, conflicts } = update({ base, program, live: sameAsProgram });
      assertEquals(document, sameAsProgram);
      assert.deepEqual(conflicts, []);
    });
  });

  test("takes the program's value of a field in conflict", () => {
    forEveryHistory(({ base, program, live }) => {
      const { document, conflicts } = update({ base, program, live });
      if (conflicts.length === 0) return;
      const drift = managedChanges(program, document, program).map(({ path }) => path);
      for (const { path } of conflicts) assert.ok(!drift.includes(path), path);
    });
  });
});

describe("the merge of a restoration, whatever the documents", () => {
  test("brings back what was found, and takes away what was not there", () => {
    forEveryHistory(({ base, program: originalDocument, other: managed }) => {
      const { document } = merge({ managed, base, program: originalDocument, live: base });
      for (const path of leaves(managed)) {
        if (!isJsonObject(at(managed, path)))
          assertEquals(at(document, path), at(originalDocument, path), path);
      }
    });
  });

  test("keeps what the program never managed, unless a value was found in the place of the object around it", () => {
    forEveryHistory(({ base, program: originalDocument, live, other: managed }) => {
      const { document } = merge({ managed, base, program: originalDocument, live });
      for (const path of leaves(live)) {
        const around = path
          .map((_, i) => path.slice(0, i))
          .every((each) => isJsonObject(at(originalDocument, each)));
        if (around && !manages(managed, path))
          assertEquals(at(document, path), at(live, path), path);
      }
    });
  });
});

describe("managedChanges", () => {
  test("is empty exactly where the managed parts are equal", () => {
    forEveryHistory(({ base, live, other: managed }) => {
      const isSame = jsonEquals(project(base, managed), project(live, managed));
      assert.equal(managedChanges(managed, base, live).length === 0, isSame);
    });
  });

  test("names each field with what it was and what it is", () => {
    const managed = {
      dialRate: 2,
      complianceRules: { "calling.hours": { end: "20:00" }, days: ["mon"], legacy: 1 },
    };
    const from = {
      dialRate: 1,
      complianceRules: { "calling.hours": { end: "19:00" }, days: ["mon"], legacy: 1 },
    };
    const to = {
      dialRate: 2,
      complianceRules: { "calling.hours": { end: "20:00", start: "08:00" }, days: ["tue"] },
    };
    assert.deepEqual(managedChanges(managed, from, to), [
      { path: "dialRate", from: 1, to: 2 },
      { path: 'complianceRules["calling.hours"].end', from: "19:00", to: "20:00" },
      { path: "complianceRules.days", from: ["mon"], to: ["tue"] },
      { path: "complianceRules.legacy", from: 1, to: undefined },
    ]);
  });
});

interface Example {
  readonly name: string;
  readonly managed?: JsonObject;
  readonly base: JsonObject;
  readonly program: JsonObject;
  readonly live: JsonObject;
  readonly document: JsonObject;
  readonly conflicts?: readonly unknown[];
}

const examples: readonly Example[] = [
  {
    name: "an edit of another field is kept beside the program's change",
    base: { dialRate: 1, maxQueueDepth: 40, name: "Sales" },
    program: { dialRate: 2, maxQueueDepth: 40 },
    live: { dialRate: 1, maxQueueDepth: 80, name: "Sales" },
    document: { dialRate: 2, maxQueueDepth: 80, name: "Sales" },
  },
  {
    name: "a field that both changed to different values is a conflict, named with all three",
    base: { complianceRules: { ringSeconds: 15 } },
    program: { complianceRules: { ringSeconds: 18 } },
    live: { complianceRules: { ringSeconds: 20 } },
    document: { complianceRules: { ringSeconds: 18 } },
    conflicts: [{ path: "complianceRules.ringSeconds", base: 15, program: 18, live: 20 }],
  },
  {
    name: "a change of what somebody removed is a conflict",
    base: { complianceRules: { ringSeconds: 15, name: "a" } },
    program: { complianceRules: { ringSeconds: 18 } },
    live: { complianceRules: { name: "a" } },
    document: { complianceRules: { ringSeconds: 18, name: "a" } },
    conflicts: [{ path: "complianceRules.ringSeconds", base: 15, program: 18, live: undefined }],
  },
  {
    name: "an array is one value, so that two different edits of it are a conflict",
    base: { complianceRules: { days: ["mon", "tue"] } },
    program: { complianceRules: { days: ["mon", "tue", "wed"] } },
    live: { complianceRules: { days: ["tue"] } },
    document: { complianceRules: { days: ["mon", "tue", "wed"] } },
    conflicts: [
      {
        path: "complianceRules.days",
        base: ["mon", "tue"],
        program: ["mon", "tue", "wed"],
        live: ["tue"],
      },
    ],
  },
  {
    name: "the order of keys is no change",
    base: { complianceRules: { hours: { start: 9, end: 20 } } },
    program: { complianceRules: { hours: { end: 20, start: 8 } } },
    live: { complianceRules: { hours: { end: 20, start: 9 } } },
    document: { complianceRules: { hours: { start: 8, end: 20 } } },
  },
  {
    name: "both making an object of a value is merged key by key",
    base: { complianceRules: { hours: "9-20" } },
    program: { complianceRules: { hours: { start: 9 } } },
    live: { complianceRules: { hours: { start: 9, zone: "UTC" } } },
    document: { complianceRules: { hours: { start: 9, zone: "UTC" } } },
  },
  {
    name: "a key of the rules that the program names for the first time joins the tenant's own",
    base: { complianceRules: { attemptsPerDay: 3 } },
    program: { complianceRules: { ringSeconds: 15 } },
    live: { complianceRules: { attemptsPerDay: 3 } },
    document: { complianceRules: { attemptsPerDay: 3, ringSeconds: 15 } },
  },
  {
    name: "a key that the program adds to an object that somebody removed comes back alone",
    base: { complianceRules: { ringSeconds: 15 } },
    program: { complianceRules: { ringSeconds: 15, attemptsPerDay: 3 } },
    live: {},
    document: { complianceRules: { attemptsPerDay: 3 } },
  },
  {
    name: "making an object of a value that somebody removed is a conflict",
    base: { hours: "9-20" },
    program: { hours: { start: 9 } },
    live: {},
    document: { hours: { start: 9 } },
    conflicts: [{ path: "hours", base: "9-20", program: { start: 9 }, live: undefined }],
  },
  {
    name: "a restoration that takes away a value of which somebody made an object is a conflict",
    managed: { hours: { start: 9 } },
    base: { hours: "9-20" },
    program: {},
    live: { hours: { start: 8 } },
    document: {},
    conflicts: [{ path: "hours", base: "9-20", program: undefined, live: { start: 8 } }],
  },
  {
    name: "a restoration keeps an edit below an object that was no object when it was found, by a conflict",
    managed: { complianceRules: { hours: { start: 9 } } },
    base: { complianceRules: { hours: { start: 9, zone: "UTC" } } },
    program: { complianceRules: { hours: "9-20" } },
    live: { complianceRules: { hours: { start: 9, zone: "CET" } } },
    document: { complianceRules: { hours: "9-20" } },
    conflicts: [
      {
        path: "complianceRules.hours",
        base: { start: 9, zone: "UTC" },
        program: "9-20",
        live: { start: 9, zone: "CET" },
      },
    ],
  },
];

describe("by example,", () => {
  for (const { name, managed, document, conflicts = [], ...sides } of examples) {
    test(name, () => {
      const merged = merge({ managed: managed ?? sides.program, ...sides });
      assert.deepEqual(merged, { document, conflicts });
    });
  }
});
