import assert from "node:assert/strict";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import {
  countAcknowledged,
  defaultJournalFolder,
  journalKey,
  WriteJournal,
} from "../../../provider/src/evidence/write-journal.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { sentRecord } from "./records.ts";

const root = await temporaryFolder();
after(() => root[Symbol.asyncDispose]());
let folders = 0;

/** A journal in a folder of its own, and what it warned of. */
function open(changes: { readonly folder?: string; readonly clientSecret?: string } = {}) {
  const folder = changes.folder ?? join(root.path, `journal-${++folders}`, "below");
  const warnings: string[] = [];
  const journal = new WriteJournal({
    folder,
    environmentUrl: "https://tenant.test",
    clientSecret: changes.clientSecret ?? "hush",
    warn: async (message) => void warnings.push(message),
  });
  return { journal, folder, warnings };
}

async function onlyFile(folder: string): Promise<string> {
  const [name = "", ...more] = await readdir(folder);
  assert.deepEqual(more, []);
  return join(folder, name);
}

const records = ["r-1", "r-2", "r-3"].map((requestId) => sentRecord({ requestId }));
const ids = (found: readonly { readonly requestId: string }[]) =>
  found.map(({ requestId }) => requestId);

describe("the write journal", () => {
  test("holds nothing of a configuration that nobody wrote", async () => {
    const { journal, warnings } = open();
    assert.deepEqual(await journal.load("config-1", undefined), []);
    assert.deepEqual(warnings, []);
  });

  test("gives the next run what this one noted, configuration by configuration", async () => {
    const { journal, folder, warnings } = open();
    const acknowledged = sentRecord({
      status: "acknowledged",
      acknowledgedAt: "2026-03-01T12:00:01.000Z",
      exportId: "x-1",
      isLast: true,
    });
    await journal.store("config-1", [acknowledged]);
    await journal.store("config-2", records);
    const next = open({ folder });
    assert.deepEqual(await next.journal.load("config-1", new Set()), [acknowledged]);
    assert.deepEqual(await next.journal.load("config-2", undefined), records);
    assert.deepEqual(await next.journal.load("config-3", undefined), []);
    assert.deepEqual([...warnings, ...next.warnings], []);
  });

  test("of one tenant is none of another's", async () => {
    const { journal, folder } = open();
    await journal.store("config-1", records);
    const other = new WriteJournal({
      folder,
      environmentUrl: "https://other.test",
      clientSecret: "hush",
      warn: async () => {},
    });
    assert.deepEqual(await other.load("config-1", undefined), []);
  });

  test("gives the writes after the last that the state holds", async () => {
    const { journal } = open();
    await journal.store("config-1", records);
    assert.deepEqual(ids(await journal.load("config-1", new Set(["r-2"]))), ["r-3"]);
    assert.deepEqual(await journal.load("config-1", new Set(["r-3", "r-1"])), []);
  });

  test("is empty once nothing is left to know", async () => {
    const { journal, folder } = open();
    await journal.store("config-1", records);
    await journal.store("config-1", []);
    assert.deepEqual(await readdir(folder), []);
    await journal.store("config-1", []);
  });

  test("is for its owner alone", { skip: process.platform === "win32" }, async () => {
    const { journal, folder } = open();
    await journal.store("config-1", records);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
    assert.equal((await stat(await onlyFile(folder))).mode & 0o777, 0o600);
  });

  test("hides the documents, and says without the secret which writes it is of", async () => {
    const { journal, folder } = open();
    await journal.store("config-1", [sentRecord({ isLast: true })]);
    const text = await readFile(await onlyFile(folder), "utf8");
    assert.deepEqual(JSON.parse(text).writes, [{ requestId: "r-1", isLast: true }]);
    assert.doesNotMatch(text, /dialRate|Spring|config-1/);
  });

  test("that another secret sealed says what may be missing, unless the state holds all of it", async () => {
    const { journal, folder } = open();
    await journal.store("config-1", records);
    const next = open({ folder, clientSecret: "changed" });
    assert.deepEqual(await next.journal.load("config-1", new Set(["r-3"])), []);
    assert.deepEqual(next.warnings, []);
    assert.deepEqual(await next.journal.load("config-1", new Set(["r-2"])), []);
    assert.deepEqual(next.warnings, [
      `The write journal's file ${await onlyFile(folder)} cannot be understood: another client secret or a later release wrote it. ` +
        "A run that wrote to dialer configuration config-1 was interrupted, and its audit event may be missing. Delete the file once " +
        "that is clear.",
    ]);
  });

  test("whose file was taken from another configuration cannot be understood", async () => {
    const { journal, folder, warnings } = open();
    await journal.store("config-1", records);
    const file = await onlyFile(folder);
    const text = await readFile(file, "utf8");
    await rm(file);
    await journal.store("config-2", records);
    await writeFile(await onlyFile(folder), text);
    assert.deepEqual(await journal.load("config-2", undefined), []);
    assert.match(warnings.join(), /cannot be understood/);
  });

  for (const text of ["", "{ no JSON", "null", '{"version":2,"writes":[],"sealed":""}']) {
    test(`that holds ${JSON.stringify(text)} cannot be understood`, async () => {
      const { journal, folder, warnings } = open();
      await journal.store("config-1", records);
      await writeFile(await onlyFile(folder), text);
      assert.deepEqual(await journal.load("config-1", undefined), []);
      assert.match(warnings.join(), /cannot be understood/);
    });
  }

  describe("of a process that still runs", () => {
    const onLinux = { skip: process.platform !== "linux" && "no start times" };

    /** As if the process that started this one had written it. */
    async function writtenByAnother(isLeft: boolean) {
      const { journal, folder } = open();
      await journal.store("config-1", records, { isLeft });
      const file = await onlyFile(folder);
      const content = JSON.parse(await readFile(file, "utf8"));
      const fields = (await readFile(`/proc/${process.ppid}/stat`, "utf8")).split(") ")[1];
      const startedAt = fields?.split(" ")[19];
      const writer = content.writer && { ...content.writer, pid: process.ppid, startedAt };
      await writeFile(file, JSON.stringify({ ...content, writer }));
      return ids(await journal.load("config-1", undefined));
    }

    test("is its own affair", onLinux, async () => {
      assert.deepEqual(await writtenByAnother(false), []);
    });

    test("is for whoever comes next once the operation has failed", onLinux, async () => {
      assert.deepEqual(await writtenByAnother(true), ids(records));
    });
  });

  test("that cannot be read or written is a warning, and nothing fails for it", async () => {
    const folder = join(root.path, "a file");
    await writeFile(folder, "");
    const { journal, warnings } = open({ folder });
    assert.deepEqual(await journal.load("config-1", undefined), []);
    await journal.store("config-1", records);
    const [, code] = /\((E\w+)\)/.exec(warnings[1] ?? "") ?? [];
    const words = (done: string) =>
      `The write journal in ${folder} cannot be ${done}. Should a run be interrupted between a write and its audit event, the next one ` +
      "may not know. Name a folder that can be written in cxone:journal or CXONE_JOURNAL.";
    assert.deepEqual(warnings, [words("read (ENOTDIR)"), words(`written (${code})`)]);
  });
});

test("a later release finds and opens what this one wrote: names and key stay", async () => {
  const { journal, folder } = open();
  await journal.store("config-1", records);
  assert.deepEqual(await readdir(folder), ["12a683498c5209b972a013dcfc78ef30"]);
  const options = { folder, environmentUrl: "https://tenant.test", clientSecret: "hush" };
  assert.equal(
    journalKey({ ...options, warn: async () => {} }).toString("hex"),
    "a1e656ca3c9e1f7685084a4fb373035d234e39f0e5dd258efd16651890c0cb63",
  );
});

describe("what a state has acknowledged", () => {
  const writes = [{ requestId: "r-1", isLast: true as const }, { requestId: "r-2" }];

  test("is all up to the last write that is in it", () => {
    assert.equal(countAcknowledged(writes, new Set(["r-1"])), 1);
    assert.equal(countAcknowledged(writes, new Set(["r-2"])), 2);
    assert.equal(countAcknowledged(writes, new Set()), 0);
  });

  test("is, where there is none, what an earlier resource wrote", () => {
    assert.equal(countAcknowledged(writes, undefined), 1);
    assert.equal(countAcknowledged(writes.slice(1), undefined), 0);
  });
});

describe("the journal's folder, where nobody names one,", () => {
  const onPlatform = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv) => {
    const { platform: before } = process;
    Object.defineProperty(process, "platform", { value: platform });
    try {
      return defaultJournalFolder(env);
    } finally {
      Object.defineProperty(process, "platform", { value: before });
    }
  };

  test("is where programs keep their state", () => {
    const below = (...parts: readonly string[]) => join(...parts, "pulumi-cxone-dialer");
    const env = { XDG_STATE_HOME: "/state", LOCALAPPDATA: "/local" };
    assert.equal(onPlatform("linux", env), below("/state"));
    assert.equal(onPlatform("darwin", {}), below(homedir(), ".local", "state"));
    assert.equal(onPlatform("linux", { XDG_STATE_HOME: "" }), below(homedir(), ".local", "state"));
    assert.equal(onPlatform("win32", env), below("/local"));
    assert.equal(onPlatform("win32", {}), below(homedir(), "AppData", "Local"));
  });
});
