import assert from "node:assert/strict";
import { test } from "node:test";
import { runtime } from "@pulumi/pulumi";
import fc from "fast-check";
import { dialerPolicies, knownValues } from "pulumi-cxone-dialer/policy";
import { argsOf, goodInputs, inputsWith, mendedBy, NotApplicable, violationsOf } from "./judge.ts";

const UNKNOWN = runtime.unknownValue;

const policies = dialerPolicies({ "do-not-call": { lists: ["national", "wireless"] } });
const judges = policies.filter(({ name }) => name !== "known-values");

const paths = pathsIn(goodInputs);

function pathsIn(value: object, prefix = ""): string[] {
  return Object.entries(value).flatMap(([key, each]) => {
    const path = `${prefix}${key}`;
    const isParent = typeof each === "object" && each !== null && !Array.isArray(each);
    return [path, ...(isParent ? pathsIn(each, `${path}.`) : [])];
  });
}

/** Deepest first, so that a whole object may become unknown after one of its values. */
const somePaths = fc
  .subarray(paths, { minLength: 1 })
  .map((some) => some.toSorted((a, b) => b.split(".").length - a.split(".").length));

test("a rule says nothing of what a preview does not know yet", async () => {
  const good = dialerPolicies().filter(({ name }) => name !== "known-values");
  await fc.assert(
    fc.asyncProperty(somePaths, async (unknown) => {
      const inputs = inputsWith(Object.fromEntries(unknown.map((path) => [path, UNKNOWN])));
      for (const policy of good) assert.deepEqual(await violationsOf(policy, inputs), []);
    }),
  );
});

test("what is not known yet is named once, by the rule for it", async () => {
  const inputs = inputsWith({
    forecast: UNKNOWN,
    "complianceRules.doNotCall": ["national", UNKNOWN],
  });
  const [message, ...others] = await violationsOf(knownValues(), inputs);
  assert.match(message ?? "", /until then: complianceRules\.doNotCall\.1, forecast\. Name/);
  assert.deepEqual(others, []);
  const [ignoring] = await violationsOf(knownValues({ ignore: ["complianceRules"] }), inputs);
  assert.match(ignoring ?? "", /until then: forecast\. Name/);
});

/** As in @pulumi/policy, where reading what is not known yet throws. */
function guarded<T extends object>(value: T): T {
  return new Proxy(value, {
    get(target, key) {
      const each: unknown = Reflect.get(target, key);
      if (each === UNKNOWN) throw new Error(`${String(key)} can't be known during preview`);
      return typeof each === "object" && each !== null ? guarded(each) : each;
    },
  });
}

const anything = fc.anything({
  key: fc.constantFrom(...new Set(paths.flatMap((path) => path.split("."))), "__proto__"),
  values: [
    fc.constant(UNKNOWN),
    fc.constant(undefined),
    fc.constant(null),
    fc.double(),
    fc.string(),
    fc.boolean(),
  ],
  maxDepth: 4,
});

test("no input makes a rule throw", async () => {
  const changes = fc.dictionary(fc.constantFrom(...paths), anything, { maxKeys: 6 });
  await fc.assert(
    fc.asyncProperty(changes, fc.boolean(), async (changed, isGuarded) => {
      const inputs = inputsWith(changed);
      const seen = isGuarded ? guarded(inputs) : inputs;
      for (const policy of policies) {
        await violationsOf(policy, seen);
        await policy.remediateResource?.(argsOf(seen));
      }
    }),
    { numRuns: 300 },
  );
});

test("no message shows text of the compliance rules, which may be a secret", async () => {
  const canary = "canary-5f1e";
  const secret = fc.constantFrom(canary, [canary], { [canary]: canary }, { start: canary });
  const rulePaths = paths.filter((path) => path.startsWith("complianceRules."));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...rulePaths), secret), async (changed) => {
      const inputs = inputsWith(changed);
      for (const policy of judges) {
        assert.ok(!(await violationsOf(policy, inputs)).join().includes(canary), policy.name);
      }
    }),
  );
});

test("a rule applies to a native resource as to a dynamic one", async () => {
  const inputs = inputsWith({ configId: undefined, complianceRules: {}, agentRatio: 5 });
  for (const policy of policies) {
    const [native, dynamic] = await Promise.all([
      violationsOf(policy, inputs, { type: "cxone:index:DialerConfig" }),
      violationsOf(policy, inputs),
    ]);
    assert.deepEqual(native, dynamic, policy.name);
  }
});

test("a rule does not apply to resources of another type", async () => {
  for (const policy of policies) {
    const surroundings = { type: "aws:s3/bucket:Bucket" };
    await assert.rejects(violationsOf(policy, {}, surroundings), NotApplicable);
    if (policy.remediateResource) {
      await assert.rejects(mendedBy(policy, {}, surroundings), NotApplicable);
    }
  }
});
