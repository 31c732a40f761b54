import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const bin = join(import.meta.dirname, "..", "..", "..", "provider", "bin", "cxone-dialer.js");

/** Prints each package that is loaded, once. */
const hook = `
  import { registerHooks } from "node:module";
  const packages = new Set();
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const [, name] = /.*\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(found.url) ?? [];
      if (name) packages.add(name);
      return found;
    },
  });
  process.on("exit", () => console.error([...packages].sort().join()));
`;

async function packagesLoadedBy(...args: readonly string[]): Promise<string> {
  const preload = `data:text/javascript,${encodeURIComponent(hook)}`;
  const { stderr } = await promisify(execFile)(process.execPath, [
    "--import",
    preload,
    bin,
    ...args,
  ]);
  return stderr.trim();
}

test("help loads no library but those that read the command line", async () => {
  assert.equal(await packagesLoadedBy("--help"), "commander,leven");
});

test("a forecast without a chart loads no library for schemas, requests or charts", async () => {
  const figures = [
    "--agents",
    "12",
    "--answer-rate",
    "0.3",
    "--handle-time",
    "180",
    "--ratio",
    "2",
  ];
  const loaded = await packagesLoadedBy("forecast", ...figures, "--dial-rate", "0.2");
  assert.equal(loaded, "commander");
});

test("a backtest without a page loads no library for charts", async () => {
  await using folder = await temporaryFolder();
  const [history, settings] = ["history.csv", "settings.json"].map((name) =>
    join(folder.path, name),
  );
  assert.ok(history && settings);
  const row = "2026-03-02T09:00,10,200,50,1,9000";
  await writeFile(history, `start,agents,dials,answered,abandoned,handleSeconds\n${row}\n`);
  await writeFile(settings, JSON.stringify({ dialRate: 1, agentRatio: 2, maxQueueDepth: 40 }));
  const flags = ["--settings", settings, "--minutes", "30"];
  const loaded = await packagesLoadedBy("backtest", history, ...flags);
  assert.equal(loaded, "commander,csv-parse,zod");
});
