import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pipelineOrigin, programOrigin } from "../../../provider/src/evidence/origin.ts";

describe("who writes is", () => {
  const cases: readonly (readonly [string, NodeJS.ProcessEnv, string | undefined])[] = [
    [
      "GitHub Actions",
      {
        GITHUB_SHA: "c0ffee",
        GITHUB_ACTOR: "somebody",
        GITHUB_SERVER_URL: "https://github.test",
        GITHUB_REPOSITORY: "owner/name",
        GITHUB_RUN_ID: "7",
      },
      "https://github.test/owner/name/actions/runs/7",
    ],
    [
      "GitLab CI/CD",
      {
        CI_COMMIT_SHA: "c0ffee",
        GITLAB_USER_LOGIN: "somebody",
        CI_JOB_URL: "https://gitlab.test/7",
      },
      "https://gitlab.test/7",
    ],
    [
      "Azure Pipelines",
      {
        BUILD_SOURCEVERSION: "c0ffee",
        BUILD_REQUESTEDFOR: "somebody",
        SYSTEM_COLLECTIONURI: "https://azure.test/owner/",
        SYSTEM_TEAMPROJECT: "name",
        BUILD_BUILDID: "7",
      },
      "https://azure.test/owner/name/_build/results?buildId=7",
    ],
    [
      "Bitbucket Pipelines",
      {
        BITBUCKET_COMMIT: "c0ffee",
        BITBUCKET_STEP_TRIGGERER_UUID: "somebody",
        BITBUCKET_BUILD_NUMBER: "7",
      },
      "7",
    ],
    [
      "CircleCI",
      {
        CIRCLE_SHA1: "c0ffee",
        CIRCLE_USERNAME: "somebody",
        CIRCLE_BUILD_URL: "https://circle.test/7",
      },
      "https://circle.test/7",
    ],
    [
      "Jenkins",
      { GIT_COMMIT: "c0ffee", BUILD_USER_ID: "somebody", BUILD_URL: "https://jenkins.test/7" },
      "https://jenkins.test/7",
    ],
    [
      "what the variables of this package say",
      { CXONE_COMMIT: "c0ffee", CXONE_ACTOR: "somebody", CXONE_RUN: "7" },
      "7",
    ],
  ];
  for (const [name, env, run] of cases) {
    test(`taken from ${name}`, () => {
      assert.deepEqual(pipelineOrigin(env), { commit: "c0ffee", actor: "somebody", run });
    });
  }

  test("without a run where a pipeline does not say which one it is", () => {
    for (const commit of ["GITHUB_SHA", "BUILD_SOURCEVERSION"]) {
      assert.deepEqual(pipelineOrigin({ [commit]: "c0ffee" }), { commit: "c0ffee" });
    }
  });

  test("what this package's own variables say before what a pipeline says", () => {
    const env = { GITHUB_SHA: "of GitHub", CXONE_COMMIT: "c0ffee" };
    assert.deepEqual(pipelineOrigin(env), { commit: "c0ffee" });
  });

  test("nothing outside of a pipeline", () => {
    assert.deepEqual(pipelineOrigin({ GITHUB_ACTOR: "somebody", GITHUB_SHA: "" }), {});
  });
});

describe("the program that runs", () => {
  test("is named by the URN of its root", () => {
    const urn = "urn:pulumi:production::dialer::pulumi:pulumi:Stack::dialer-production";
    assert.deepEqual(programOrigin(urn), { project: "dialer", stack: "production" });
  });

  test("is unknown without one", () => {
    for (const urn of [undefined, "", "urn:pulumi:production", `no ${"urn:pulumi:a::b::c"}`]) {
      assert.equal(programOrigin(urn), undefined);
    }
  });
});
