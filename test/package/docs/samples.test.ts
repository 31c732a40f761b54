import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { campaignId, digest } from "../../support/preview-digest.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { codeBlocks, page, root } from "./pages.ts";

/** These pages show what commands print about the sample call centre, and about a schedule. */
const files = ["docs/history.md", "docs/budget.md", "docs/backtest.md", "docs/schedule.md"];

const bin = join(root, "provider", "bin", "cxone-dialer.js");
const folder = await temporaryFolder();
const inputs = {
  ...{ configId: "d61f08ab-92c7-4e50-a3bd-58e7146c9f02", campaignId, pacingType: "predictive" },
  ...{ dialRate: 1.8, agentRatio: 2, maxAbandonmentRate: 0.03, maxQueueDepth: 50 },
  ...{ answerRateThreshold: 0.15, regulation: "us" },
};
await writeFile(
  join(folder.path, "preview.json"),
  digest([{ op: "update", before: inputs, after: { ...inputs, agentRatio: 3 } }]),
);
const schedule = codeBlocks(page("docs/schedule.md")).find(({ code }) =>
  code.startsWith("weekday,"),
);
await writeFile(join(folder.path, "workdays.csv"), schedule?.code ?? "");
after(() => folder[Symbol.asyncDispose]());

function run(args: readonly string[]): Promise<string> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], { env, cwd: folder.path }, (_error, stdout) =>
      resolve(stdout),
    );
  });
}

const printed = new Map<string, Promise<string>>();

/** What a command prints; each is run once, and the sample stays for those after it. */
function outputOf(command: string): Promise<string> {
  const output = printed.get(command) ?? run(command.split(" "));
  printed.set(command, output);
  return output;
}

for (const file of files) {
  describe(file, () => {
    for (const { code } of codeBlocks(page(file))) {
      const [, ...commands] = code.split(/^\$ npx cxone-dialer /m);
      for (const text of commands) {
        const [command = "", ...lines] = text.trimEnd().split("\n");
        test(`shows what \`${command}\` prints`, async () => {
          const output = await outputOf(command);
          if (lines.length > 0) assert.equal(output.trimEnd(), lines.join("\n"));
        });
      }
    }
  });
}

test("the ring times in the guide are those that its command writes", async () => {
  const guide = page("docs/backtest.md");
  const [command = ""] =
    guide.text.match(
      /(?<=^\$ npx cxone-dialer )backtest .* --telemetry telemetry\.json --write$/m,
    ) ?? [];
  await outputOf("sandbox history sample");
  await outputOf(command);
  const shown = codeBlocks(guide).find(({ language }) => language === "json")?.code ?? "";
  const written = await readFile(join(folder.path, "telemetry.json"), "utf8");
  const [inGuide, inFile] = [shown, written].map((text) =>
    Object.values(JSON.parse(text).campaigns),
  );
  assert.deepEqual(Object(inGuide?.[0]).ringTimes, Object(inFile?.[0]).ringTimes);
});

test("the sample's audit log is as its provider would have written it", async () => {
  await outputOf("sandbox history sample");
  const output = await outputOf("audit verify sample/audit.jsonl");
  assert.match(output, /^whole: 3 records, 2025-09-30T22:15:00\.000Z to /);
});
