import assert from "node:assert/strict";
import { test } from "node:test";
import { type EngineResult, renderResult } from "pulumi-cxone-dialer/sandbox";

const root = "urn:pulumi:dev::calls::pulumi:pulumi:Stack::calls-dev";
const urn = (name: string) =>
  `urn:pulumi:dev::calls::pulumi-nodejs:dynamic/cxone:DialerConfig::${name}`;

const nothing: EngineResult = {
  operation: "preview",
  stack: "dev",
  ok: true,
  steps: [{ op: "same", urn: root, diff: [] }],
  outputs: {},
  outputDiff: [],
  diagnostics: [],
  durationMs: 1234,
};

test("a preview reads like Pulumi's", () => {
  const text = renderResult({
    ...nothing,
    steps: [
      ...nothing.steps,
      { op: "same", urn: urn("quiet"), id: "9", diff: [] },
      {
        op: "create",
        urn: urn("new"),
        diff: [
          {
            path: "complianceRules",
            kind: "add",
            new: { ringSeconds: 15, tags: ["a", {}], none: [] },
          },
          { path: "dialRate", kind: "add", new: 2.5 },
          { path: "password", kind: "add", new: "[secret]" },
        ],
      },
      {
        op: "update",
        urn: urn("spring"),
        id: "4f1c",
        diff: [
          { path: "complianceRules.hours[1]", kind: "update", old: 9, new: 10 },
          { path: "complianceRules.hours[2]", kind: "delete", old: 20 },
          { path: "complianceRules.ringSeconds", kind: "update", old: 15, new: "[unknown]" },
          { path: "dialRate", kind: "update", old: 2.5, new: 3 },
          { path: 'labels["two words"]', kind: "add", new: { on: true } },
          { path: "note", kind: "update", old: "a\nb", new: null },
          { path: "shape", kind: "update", old: [1], new: "text" },
        ],
      },
      {
        op: "replace",
        urn: urn("moved"),
        id: "1",
        diff: [{ path: "configId", kind: "update", old: "1", new: "2" }],
      },
      {
        op: "delete",
        urn: urn("gone"),
        id: "7",
        diff: [{ path: "dialRate", kind: "delete", old: 1 }],
      },
    ],
    outputs: { etag: "x", rate: 3 },
    outputDiff: [{ path: "rate", kind: "update", old: 2.5, new: 3 }],
  });
  assert.equal(
    text,
    `Previewing update (dev):
  pulumi:pulumi:Stack: (same)
    [urn=${root}]
    + pulumi-nodejs:dynamic/cxone:DialerConfig: (create)
        [urn=${urn("new")}]
        complianceRules: {
            none       : []
            ringSeconds: 15
            tags       : [
                [0]: "a"
                [1]: {}
            ]
        }
        dialRate       : 2.5
        password       : [secret]
    ~ pulumi-nodejs:dynamic/cxone:DialerConfig: (update)
        [id=4f1c]
        [urn=${urn("spring")}]
      ~ complianceRules: {
          ~ hours      : [
              ~ [1]: 9 => 10
              - [2]: 20
            ]
          ~ ringSeconds: 15 => [unknown]
        }
      ~ dialRate       : 2.5 => 3
      ~ labels         : {
          + two words: {
              + on: true
            }
        }
      ~ note           : "a\\nb" => <null>
      - shape          : [
          - [0]: 1
        ]
      + shape          : "text"
    +-pulumi-nodejs:dynamic/cxone:DialerConfig: (replace)
        [id=1]
        [urn=${urn("moved")}]
      ~ configId: "1" => "2"
    - pulumi-nodejs:dynamic/cxone:DialerConfig: (delete)
        [id=7]
        [urn=${urn("gone")}]
        dialRate: 1

Outputs:
  ~ rate: 2.5 => 3

Resources:
    + 1 to create
    ~ 1 to update
    - 1 to delete
    +-1 to replace
    4 changes. 2 unchanged
`,
  );
});

test("the report of an update has times, messages by resource, all outputs, and what failed", () => {
  const text = renderResult({
    ...nothing,
    operation: "up",
    ok: false,
    steps: [
      ...nothing.steps,
      { op: "create", urn: urn("new"), id: "1", diff: [], durationMs: 421 },
      { op: "refresh", urn: urn("seen"), id: "2", diff: [], durationMs: 5 },
    ],
    outputs: { rate: 3, etag: "x" },
    outputDiff: [{ path: "rate", kind: "add", new: 3 }],
    diagnostics: [
      { severity: "error", message: "first line\nsecond line", urn: urn("spring") },
      { severity: "info", message: "from the program" },
      { severity: "warning", message: "3 % is close", urn: urn("spring") },
    ],
  });
  assert.equal(
    text,
    `Updating (dev):
  pulumi:pulumi:Stack: (same)
    [urn=${root}]
    + pulumi-nodejs:dynamic/cxone:DialerConfig: (create) [0.42s]
        [id=1]
        [urn=${urn("new")}]
    ~ pulumi-nodejs:dynamic/cxone:DialerConfig: (refresh) [0.01s]
        [id=2]
        [urn=${urn("seen")}]

Diagnostics:
  pulumi-nodejs:dynamic/cxone:DialerConfig (spring):
    error: first line
    second line
    warning: 3 % is close

  pulumi:pulumi:Stack (dev):
    from the program

Outputs:
    etag: "x"
  + rate: 3

Resources:
    + 1 created
    ~ 1 refreshed
    2 changes. 1 unchanged
    1 errored

Duration: 2s
`,
  );
});

test("a preview that finds nothing to do says how much is unchanged, and no more", () => {
  assert.equal(
    renderResult(nothing),
    `Previewing update (dev):\n  pulumi:pulumi:Stack: (same)\n    [urn=${root}]\n\nResources:\n    1 unchanged\n`,
  );
});
