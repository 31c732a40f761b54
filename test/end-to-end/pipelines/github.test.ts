import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import { GithubHost } from "./github-host.ts";
import { runWorkflow, type WorkflowRun } from "./github-run.ts";
import { onTheSandbox, type PulumiKind, pulumiKinds } from "./pulumi-kinds.ts";
import { commandsOf } from "./repository.ts";
import { FIRST_CALL, startSampleTenant, writes } from "./tenant.ts";

const isWindows = process.platform === "win32";

interface World extends AsyncDisposable {
  readonly tenant: Tenant;
  readonly host: GithubHost;
}

async function openWorld(pulumi: PulumiKind = onTheSandbox): Promise<World> {
  await using cleanUp = new AsyncDisposableStack();
  const tenant = cleanUp.use(await startSampleTenant());
  const host = cleanUp.use(await GithubHost.open(tenant, pulumi));
  const kept = cleanUp.move();
  return { tenant, host, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

function assertOk({ ok, log }: WorkflowRun): void {
  assert.equal(ok, true, log);
}

function assertFailed({ failedAt, log }: WorkflowRun, at: string): void {
  assert.equal(failedAt, at, log);
}

/** What a run kept of the audit log; the last run, where none is named. */
function keptLog(host: GithubHost, run = host.runId): string {
  return join(host.artifactFolder(run, "audit-log"), "audit.jsonl");
}

const lines = async (file: string) => (await readFile(file, "utf8")).trim().split("\n").length;

/** Where a runner begins: with what is committed, and nothing that an earlier run left; the state is elsewhere. */
async function startAfresh({ repository }: GithubHost): Promise<void> {
  await repository.git("clean", "-fdxq", "--exclude=.sandbox", "--exclude=node_modules");
}

describe("GitHub's preview.yml", { skip: isWindows && "its runner is Linux" }, () => {
  for (const pulumi of pulumiKinds) {
    test(`comments on the pull request, and writes nothing to the tenant (${pulumi.name})`, async () => {
      await using world = await openWorld(pulumi);
      const run = await runWorkflow(world.host, "preview");
      assertOk(run);
      assert.equal(world.host.comments.length, 1);
      assert.match(world.host.comments[0] ?? "", /first-call/);
      assert.equal(writes(world.tenant), 0);
      assert.ok(!run.log.includes(world.tenant.clientSecret));
    });
  }

  test("fails where the preview is refused, and the comment says why", async () => {
    await using world = await openWorld();
    await world.host.repository.replace("index.ts", "?? 1", "?? 4");
    assertFailed(await runWorkflow(world.host, "preview"), "Comment");
    assert.match(world.host.comments[0] ?? "", /agentRatioLimit/);
  });
});

describe("GitHub's deploy.yml and drift.yml", { skip: isWindows && "its runner is Linux" }, () => {
  for (const pulumi of pulumiKinds) {
    test(`keep one audit log from run to run, and one issue while the tenant differs (${pulumi.name})`, async () => {
      await using world = await openWorld(pulumi);
      const { host, tenant } = world;
      await host.noteArtifact("audit-log", { branch: "somebody's" });
      await host.noteArtifact("audit-log", { fork: true });
      assertOk(await runWorkflow(host, "deploy"));
      const first = await lines(keptLog(host));
      assert.ok(first > 0);

      tenant.editDialerConfig(FIRST_CALL, { maxQueueDepth: 20 });
      for (const night of ["first", "second"]) {
        await startAfresh(host);
        const last = "Fail where the tenant differs, or could not be asked";
        assertFailed(await runWorkflow(host, "drift"), last);
        assert.equal((await host.state()).issues.length, 1, `the ${night} night`);
      }
      assert.match((await host.state()).issues[0]?.body ?? "", /maxQueueDepth/);

      await startAfresh(host);
      assertOk(await runWorkflow(host, "deploy", { refresh: true }));
      assert.equal(tenant.dialerConfig(FIRST_CALL)?.document.maxQueueDepth, 40);
      assert.ok((await lines(keptLog(host))) > first);

      await startAfresh(host);
      assertOk(await runWorkflow(host, "drift"));
      assert.deepEqual(
        (await host.state()).issues.map(({ open }) => open),
        [false],
      );
      assert.equal(await lines(keptLog(host)), await lines(keptLog(host, 4)));
    });
  }

  test("stop before anything is written where the audit log was changed", async () => {
    await using world = await openWorld();
    const { host, tenant } = world;
    await mkdir(host.artifactFolder(1, "audit-log"), { recursive: true });
    await writeFile(keptLog(host, 1), '{"version":1}\n');
    host.runId = 1;
    await host.noteArtifact("audit-log");
    assertFailed(await runWorkflow(host, "deploy"), "Verify the audit log so far");
    assert.equal(writes(tenant), 0);
  });

  test("bring the write journal of a deployment that failed to the next runner", async () => {
    await using world = await openWorld();
    const { host } = world;
    await host.repository.replace("index.ts", "new DialerConfig(", "neu DialerConfig(");
    const leftBehind = join(host.folder, "journal", "left-behind");
    await mkdir(join(host.folder, "journal"));
    await writeFile(leftBehind, "evidence");
    assertFailed(await runWorkflow(host, "deploy"), "Deploy");
    await startAfresh(host);
    assertFailed(await runWorkflow(host, "deploy"), "Deploy");
    assert.equal(await readFile(leftBehind, "utf8"), "evidence");
  });
});

describe("GitHub's telemetry.yml", { skip: isWindows && "its runner is Linux" }, () => {
  test("keeps one pull request with the campaigns' figures", async () => {
    await using world = await openWorld();
    const { host } = world;
    assertOk(await runWorkflow(host, "telemetry"));
    const pushed = await host.repository.git("show", "origin/telemetry:telemetry.json");
    assert.equal(Object.keys(JSON.parse(pushed).campaigns).length, 4);
    assert.deepEqual(
      (await host.state()).pullRequests.map(({ head }) => head),
      ["telemetry"],
    );
    assert.ok((await commandsOf(host.repository)).includes("gh auth setup-git"));
  });
});
