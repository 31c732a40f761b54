import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Preview } from "../../../provider/src/cli/shared/preview/preview.ts";
import { NotAPreview, readPreview } from "../../../provider/src/cli/shared/preview/read-preview.ts";
import { fixture } from "./fixture.ts";

const stack = { project: "call-centre", stack: "prod" };

function planOf({ stack, changes, others, unchanged, isWhole }: Preview) {
  const plan = changes.map(({ operation, urn }) => `${operation} ${urn.split("::")[3]}`).toSorted();
  return { stack, plan, others, unchanged, isWhole };
}

const plans: Readonly<
  Record<
    string,
    { readonly plan: readonly string[]; readonly others: number; readonly unchanged: number }
  >
> = {
  unchanged: { plan: [], others: 0, unchanged: 4 },
  update: { plan: ["update call-back", "update first-call"], others: 1, unchanged: 2 },
  replace: { plan: ["replace call-back"], others: 1, unchanged: 3 },
  delete: { plan: ["delete call-back"], others: 1, unchanged: 3 },
  unknown: { plan: ["create later", "update days-1-to-30"], others: 1, unchanged: 3 },
  secret: { plan: ["update first-call"], others: 1, unchanged: 3 },
};

const engines: Readonly<Record<string, readonly string[]>> = {
  pulumi: Object.keys(plans),
  "pulumi-events": ["unchanged", "replace", "unknown", "secret"],
};

test("a native resource reads as a dynamic one does", async () => {
  for (const name of ["pulumi/update", "pulumi-events/replace"]) {
    const text = await fixture(name);
    const native = text.replaceAll(
      "pulumi-nodejs:dynamic/cxone:DialerConfig",
      "cxone:index:DialerConfig",
    );
    assert.notEqual(native, text);
    assert.deepEqual(planOf(readPreview(native)), planOf(readPreview(text)));
  }
});

test("what is imported as it is stays as it is, and what is changed then is an update", () => {
  const urn = (name: string) => `urn:pulumi:prod::call-centre::cxone:index:DialerConfig::${name}`;
  const step = (op: string, name: string) => ({
    op,
    urn: urn(name),
    newState: { inputs: { configId: name } },
  });
  const digest = {
    steps: [step("import", "a"), step("import", "b"), step("update", "b")],
    changeSummary: { import: 2, update: 1, same: 1 },
    duration: 1,
  };
  const preview = readPreview(JSON.stringify(digest));
  assert.deepEqual(planOf(preview), {
    ...{ stack, plan: ["update b"], others: {}, unchanged: 2, isWhole: true },
  });
  assert.deepEqual(
    preview.kept.map(({ inputs }) => inputs),
    [{ configId: "a" }],
  );
});

describe("one program reads the same in each form", () => {
  for (const [engine, names] of Object.entries(engines)) {
    for (const name of names) {
      test(`${engine}: ${name}`, async () => {
        const { plan, others, unchanged } = plans[name] ?? assert.fail();
        assert.deepEqual(planOf(readPreview(await fixture(`${engine}/${name}`))), {
          stack,
          plan,
          others: others > 0 ? { create: others } : {},
          unchanged,
          isWhole: true,
        });
      });
    }
  }
});

test("two stacks of a project are distinguished", async () => {
  const preview = readPreview(await fixture("pulumi/staging"));
  assert.deepEqual(preview.stack, { project: "call-centre", stack: "staging" });
});

test("what a refresh reads before the preview counts as no change", async () => {
  const { plan } = planOf(readPreview(await fixture("pulumi/refresh")));
  assert.deepEqual(plan, ["update call-back", "update first-call"]);
});

test("the telemetry file of the stack's configuration is read", async () => {
  assert.equal(readPreview(await fixture("pulumi/old-telemetry")).telemetryFile, "telemetry.json");
});

describe("what else is printed does no harm:", () => {
  const noise = [
    "warning: using Pulumi.prod.yaml",
    "{ this is no JSON",
    '{"level":"info","message":"a log line of the pipeline"}',
    "{",
  ].join("\n");

  for (const name of ["pulumi/update", "pulumi-events/policy"]) {
    test(`before and after ${name}`, async () => {
      const text = await fixture(name);
      assert.deepEqual(
        readPreview(`${noise}\n${text}\nerror: preview failed\n`),
        readPreview(text),
      );
    });
  }

  test("line ends of Windows", async () => {
    const text = await fixture("pulumi/update");
    assert.deepEqual(readPreview(`x\r\n${text.replaceAll("\n", "\r\n")}`), readPreview(text));
  });

  test("the digest on one line", async () => {
    const text = await fixture("pulumi/update");
    const line = JSON.stringify(JSON.parse(text));
    assert.deepEqual(readPreview(`hello\n${line}\n`), readPreview(text));
  });
});

describe("a preview that was cut short", () => {
  test("says nothing, where it printed nothing", () => {
    assert.deepEqual(readPreview("  \n"), {
      stack: undefined,
      changes: [],
      others: {},
      unchanged: 0,
      kept: [],
      hidden: 0,
      messages: [],
      isWhole: false,
    });
  });

  test("still names its stack, wherever it was cut", async () => {
    const text = await fixture("pulumi/update");
    const first = text.indexOf("call-centre-prod");
    for (let at = first + 20; at < text.length - 3; at += 97) {
      const preview = readPreview(text.slice(0, at));
      assert.deepEqual(planOf(preview), {
        stack,
        plan: [],
        others: {},
        unchanged: 0,
        isWhole: false,
      });
    }
  });

  test("says what it planned until then, where it is a list of events", async () => {
    const text = await fixture("pulumi-events/replace");
    const cut = text.slice(0, text.indexOf("delete-replaced"));
    const { plan, isWhole } = planOf(readPreview(cut));
    assert.deepEqual({ plan, isWhole }, { plan: ["replace call-back"], isWhole: false });
  });
});

describe("what is no preview is refused:", () => {
  const others: Readonly<Record<string, string>> = {
    "a sentence": "error: no stack named 'prod' found",
    "a state": JSON.stringify({ version: 3, deployment: { resources: [] } }),
    "another tool's JSON": '{"resources": 3}',
    "a list": "[1, 2]",
    "another tool's JSON, cut short": '{\n  "resources": [',
  };
  for (const [name, text] of Object.entries(others)) {
    test(name, () => {
      assert.throws(() => readPreview(text), NotAPreview);
      assert.throws(() => readPreview(text), /`pulumi preview --json`/);
    });
  }
});
