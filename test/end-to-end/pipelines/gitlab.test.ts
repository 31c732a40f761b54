import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import { GitlabHost } from "./gitlab-host.ts";
import { jobsWith } from "./gitlab-jobs.ts";
import { onTheSandbox, type PulumiKind, pulumiKinds } from "./pulumi-kinds.ts";
import { commandsOf } from "./repository.ts";
import { FIRST_CALL, startSampleTenant, writes } from "./tenant.ts";

const isWindows = process.platform === "win32";

interface World extends AsyncDisposable {
  readonly tenant: Tenant;
  readonly host: GitlabHost;
}

async function openWorld(pulumi: PulumiKind = onTheSandbox): Promise<World> {
  await using cleanUp = new AsyncDisposableStack();
  const tenant = cleanUp.use(await startSampleTenant());
  const host = cleanUp.use(await GitlabHost.open(tenant, pulumi));
  const kept = cleanUp.move();
  return { tenant, host, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

const records = (host: GitlabHost) => host.auditLog?.trim().split("\n").length ?? 0;

describe("GitLab's pipeline", { skip: isWindows && "its runner is Linux" }, () => {
  test("shows a merge request what it would change, and writes nothing to the tenant", async () => {
    await using world = await openWorld();
    const { ok, log } = await world.host.run("preview");
    assert.equal(ok, true, log);
    assert.equal(world.host.notes.length, 1);
    assert.match(world.host.notes[0] ?? "", /first-call/);
    assert.equal(writes(world.tenant), 0);
    assert.ok(!log.includes(world.tenant.clientSecret));
  });

  for (const pulumi of pulumiKinds) {
    test(`keeps one audit log from run to run, and one issue while the tenant differs (${pulumi.name})`, async () => {
      await using world = await openWorld(pulumi);
      const { host, tenant } = world;
      const first = await host.run("deploy");
      assert.equal(first.ok, true, first.log);
      const before = records(host);
      assert.ok(before > 0);

      tenant.editDialerConfig(FIRST_CALL, { maxQueueDepth: 20 });
      for (const night of ["first", "second"]) {
        const { ok, log } = await host.run("drift");
        assert.equal(ok, false, log);
        assert.equal(host.issues.length, 1, `the ${night} night`);
      }
      assert.match(host.issues[0]?.description ?? "", /maxQueueDepth/);

      await host.repository.git("clean", "-fdxq", "--exclude=.sandbox", "--exclude=node_modules");
      const second = await host.run("deploy", { REFRESH: "yes" });
      assert.equal(second.ok, true, second.log);
      assert.equal(tenant.dialerConfig(FIRST_CALL)?.document.maxQueueDepth, 40);
      assert.ok(records(host) > before);

      const again = await host.run("drift");
      assert.equal(again.ok, true, again.log);
      assert.deepEqual(
        host.issues.map(({ state }) => state),
        ["closed"],
      );
    });
  }

  test("stops before it writes where the audit log was changed, or cannot be fetched", async () => {
    await using world = await openWorld();
    const { host, tenant } = world;
    host.registryFails = 403;
    assert.equal((await host.run("deploy")).ok, false);
    host.registryFails = undefined;
    host.auditLog = '{"version":1}\n';
    assert.equal((await host.run("deploy")).ok, false);
    assert.equal(writes(tenant), 0);
  });

  test("brings the campaigns' figures by a merge request", async () => {
    await using world = await openWorld();
    const { ok, log } = await world.host.run("telemetry");
    assert.equal(ok, true, log);
    const { repository } = world.host;
    await repository.git("fetch", "--quiet", "origin", "telemetry");
    const pushed = await repository.git("show", "FETCH_HEAD:telemetry.json");
    assert.equal(Object.keys(JSON.parse(pushed).campaigns).length, 4);
    assert.ok((await commandsOf(repository)).includes("push merge_request.create"));
  });

  test("has the job of its occasion, and none for a fork", async () => {
    await using world = await openWorld();
    const { folder } = world.host.repository;
    const occasions = [
      [{ CI_PIPELINE_SOURCE: "push" }, ["deploy"]],
      [{ CI_PIPELINE_SOURCE: "schedule", SCHEDULED: "drift" }, ["drift"]],
      [{ CI_PIPELINE_SOURCE: "schedule", SCHEDULED: "telemetry" }, ["telemetry"]],
      [mergeRequestOf("1"), ["preview"]],
      [mergeRequestOf("2"), []],
    ] as const;
    for (const [variables, jobs] of occasions) {
      const known = { CI_DEFAULT_BRANCH: "main", CI_COMMIT_BRANCH: "main", ...variables };
      assert.deepEqual(await jobsWith(folder, known), jobs, JSON.stringify(variables));
    }
  });
});

function mergeRequestOf(project: string): Record<string, string> {
  return {
    CI_PIPELINE_SOURCE: "merge_request_event",
    CI_PROJECT_ID: "1",
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: project,
  };
}
