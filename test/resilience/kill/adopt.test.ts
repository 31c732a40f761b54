import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { mkdir, readFile, rmdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Journal } from "../../../provider/src/cli/adopt/tenant/journal.ts";
import { callCentre } from "../../end-to-end/adopt/call-centre.ts";
import { type Workbench, workbench } from "../../end-to-end/adopt/workbench.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const data = callCentre(2, 3);
/** One page of campaigns, one of configurations, and the configurations. */
const REQUESTS = 8;

/** What a run leaves behind, without the address that differs from tenant to tenant. */
async function filesOf({ files, tenant }: Workbench): Promise<unknown> {
  return JSON.parse(JSON.stringify(await files()).replaceAll(tenant.url, "TENANT"));
}

describe("a run that is killed", { concurrency: 2 }, () => {
  test("at every request ends as an undisturbed one, at one request more a kill", async () => {
    await using undisturbed = await workbench(data);
    await undisturbed.adopt();
    await using bench = await workbench(data);
    // Each run gets one answer, and is killed before the next arrives.
    let kills = 0;
    while ((await bench.adoptKilledAfter(2, "--resume")) === "SIGKILL") kills += 1;
    assert.equal(kills, REQUESTS - 1);
    const requests = bench.takeRequests();
    assert.equal(requests.length, REQUESTS + kills);
    assert.ok(requests.every((line) => line.startsWith("GET ")));
    assert.deepEqual(await filesOf(bench), await filesOf(undisturbed));
  });

  test("before the program is written is resumed without a request, with the same outcome", async () => {
    await using undisturbed = await workbench(data);
    await undisturbed.adopt();
    await using bench = await workbench(data);
    const obstacle = join(bench.folder, "index.ts");
    bench.tenant.inject({
      match: { path: /\/config-0$/ },
      before: () => mkdirSync(obstacle),
    });
    assert.equal((await bench.adopt()).code, 1);
    await rmdir(obstacle);
    assert.equal(bench.takeRequests().length, REQUESTS);
    assert.equal((await bench.adopt("--resume")).code, 0);
    assert.deepEqual(bench.takeRequests(), []);
    assert.deepEqual(await filesOf(bench), await filesOf(undisturbed));
  });

  test("while it wrote leaves a draft that the next run clears away", async () => {
    await using bench = await workbench(data);
    await bench.adopt();
    const files = await bench.files();
    await mkdir(join(bench.folder, "campaigns"), { recursive: true });
    for (const file of ["adopt.json", "campaigns/campaign-7.ts"]) {
      await writeFile(join(bench.folder, `${file}.adopt-draft`), "half a");
    }
    assert.equal((await bench.adopt("--offline")).code, 0);
    assert.deepEqual(await bench.files(), files);
  });

  test("before it read anything leaves nothing to go on from", async () => {
    await using bench = await workbench(data);
    const times = Number.POSITIVE_INFINITY;
    bench.tenant.inject({ match: { path: "/oauth/token" }, status: 401, times });
    assert.equal((await bench.adopt()).code, 1);
    assert.deepEqual(Object.keys(await bench.files()), [".gitignore"]);
    bench.tenant.clearFaults();
    assert.equal((await bench.adopt()).code, 0);
  });

  test("leaves a journal that is read up to the last whole line, wherever it was cut", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "journal");
    {
      await using journal = await Journal.open(file);
      await journal.append({ version: 1, tenant: "https://us1-cxone.com" });
      const entities = [{ id: "é" }, { id: "b", name: "😀" }];
      await journal.append({ dialerConfigs: { number: 1, pageCount: 1, entities } });
      await journal.append({ read: "é", document: { name: "日本" } });
      await journal.append({ read: "b", failure: "CXONE_PERMISSION" });
    }
    const whole = await readFile(file);
    const ends = [...whole.entries()].flatMap(([i, byte]) => (byte === 10 ? [i + 1] : []));
    for (let length = 0; length <= whole.length; length += 1) {
      await writeFile(file, whole);
      await truncate(file, length);
      await using journal = await Journal.open(file);
      const lines = ends.filter((end) => end <= length).length;
      assert.equal(journal.tenant !== undefined, lines >= 1);
      assert.equal(journal.dialerConfigs.entities.length, lines >= 2 ? 2 : 0);
      assert.equal(journal.readings.size, Math.max(0, lines - 2));
      assert.equal((await readFile(file)).length, ends[lines - 1] ?? 0);
    }
  });
});
