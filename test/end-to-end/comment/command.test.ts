import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Verdict } from "../../../provider/src/cli/comment/judge/review.ts";
import { exitCodeOf } from "../../../provider/src/cli/comment/run.ts";

import { bareEnvironment } from "../../support/process-environment.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { fixture, fixturePath } from "../../unit/comment/fixture.ts";
import { Github } from "../../unit/comment/hosts/github.ts";
import { BOT, Gitlab } from "../../unit/comment/hosts/gitlab.ts";
import { marker, TOKEN } from "../../unit/comment/post.ts";

const bin = join(import.meta.dirname, "..", "..", "..", "provider", "bin", "cxone-dialer.js");

interface Options {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `cxone-dialer comment` outside of any pipeline. */
function comment(args: readonly string[], { input = "", env = {} }: Options = {}) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [bin, "comment", ...args],
      { env: { ...bareEnvironment, ...env } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

const ofUpdate = fixturePath("pulumi/update");

describe("the exit code says", { concurrency: 4 }, () => {
  const codes: readonly (readonly [what: string, args: readonly string[], code: number])[] = [
    ["a wrong flag", [ofUpdate, "--max-abandonment", "2.5"], 2],
    ["what is blocked", [fixturePath("pulumi/blocked")], 5],
    ["what is over a threshold", [ofUpdate, "--max-abandonment-rise", "1pp"], 3],
    ["that the input is no preview", [join(import.meta.dirname, "fixture.ts")], 2],
  ];
  for (const [what, args, code] of codes) {
    test(`${what}: ${code}`, async () => {
      const outcome = await comment(args);
      assert.equal(outcome.code, code, outcome.stderr);
      assert.doesNotMatch(outcome.stderr, /\n\s+at /);
    });
  }
});

test("a verdict has a code of its own, and a comment that is not posted one where the verdict is green", () => {
  const verdicts = {
    "nothing-changes": [0, 6],
    passes: [0, 6],
    warns: [0, 6],
    "over-threshold": [3, 3],
    blocked: [5, 5],
    "not-previewed": [4, 4],
  } as const satisfies Record<Verdict, readonly number[]>;
  for (const verdict of Object.keys(verdicts) as Verdict[]) {
    const codes = [exitCodeOf(verdict, true), exitCodeOf(verdict, false)];
    assert.deepEqual(codes, verdicts[verdict], verdict);
  }
});

test("a preview comes by a pipe as well, and the comment goes to the standard output", async () => {
  const { stdout, stderr } = await comment([], { input: await fixture("pulumi/update") });
  assert.match(
    stdout,
    /^<!-- .* -->\n### ✅ Passes: abandonment 0.29 % → 1.63 %, limit 3 % \(`first-call`\)\n/,
  );
  assert.equal(stderr, "");
});

test("no input at all is a preview that failed", async () => {
  const { code, stdout } = await comment(["--stack", "call-centre/prod"]);
  assert.equal(code, 4);
  assert.match(stdout, /^<!-- .* on prod of call-centre -->\n### ❌ Could not be previewed\n/);
});

test("the report for a program has a version, a verdict and words in place of what is not known", async () => {
  const report = async (name: string, ...args: readonly string[]) =>
    JSON.parse((await comment([fixturePath(name), "--json", ...args])).stdout);
  const careful = await report("pulumi/careful", "--max-abandonment", "1%");
  assert.deepEqual(Object.keys(careful), [
    "version",
    "verdict",
    "stack",
    "isWhole",
    "configurations",
    "campaigns",
    "others",
    "unchanged",
    "blocks",
    "refused",
    "failures",
    "warnings",
    "thresholds",
    "sources",
  ]);
  assert.equal(careful.version, 1);
  assert.equal(careful.verdict, "over-threshold");
  assert.equal(careful.configurations[0].chanceOverLimit, 0.407);
  assert.equal(careful.thresholds.exceeded[0].flag, "--max-abandonment");
  const [, later] = (await report("pulumi/unknown")).configurations;
  assert.deepEqual(later.abandonmentRate, { before: "none", after: "unknown" });
});

describe("the telemetry file", () => {
  const telemetry = JSON.stringify({
    campaigns: { "91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25": { asOf: "2026-01-05T00:00:00Z" } },
  });

  test("is the one that is named, and says how old the figures are", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "telemetry.json");
    await writeFile(file, telemetry);
    const { stdout } = await comment([ofUpdate, "--telemetry", file]);
    assert.match(stdout, /from the telemetry file, as of `2026-01-05T00:00:00Z`, \d+ days ago/);
  });

  test("has to be readable, where it is named here", async () => {
    const { code, stderr } = await comment([ofUpdate, "--telemetry", "nowhere.json"]);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^error: --telemetry or CXONE_TELEMETRY names nowhere\.json, which cannot be read/,
    );
  });
});

describe("--post", { concurrency: 4 }, () => {
  const githubEnv = (url: string) => ({
    GITHUB_TOKEN: TOKEN,
    GITHUB_API_URL: url,
    GITHUB_REPOSITORY: "acme/dialers",
  });

  test("github finds the pull request in the event, and in the ref", async () => {
    await using folder = await temporaryFolder();
    const event = join(folder.path, "event.json");
    await writeFile(event, JSON.stringify({ pull_request: { number: 7 } }));
    await using host = await Github.start({ token: TOKEN, viewer: "github-actions[bot]" });
    const env = { ...githubEnv(host.server.url), GITHUB_EVENT_PATH: event };
    const created = await comment([ofUpdate, "--post", "github"], { env });
    assert.equal(created.code, 0);
    assert.match(created.stderr, /^GitHub: the comment is created: https:.*issuecomment-1\.\n$/);
    assert.equal(host.comments[0]?.body, created.stdout);

    const byRef = { ...githubEnv(host.server.url), GITHUB_REF: "refs/pull/7/merge" };
    const updated = await comment([fixturePath("pulumi/blocked"), "--post", "github"], {
      env: byRef,
    });
    assert.equal(updated.code, 5);
    assert.equal(host.comments.length, 1);
    assert.match(host.comments[0]?.body ?? "", /### ⛔ Blocked/);
  });

  test("gitlab takes all from the pipeline's environment", async () => {
    await using host = await Gitlab.start({ token: TOKEN, notes: [[`${marker}\nold`, BOT]] });
    const env = {
      GITLAB_TOKEN: TOKEN,
      CI_API_V4_URL: `${host.server.url}/api/v4`,
      CI_PROJECT_ID: "acme/dialers",
      CI_MERGE_REQUEST_IID: "7",
    };
    const { code, stdout } = await comment([fixturePath("pulumi/unchanged"), "--post", "gitlab"], {
      env,
    });
    assert.equal(code, 0);
    assert.deepEqual(
      host.notes.map(({ body }) => body),
      [stdout],
    );
  });

  test("takes flags before the environment", async () => {
    await using host = await Github.start({ token: TOKEN });
    const flags = ["--api-url", host.server.url, "--repository", "acme/dialers", "--request", "7"];
    const env = { ...githubEnv("https://api.github.example"), GITHUB_REF: "refs/pull/3/merge" };
    const { code } = await comment([ofUpdate, "--post", "github", ...flags], { env });
    assert.equal(code, 0);
    assert.equal(host.comments.length, 1);
  });

  test("that fails is red, but no more than the verdict itself, and never names the token", async () => {
    const denied = { status: 403, body: { message: `denied for ${TOKEN}` } };
    const faults = [{ on: /^POST .*comments$/, times: 9, reply: denied }];
    await using host = await Github.start({ token: TOKEN, faults });
    const env = { ...githubEnv(host.server.url), GITHUB_REF: "refs/pull/7/merge" };
    const passing = await comment([ofUpdate, "--post", "github"], { env });
    assert.equal(passing.code, 6);
    assert.match(
      passing.stderr,
      /^error: the comment could not be posted\. POST .*`permissions: pull-requests: write`/,
    );
    assert.ok(!passing.stderr.includes(TOKEN));
    const blocked = await comment([fixturePath("pulumi/blocked"), "--post", "github"], { env });
    assert.equal(blocked.code, 5);
  });

  test("names all that is missing outside of a pipeline", async () => {
    const { code, stderr } = await comment([ofUpdate, "--post", "gitlab"], {
      env: { CI_API_V4_URL: "http://gitlab.example" },
    });
    assert.equal(code, 2);
    for (const what of [
      /GITLAB_TOKEN is missing.*CI_JOB_TOKEN may not/,
      /--repository/,
      /--request/,
      /https/,
    ]) {
      assert.match(stderr, what);
    }
  });

  test("needs the stack's name, where the preview does not say it", async () => {
    const { code, stderr } = await comment(["--post", "github"], {
      env: githubEnv("https://api.github.example"),
    });
    assert.equal(code, 2);
    assert.match(stderr, /give --stack project\/stack/);
  });
});
