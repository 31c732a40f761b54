import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reviewOf } from "../../../provider/src/cli/comment/judge/review.ts";
import { readPreview } from "../../../provider/src/cli/shared/preview/read-preview.ts";
import { reviewOfFixture } from "./fixture.ts";

describe("the verdict on", () => {
  const verdicts: Readonly<Record<string, string>> = {
    "pulumi/unchanged": "nothing-changes",
    "pulumi/noise": "nothing-changes",
    "pulumi/create": "passes",
    "pulumi/update": "passes",
    "pulumi/replace": "passes",
    "pulumi/delete": "passes",
    "pulumi/secret": "passes",
    "pulumi/careful": "warns",
    "pulumi/old-telemetry": "warns",
    "pulumi/unknown": "warns",
    "pulumi/rename": "warns",
    "pulumi/moved": "warns",
    "pulumi/swap": "warns",
    "pulumi/drift": "passes",
    "pulumi/joint": "passes",
    "pulumi/secret-changed": "passes",
    "pulumi/refused": "blocked",
    "pulumi/blocked": "blocked",
    "pulumi/wrong": "blocked",
    "pulumi/protected": "blocked",
    "pulumi/policy": "blocked",
    "pulumi-events/policy": "blocked",
    "pulumi-events/blocked": "blocked",
    "pulumi/no-credentials": "not-previewed",
    "pulumi/unreachable": "not-previewed",
    "pulumi/crash": "not-previewed",
    "pulumi/syntax-error": "not-previewed",
    "pulumi/interrupted": "not-previewed",
  };
  for (const [name, verdict] of Object.entries(verdicts)) {
    test(`${name} is ${verdict}`, async () => {
      assert.equal((await reviewOfFixture(name)).verdict, verdict);
    });
  }

  test("an empty output is that nothing could be previewed", () => {
    assert.equal(reviewOf(readPreview(""), {}).verdict, "not-previewed");
  });
});

describe("what is said", () => {
  test("names the resource and the argument that is refused, in the provider's words", async () => {
    const { blocks } = await reviewOfFixture("pulumi/wrong");
    assert.deepEqual(
      blocks.map(({ names, property }) => ({ names, property })),
      ["dialRate", "agentRatio", "maxAbandonmentRate"].map((property) => ({
        names: ["first-call"],
        property,
      })),
    );
    assert.match(blocks[0]?.text ?? "", /^must be a number from 0\.1 to 10, .* but is 77\.$/);
  });

  test("by a policy names the policy, quotes its words once, and blocks only where it is mandatory", async () => {
    const { blocks, warnings } = await reviewOfFixture("pulumi-events/policy");
    assert.deepEqual(blocks, [
      {
        names: ["first-call", "days-1-to-30"],
        policy: "dialer-rules/ceiling",
        text: "agentRatio is over 1.8 <b>hey</b> @octocat",
      },
    ]);
    assert.deepEqual(warnings, [
      {
        names: ["call-back", "first-call", "days-1-to-30"],
        policy: "dialer-rules/note",
        text: "think twice",
      },
    ]);
  });

  test("of a policy's veto that the digest keeps to itself is where it stands", async () => {
    const { blocks } = await reviewOfFixture("pulumi/policy");
    assert.match(blocks[0]?.text ?? "", /PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true/);
  });

  test("by a tenant that cannot be asked blocks no argument", async () => {
    const { blocks, failures } = await reviewOfFixture("pulumi/unreachable");
    assert.deepEqual(blocks, []);
    assert.match(failures[0]?.text ?? "", /^POST http:\/\/127\.0\.0\.1:9\/oauth\/token: /);
  });

  test("by a program that crashed comes without its stack trace", async () => {
    const { failures } = await reviewOfFixture("pulumi/crash");
    assert.match(failures[0]?.text ?? "", /cannot read the table of campaigns$/);
  });

  test("as a warning is by the resource's name, and once for all that it is said of", async () => {
    const { warnings } = await reviewOfFixture("pulumi/old-telemetry");
    assert.deepEqual(
      warnings.map(({ names, property }) => ({ names, property })),
      [
        { names: ["first-call", "call-back"], property: "forecast" },
        { names: ["d61f08ab-92c7-4e50-a3bd-58e7146c9f02"], property: "forecast" },
      ],
    );
  });
});

describe("the figures", () => {
  const ofUpdate = async (name: string) => {
    const { configurations } = await reviewOfFixture(name);
    return configurations.find((each) => each.name === "first-call") ?? assert.fail();
  };

  test("of an update are those before and after", async () => {
    const figures = await ofUpdate("pulumi/update");
    assert.deepEqual(figures.abandonmentRate, { before: 0.00292, after: 0.0163 });
    assert.deepEqual(figures.abandonmentMargin, { before: 0.000903, after: 0.00245 });
    assert.deepEqual(figures.occupancy, { before: 0.794, after: 0.847 });
    assert.equal(figures.abandonmentLimit, 0.03);
    assert.equal(figures.highestDialRate, "any");
  });

  for (const engine of ["pulumi", "pulumi-events"]) {
    test(`that are not known yet are unknown, and never 0 (${engine})`, async () => {
      const { configurations, unforecast } = await reviewOfFixture(`${engine}/unknown`);
      const later = configurations.find(({ name }) => name === "later") ?? assert.fail();
      assert.deepEqual(later.abandonmentRate, { before: "none", after: "unknown" });
      assert.equal(later.chanceOverLimit, "unknown");
      assert.equal(later.highestDialRate, "unknown");
      assert.equal(unforecast.length, 2);
    });

    test(`that are secret stay so (${engine})`, async () => {
      const { configurations } = await reviewOfFixture(`${engine}/secret`);
      const [first] = configurations;
      assert.equal(first?.abandonmentLimit, "secret");
      assert.equal(first?.chanceOverLimit, "secret");
      assert.deepEqual(first?.settings, [
        { path: "complianceRules.token", before: "not there", after: "secret", cause: "program" },
        { path: "dialRate", before: "1.2", after: "secret", cause: "program" },
        { path: "maxAbandonmentRate", before: "0.03", after: "secret", cause: "program" },
      ]);
    });
  }

  test("of what comes or goes have one side only", async () => {
    const created = (await reviewOfFixture("pulumi/create")).configurations[0];
    assert.deepEqual(created?.occupancy, { before: "none", after: 0.794 });
    const deleted = (await reviewOfFixture("pulumi/delete")).configurations[0];
    assert.deepEqual(deleted?.occupancy, { before: 0.741, after: "none" });
  });
});
