import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { liveChanges } from "../../../provider/src/cli/comment/judge/moves.ts";
import type { Change, Operation } from "../../../provider/src/cli/shared/preview/preview.ts";

const TYPE = "pulumi-nodejs:dynamic/cxone:DialerConfig";

function change(
  name: string,
  operation: Operation,
  {
    from,
    to,
    parents = "",
    parentBefore,
  }: {
    readonly from?: string;
    readonly to?: string;
    readonly parents?: string;
    readonly parentBefore?: string;
  },
): Change {
  return {
    urn: `urn:pulumi:s::p::${parents}${TYPE}::${name}`,
    operation,
    ...(from !== undefined && { before: { configId: from } }),
    ...(to !== undefined && { after: { configId: to } }),
    ...(parentBefore !== undefined && { parentBefore }),
  };
}

function movesOf(...changes: readonly Change[]) {
  return liveChanges(changes).map(({ urn, operation, move }) => ({
    name: urn.split("::").at(-1),
    operation,
    ...(move && { kind: move.kind, from: move.from.name, configId: move.configId }),
  }));
}

function aliasesOf(...changes: readonly Change[]) {
  return liveChanges(changes).flatMap(({ move }) => move?.aliases ?? []);
}

describe("a configuration that goes from one resource to another is one change:", () => {
  test("a rename", () => {
    assert.deepEqual(
      movesOf(change("new", "create", { to: "x" }), change("old", "delete", { from: "x" })),
      [{ name: "new", operation: "rename", kind: "rename", from: "old", configId: "x" }],
    );
  });

  test("a swap", () => {
    assert.deepEqual(
      movesOf(
        change("a", "replace", { from: "x", to: "y" }),
        change("b", "replace", { from: "y", to: "x" }),
      ),
      [
        { name: "a", operation: "rename", kind: "exchange", from: "b", configId: "y" },
        { name: "b", operation: "rename", kind: "exchange", from: "a", configId: "x" },
      ],
    );
  });

  test("a chain, of which one end is really made and the other really goes", () => {
    assert.deepEqual(
      movesOf(
        change("a", "replace", { from: "x", to: "y" }),
        change("b", "replace", { from: "y", to: "z" }),
      ),
      [
        { name: "a", operation: "rename", kind: "exchange", from: "b", configId: "y" },
        { name: "a", operation: "delete" },
        { name: "b", operation: "create" },
      ],
    );
  });

  test("a forced replacement", () => {
    assert.deepEqual(movesOf(change("a", "replace", { from: "x", to: "x" })), [
      { name: "a", operation: "replace", kind: "replacement", from: "a", configId: "x" },
    ]);
  });

  test("and an id that is not known yet is nobody's", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    assert.deepEqual(
      movesOf(change("a", "create", { to: unknown }), change("b", "delete", { from: unknown })),
      [
        { name: "a", operation: "create" },
        { name: "b", operation: "delete" },
      ],
    );
  });
});

describe("the alias that makes the two resources one is", () => {
  const component = "urn:pulumi:s::p::team:index:Team::sales";
  const inTeam = { from: "x", parents: "team:index:Team$" };

  test("the old name", () => {
    assert.deepEqual(
      aliasesOf(change("new", "create", { to: "x" }), change('o"ld', "delete", { from: "x" })),
      ['aliases: [{ name: "o\\"ld" }]'],
    );
  });

  test("no parent, where it moves into a component", () => {
    assert.deepEqual(
      aliasesOf(
        change("same", "create", { to: "x", parents: "team:index:Team$" }),
        change("same", "delete", { from: "x" }),
      ),
      ["aliases: [{ parent: pulumi.rootStackResource }]"],
    );
  });

  test("the old parent, and the old name where it has another, where it moves out of one", () => {
    assert.deepEqual(
      aliasesOf(
        change("new", "create", { to: "x" }),
        change("old", "delete", { ...inTeam, parentBefore: component }),
      ),
      [`aliases: [{ name: "old", parent: "${component}" }]`],
    );
  });

  test("the old URN, where the preview does not name the parent", () => {
    const old = change("old", "delete", inTeam);
    assert.deepEqual(aliasesOf(change("old", "create", { to: "x" }), old), [
      `aliases: ["${old.urn}"]`,
    ]);
  });

  test("none, where resources exchange their configurations", () => {
    assert.deepEqual(
      aliasesOf(
        change("a", "replace", { from: "x", to: "y" }),
        change("b", "replace", { from: "y", to: "x" }),
      ),
      [],
    );
  });
});

/** Resources that had distinct configurations and are to have distinct ones, in any order. */
const assignments = fc
  .record({
    before: fc.uniqueArray(fc.nat(5), { maxLength: 6 }),
    after: fc.uniqueArray(fc.nat(5), { maxLength: 6 }),
    order: fc.nat(),
  })
  .map(({ before, after, order }) => {
    const changes = Array.from({ length: Math.max(before.length, after.length) }, (_, i) => {
      const [from, to] = [before[i], after[i]];
      const operation = from === undefined ? "create" : to === undefined ? "delete" : "replace";
      return change(`r${i}`, operation, {
        ...(from !== undefined && { from: `c${from}` }),
        ...(to !== undefined && { to: `c${to}` }),
      });
    });
    const at = changes.length === 0 ? 0 : order % changes.length;
    return { before, after, changes: [...changes.slice(at), ...changes.slice(0, at)] };
  });

test("whatever resources do with their configurations, each one before and after is in exactly one change", () => {
  fc.assert(
    fc.property(assignments, ({ before, after, changes }) => {
      const live = liveChanges(changes);
      const idsOf = (side: "before" | "after", which: readonly Operation[] = []) =>
        live
          .filter(({ operation }) => which.length === 0 || which.some((each) => each === operation))
          .flatMap((each) => each[side]?.configId ?? [])
          .toSorted();
      assert.deepEqual(idsOf("before"), before.map((id) => `c${id}`).toSorted());
      assert.deepEqual(idsOf("after"), after.map((id) => `c${id}`).toSorted());
      const lost = before.filter((id) => !after.includes(id)).map((id) => `c${id}`);
      for (const id of idsOf("before", ["delete"])) assert.ok(lost.includes(String(id)));
    }),
  );
});
