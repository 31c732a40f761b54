import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { lockLog } from "../../../provider/src/audit-log/add-record.ts";
import { AuditLogError } from "../../../provider/src/errors/index.ts";
import { thisHolder } from "../../../provider/src/shared/process-holder.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** The number of a process that is no more. */
const nobody = spawnSync(process.execPath, ["--version"]).pid;
const isLinux = process.platform === "linux";
/** Never reached where a lock is taken over at once. */
const patient = { runningMs: 5_000, unknownMs: 60_000 };
const impatient = { runningMs: 0, unknownMs: 60_000 };

async function lockedBy(folder: string, holder: object | string): Promise<string> {
  const path = join(folder, "lock");
  await writeFile(path, typeof holder === "string" ? holder : JSON.stringify(holder));
  return path;
}

async function assertTakenOver(path: string, patience = patient): Promise<void> {
  {
    await using _lock = await lockLog(path, patience);
    assert.equal(JSON.parse(await readFile(path, "utf8")).pid, process.pid);
  }
  assert.deepEqual(await readdir(join(path, "..")), []);
}

async function assertKept(path: string, said: RegExp): Promise<void> {
  const before = await readFile(path, "utf8");
  await assert.rejects(lockLog(path, impatient), (error) => {
    assert.ok(error instanceof AuditLogError);
    assert.match(error.message, said);
    return true;
  });
  assert.equal(await readFile(path, "utf8"), before);
}

/** Many want the lock at once, and each does something that takes a while. */
async function assertOneAtATime(path: string): Promise<void> {
  let holders = 0;
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      await using _lock = await lockLog(path);
      holders += 1;
      for (let i = 0; i < 10; i += 1) {
        assert.equal(holders, 1);
        await readFile(path, "utf8");
      }
      holders -= 1;
    }),
  );
}

describe("the lock of an audit log", () => {
  test("is one process's at a time, and goes with it", async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "lock");
    await assertOneAtATime(path);
    assert.deepEqual(await readdir(folder.path), []);
  });

  test("is kept by a process that runs, and the message says which, and what to do", async () => {
    await using folder = await temporaryFolder();
    const path = await lockedBy(folder.path, await thisHolder());
    await assertKept(path, new RegExp(`process ${process.pid} on .*Wait until it ends.*delete`));
  });

  test("is taken over from a process that is no more", async () => {
    await using folder = await temporaryFolder();
    const holder = { ...(await thisHolder()), pid: nobody };
    await assertTakenOver(await lockedBy(folder.path, holder));
  });

  test("is taken over from a process whose number was given to another", {
    skip: !isLinux && "no start times",
  }, async () => {
    await using folder = await temporaryFolder();
    await assertTakenOver(await lockedBy(folder.path, { ...(await thisHolder()), startedAt: "1" }));
  });

  test("is taken over from a process that was killed and whose parent has not noticed yet", {
    skip: !isLinux && "no process states",
  }, async () => {
    await using folder = await temporaryFolder();
    // The shell becomes a program that never asks what became of the child that it inherits.
    const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"]);
    try {
      const [text] = await once(parent.stdout, "data");
      const pid = Number.parseInt(String(text), 10);
      let program = "";
      while (!program.startsWith("sleep")) {
        program = await readFile(`/proc/${parent.pid}/comm`, "utf8");
      }
      process.kill(pid, "SIGKILL");
      let stat = "";
      while (!/\) Z /.test(stat)) stat = await readFile(`/proc/${pid}/stat`, "utf8");
      const startedAt = stat.split(") ")[1]?.split(" ")[19];
      const holder = { ...(await thisHolder()), pid, startedAt };
      await assertTakenOver(await lockedBy(folder.path, holder));
    } finally {
      parent.kill("SIGKILL");
    }
  });

  for (const [what, holder] of [
    [
      "a process on another machine",
      { pid: nobody, host: "elsewhere", realm: "elsewhere", token: "t" },
    ],
    ["a process that was killed before it said who it is", ""],
    ["something that nobody understands", "{"],
  ] as const) {
    test(`is taken over from ${what} when it has not changed for a while`, async () => {
      await using folder = await temporaryFolder();
      const path = await lockedBy(folder.path, holder);
      await assertTakenOver(path, { runningMs: 5_000, unknownMs: 30 });
    });

    test(`is not taken over from ${what} at once`, async () => {
      await using folder = await temporaryFolder();
      await assertKept(await lockedBy(folder.path, holder), /delete that file/);
    });
  }

  test("is taken over by one of many at a time", async () => {
    await using folder = await temporaryFolder();
    const path = await lockedBy(folder.path, { ...(await thisHolder()), pid: nobody });
    await assertOneAtATime(path);
    assert.deepEqual(await readdir(folder.path), []);
  });

  test("is left alone at its end where it is somebody else's by then", async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "lock");
    {
      await using _lock = await lockLog(path);
      await writeFile(path, "another's");
    }
    assert.equal(await readFile(path, "utf8"), "another's");
  });
});
