import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { complaintsOf } from "./github-parser.ts";
import { gitlabFile, jobNames, readPipeline } from "./gitlab-jobs.ts";
import { hostedActions } from "./hosted-actions.ts";
import { parseWorkflowText, type Workflow, workflowFile, workflowNames } from "./workflow.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/** The example's, which users copy, and the repository's own. */
const files = new Map([
  ...workflowNames.map((name) => [name, workflowFile(name)] as const),
  ...["test", "nightly", "release"].map(
    (name) => [name, join(root, ".github", "workflows", `${name}.yml`)] as const,
  ),
]);

const texts = new Map(
  await Promise.all(
    [...files].map(async ([name, file]) => [name, await readFile(file, "utf8")] as const),
  ),
);

const workflows = new Map([...texts].map(([name, text]) => [name, parseWorkflowText(text)]));

const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);

describe("the workflows for GitHub", () => {
  test("are as GitHub's own parser wants them", async () => {
    for (const [name, text] of texts) assert.deepEqual(await complaintsOf(text), [], name);
    const [text = ""] = texts.values();
    assert.notDeepEqual(await complaintsOf(text.replace("runs-on:", "runs-in:")), []);
    assert.notDeepEqual(await complaintsOf(text.replace("${{ vars.", "${{ wars.")), []);
  });

  test("use no action but by its commit, with the version beside it", () => {
    for (const [name, text] of texts) {
      const uses = text.match(/uses: .*/g) ?? [];
      assert.ok(uses.length > 0, name);
      for (const line of uses) assert.match(line, /^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test("use each action at one commit", () => {
    const commits = new Map<string, string>();
    for (const { uses } of [...workflows.values()].flatMap(stepsOf)) {
      const [action = "", commit = ""] = uses?.split("@") ?? [];
      const [owner, repository] = action.split("/");
      const known = commits.get(`${owner}/${repository}`) ?? commit;
      assert.equal(commit, known, action);
      commits.set(`${owner}/${repository}`, commit);
      if (uses !== undefined) assert.ok(action in hostedActions, `no stand-in for ${action}`);
    }
  });

  test("put no expression into a script, where its value would be run", () => {
    for (const { run = "" } of [...workflows.values()].flatMap(stepsOf)) {
      assert.ok(!run.includes("${{"), run);
    }
  });

  test("have the least permissions, given to the job and not to the workflow", () => {
    const granted = [...workflows].map(([name, { permissions, jobs }]) => [
      name,
      permissions,
      ...Object.values(jobs).map((job) => job.permissions),
    ]);
    assert.deepEqual(granted, [
      ["preview", {}, { contents: "read", "id-token": "write", "pull-requests": "write" }],
      ["deploy", {}, { actions: "read", contents: "read", "id-token": "write" }],
      ["drift", {}, { actions: "read", contents: "read", "id-token": "write", issues: "write" }],
      ["telemetry", {}, { contents: "read" }],
      ["test", {}, { contents: "read" }, { contents: "read" }],
      ["nightly", {}, { contents: "read" }, { contents: "read" }],
      ["release", {}, { contents: "read", "id-token": "write" }],
    ]);
  });

  test("give secrets only to the steps that need them", () => {
    for (const [name, { env, jobs }] of workflows) {
      const shared = [env, ...Object.values(jobs).map((job) => job.env)];
      assert.ok(!JSON.stringify(shared).includes("secrets."), name);
      for (const { run = "", env } of Object.values(jobs).flatMap(({ steps }) => steps)) {
        if (run.startsWith("npm ")) assert.deepEqual(env, {}, `${name}: ${run}`);
      }
    }
  });

  test("run only npm scripts that exist", async () => {
    const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    const own = ["test", "nightly", "release"].map((name) => texts.get(name)).join();
    const named = [...own.matchAll(/npm run ([\w:]+)/g)].map(([, name = ""]) => name);
    const { long } = workflows.get("nightly")?.jobs ?? {};
    const nightly = long?.strategy?.matrix.script ?? [];
    assert.ok(named.length > 0 && nightly.length > 0);
    for (const name of [...named, ...nightly]) assert.ok(name in scripts, `npm run ${name}`);
  });

  test("deploy one at a time, in turn, and never cancel what runs", () => {
    const turns = ["deploy", "drift"].map((name) => workflows.get(name)?.concurrency);
    for (const turn of turns) {
      assert.match(turn?.group ?? "", /vars\.PULUMI_STACK/);
      assert.equal(turn?.group, turns[0]?.group);
      assert.equal(turn?.["cancel-in-progress"], false);
      assert.equal(turn?.queue, "max");
    }
  });
});

describe("the pipeline for GitLab", () => {
  test("is as GitLab's own schema wants it", async () => {
    await using repository = await gitRepository();
    const pipeline = await readPipeline(repository.path);
    for (const name of jobNames) assert.ok(pipeline.job(name).script.length > 0);
  });

  test("deploys one at a time, in turn, and never cancels what runs", async () => {
    await using repository = await gitRepository();
    const pipeline = await readPipeline(repository.path);
    for (const name of ["deploy", "drift"] as const) {
      const { resource_group, interruptible } = pipeline.job(name);
      assert.deepEqual(
        { resource_group, interruptible },
        {
          resource_group: "production",
          interruptible: false,
        },
      );
    }
  });

  test("names its image by a whole version", async () => {
    const images = (await readFile(gitlabFile, "utf8")).match(/image: .*/g) ?? [];
    assert.equal(images.length, 1);
    assert.match(images[0] ?? "", /:\d+\.\d+\.\d+$/);
  });
});

async function gitRepository() {
  const folder = await temporaryFolder();
  const git = (...args: readonly string[]) =>
    promisify(execFile)("git", ["-C", folder.path, ...args]);
  await git("init", "--quiet", "--initial-branch=main");
  await git("remote", "add", "origin", "https://git.example.org/team/dialers.git");
  await git(
    "-c",
    "user.name=a",
    "-c",
    "user.email=a@example.org",
    "commit",
    "--quiet",
    "--allow-empty",
    "--message=a",
  );
  return folder;
}
