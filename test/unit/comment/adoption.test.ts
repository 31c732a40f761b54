import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reviewOf } from "../../../provider/src/cli/comment/judge/review.ts";
import { jsonReport } from "../../../provider/src/cli/comment/render/json-report.ts";
import { markdown } from "../../../provider/src/cli/comment/render/markdown.ts";
import { readPreview } from "../../../provider/src/cli/shared/preview/read-preview.ts";
import { fixture } from "./fixture.ts";

/** What check found in the tenant, by the resource's name. */
type Adoptions = Readonly<Record<string, object>>;

interface Steps {
  readonly steps: readonly {
    readonly urn: string;
    readonly newState?: { readonly inputs?: Record<string, unknown> };
    readonly inputs?: Record<string, unknown>;
    readonly diff?: object[];
  }[];
}

/** A recorded preview with what check adds to the inputs of a configuration that is to be created. */
async function previewWith(name: string, adoptions: Adoptions) {
  const preview: Steps = JSON.parse(await fixture(name));
  for (const { urn, newState, inputs, diff } of preview.steps) {
    const adoption = adoptions[urn.split("::").at(-1) ?? ""];
    if (adoption === undefined) continue;
    Object.assign(newState?.inputs ?? {}, { adoption });
    Object.assign(inputs ?? {}, { adoption });
    diff?.push({ path: "adoption", kind: "add", new: adoption });
  }
  return reviewOf(readPreview(JSON.stringify(preview, null, 1)), {});
}

async function rowsWith(name: string, adoptions: Adoptions) {
  const review = await previewWith(name, adoptions);
  const comment = markdown({ review, campaigns: [], sources: [], now: new Date(0) });
  return (resource: string) =>
    comment
      .split("\n")
      .find((line) => line.startsWith(`| \`${resource}\``))
      ?.split(" | ")
      .slice(1, 3);
}

const taken = {
  exists: true,
  changes: {
    dialRate: { from: 0.5, to: 1.2 },
    "complianceRules.ringSeconds": { to: 18 },
    "complianceRules.doNotCall": { from: "[not shown]", to: "[not shown]" },
  },
};

describe("a configuration that is adopted", () => {
  test("shows each field that gives way, from what to what", async () => {
    const rowOf = await rowsWith("pulumi/create", { "first-call": taken });
    assert.deepEqual(rowOf("first-call"), [
      "adopted",
      "`dialRate` `0.5` → `1.2`<br>`complianceRules.ringSeconds` `not there` → `18`" +
        "<br>`complianceRules.doNotCall` `[not shown]` → `[not shown]`",
    ]);
  });

  test("of which nothing differs has nothing to write", async () => {
    const rowOf = await rowsWith("pulumi/create", { "call-back": { exists: true, changes: {} } });
    assert.deepEqual(rowOf("call-back"), ["adopted", "nothing to write"]);
  });

  test("that is not there is created in the tenant", async () => {
    const rowOf = await rowsWith("pulumi/create", { "call-back": { exists: false } });
    assert.deepEqual(rowOf("call-back"), ["created in the tenant", "–"]);
  });

  test("by a replacement shows the new id, and what of the tenant's gives way", async () => {
    const rowOf = await rowsWith("pulumi/replace", { "call-back": taken });
    const [done, settings = ""] = rowOf("call-back") ?? [];
    assert.equal(done, "replace: adopted");
    assert.match(
      settings,
      /^`configId` `"a08d[^`]+` → `"b111[^`]+`<br>`dialRate` `0\.5` → `1\.2`<br>/,
    );
  });

  test("under another name shows what is really written", async () => {
    const changes = { agentRatio: { from: 1.9, to: 2 }, dialRate: { from: 1, to: 1.2 } };
    const rowOf = await rowsWith("pulumi/rename", { "first-wave": { exists: true, changes } });
    assert.deepEqual(rowOf("first-wave"), [
      "was `first-call`",
      "`agentRatio` `1.9` → `2`<br>`dialRate` `1` → `1.2`",
    ]);
  });

  test("is not reported by a preview that does not know it, or says it in other words", async () => {
    for (const adoption of [
      {},
      { exists: "yes" },
      { exists: true },
      { exists: true, changes: 3 },
    ]) {
      const rowOf = await rowsWith("pulumi/create", { "call-back": adoption });
      assert.deepEqual(rowOf("call-back"), ["create", "–"]);
    }
  });

  test("hides a secret", async () => {
    const changes = { dialRate: { from: 0.5, to: "[secret]" } };
    const rowOf = await rowsWith("pulumi/create", { "call-back": { exists: true, changes } });
    assert.equal(rowOf("call-back")?.[1], "`dialRate` `0.5` → `secret`");
  });

  test("is data in the report for a program", async () => {
    const review = await previewWith("pulumi/create", {
      "first-call": { exists: true, changes: { dialRate: { from: 0.5, to: 1.2 } } },
      "call-back": { exists: false },
    });
    const { configurations } = JSON.parse(jsonReport({ review, campaigns: [], sources: [] }));
    assert.deepEqual(
      configurations.map(({ adoption }: { adoption: unknown }) => adoption),
      [
        {
          exists: true,
          changes: [{ path: "dialRate", before: "0.5", after: "1.2", cause: "adoption" }],
        },
        { exists: false },
      ],
    );
  });
});
