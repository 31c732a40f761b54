import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import pulumi from "@pulumi/pulumi";
import { DialerConfig, type DialerConfigArgs } from "pulumi-cxone-dialer";
import { DialerConfig as NativeDialerConfig } from "pulumi-cxone-dialer/native";
import { SandboxEngine } from "pulumi-cxone-dialer/sandbox";
import { copyProgram } from "../support/program.ts";
import { settings } from "./world.ts";

/** What a program without types, or one that reads JSON from elsewhere, may hand over. */
type AnyRules = NonNullable<DialerConfigArgs["complianceRules"]>;

let sent: Record<string, unknown> = {};

before(() =>
  pulumi.runtime.setMocks({
    newResource: ({ inputs }) => {
      sent = inputs;
      return { id: "4f1c", state: inputs };
    },
    call: () => ({}),
  }),
);

function declare(complianceRules: AnyRules): DialerConfig {
  return new DialerConfig("spring-sales", {
    ...settings,
    configId: "4f1c",
    campaignId: "91ab",
    complianceRules,
  });
}

/** Rules whose objects are nested in one another, this many with the outermost. */
function nested(levels: number): AnyRules {
  let rules: AnyRules = {};
  for (let level = 1; level < levels; level++) rules = { deeper: rules };
  return rules;
}

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

/** Each is lost or changed without a word by the SDK, or ends the program with a RangeError. */
const refused: readonly (readonly [string, unknown, RegExp])[] = [
  [
    "a key __proto__",
    JSON.parse('{"__proto__":{"ringSeconds":5}}'),
    /complianceRules\.__proto__ is a key that is not carried/,
  ],
  [
    "a key __proto__ deep in it",
    JSON.parse('{"a":[{"__proto__":1}]}'),
    /complianceRules\.a\.0\.__proto__ /,
  ],
  [
    "an object of another prototype",
    { a: { __proto__: { ringSeconds: 5 } } },
    /complianceRules\.a is no plain object/,
  ],
  ["a Date", { from: new Date(0) }, /complianceRules\.from is no plain object: a Date/],
  ["a Map", { hours: new Map() }, /complianceRules\.hours is no plain object/],
  ["a function", { at: () => 1 }, /complianceRules\.at is a function/],
  ["a BigInt", { big: 1n }, /complianceRules\.big is a bigint/],
  ["NaN", { limit: Number.NaN }, /complianceRules\.limit is NaN, for which JSON has no form/],
  ["Infinity", [Number.POSITIVE_INFINITY], /complianceRules\.0 is Infinity/],
  ["half an emoji", { text: "\ud83d" }, /complianceRules\.text holds half a character/],
  ["101 levels", nested(101), /nested deeper than 100 levels/],
  ["10,000 levels", nested(10_000), /nested deeper than 100 levels/],
  ["a circle", cyclic, /nested deeper than 100 levels/],
];

describe("the rules that a program gives", () => {
  for (const [what, rules, message] of refused) {
    test(`may not hold ${what}: the error names the resource and the place, without a stack`, () => {
      assert.throws(
        () => Reflect.apply(declare, undefined, [rules]),
        (error) => {
          // The SDK prints the message of such an error, and no stack.
          assert.ok(pulumi.RunError.isInstance(error));
          assert.match(error.message, /^DialerConfig "spring-sales": complianceRules/);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  test("are sent as they are, whatever inputs are in them", async () => {
    const rules = {
      constructor: { prototype: 1 },
      toString: "text",
      later: pulumi.output([1e308, -0]),
      soon: Promise.resolve("📞"),
      none: null,
    };
    const config = declare(rules);
    await new Promise((resolve) => config.urn.apply(resolve));
    assert.deepEqual(sent.complianceRules, {
      constructor: { prototype: 1 },
      toString: "text",
      later: [1e308, -0],
      soon: "📞",
      none: null,
    });
  });

  test("may be nested 100 levels deep", async () => {
    const config = declare(nested(100));
    await new Promise((resolve) => config.urn.apply(resolve));
    assert.deepEqual(sent.complianceRules, nested(100));
  });

  test("are looked at when an output brings them, too", async () => {
    await using program = await copyProgram(
      join(import.meta.dirname, "fixtures", "deferred-rules"),
    );
    const { ok, diagnostics } = await new SandboxEngine({ cwd: program.folder }).preview();
    assert.equal(ok, false);
    assert.match(
      JSON.stringify(diagnostics),
      /complianceRules\.__proto__ is a key that is not carried/,
    );
  });
});

test("an error of the constructor names the line of the program", () => {
  const { stackTraceLimit } = Error;
  const construct = () =>
    new DialerConfig("", { ...settings, configId: "4f1c", campaignId: "91ab" });
  assert.throws(construct, (error: Error) => error.stack?.includes(import.meta.filename));
  assert.equal(Error.stackTraceLimit, stackTraceLimit);
});

for (const Resource of [DialerConfig, NativeDialerConfig]) {
  const way = Resource === DialerConfig ? "dynamic" : "native";
  test(`the state of a ${way} resource names the line of the program, and no file of the package`, async (context) => {
    const monitor = pulumi.runtime.getMonitor();
    assert.ok(monitor);
    const registered = context.mock.method(monitor, "registerResource");
    const construct = () =>
      new Resource("spring-sales", { ...settings, configId: "4f1c", campaignId: "91ab" });
    const { urn } = construct();
    await new Promise((resolve) => urn.apply(resolve));
    const [request] = registered.mock.calls[0]?.arguments ?? [];
    assert.match(String(request?.getSourceposition()?.getUri()), /program-input\.test\.ts$/);
  });
}
