import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  withHeldFields,
  withoutWrites,
  withWrites,
} from "../../../provider/src/evidence/own-changes.ts";
import { sentRecord } from "./records.ts";

const managed = { dialRate: 0, agentRatio: 0 };
const first = sentRecord({
  managed,
  before: { dialRate: 1, agentRatio: 1, name: "Spring" },
  sent: { dialRate: 2, agentRatio: 1, name: "Spring" },
});
const second = sentRecord({
  managed,
  before: { dialRate: 2, agentRatio: 1, name: "Spring" },
  sent: { dialRate: 3, agentRatio: 2, name: "Spring" },
});

describe("a document without one's own writes", () => {
  test("is as it was before the first of them", () => {
    assert.deepEqual(
      withoutWrites([first, second], { dialRate: 3, agentRatio: 2, name: "Spring" }),
      {
        dialRate: 1,
        agentRatio: 1,
        name: "Spring",
      },
    );
  });

  test("keeps what somebody changed since", () => {
    assert.deepEqual(
      withoutWrites([first, second], { dialRate: 9, agentRatio: 2, name: "Summer" }),
      {
        dialRate: 9,
        agentRatio: 1,
        name: "Summer",
      },
    );
  });

  test("has nothing to undo of a creation and of a deletion", () => {
    const document = { dialRate: 2 };
    const creation = sentRecord({ action: "CREATE", before: undefined });
    const deletion = sentRecord({ action: "DELETE", sent: undefined });
    assert.deepEqual(withoutWrites([creation, deletion], document), document);
  });
});

describe("a document with one's own writes", () => {
  const base = { dialRate: 1, agentRatio: 1, name: "Spring" };

  test("has what they changed, where the tenant holds it", () => {
    const live = { dialRate: 3, agentRatio: 2, name: "Summer" };
    assert.deepEqual(withWrites([first, second], base, live), {
      dialRate: 3,
      agentRatio: 2,
      name: "Spring",
    });
  });

  test("has nothing of a write of which one field is no longer as it made it", () => {
    const live = { dialRate: 3, agentRatio: 7, name: "Spring" };
    assert.deepEqual(withWrites([second], base, live), base);
  });

  test("has each field that is still as a write made it, though another is not", () => {
    const live = { dialRate: 3, agentRatio: 7, name: "Spring" };
    assert.deepEqual(withHeldFields([second], base, live), { ...base, dialRate: 3 });
  });

  test("has nothing of a creation and of a deletion", () => {
    const creation = sentRecord({ action: "CREATE", before: undefined });
    assert.deepEqual(withWrites([creation], {}, { dialRate: 2 }), {});
    const deletion = sentRecord({ action: "DELETE", sent: undefined });
    assert.deepEqual(withWrites([deletion], base, base), base);
  });
});
