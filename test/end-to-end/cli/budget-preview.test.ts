import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { digest, raised } from "../../support/preview-digest.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { budget, days, header } from "./budget-command.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());

const history = join(folder.path, "march.csv");
const rows = days(15, (i) => `10,4000,1000,${20 + (i % 3)},180000`);
await writeFile(history, [header, ...rows].join("\n"));

async function withPreview(text: string, ...args: readonly string[]) {
  const preview = join(folder.path, "preview.json");
  await writeFile(preview, text);
  return budget([history, "--minutes", "60", "--preview", preview, ...args]);
}

describe("cxone-dialer budget --preview", () => {
  test("says what the preview changes, and exits with 3 where the period would end over the limit", async () => {
    const { code, stdout } = await withPreview(digest([raised]));
    assert.equal(code, 3);
    assert.match(
      stdout,
      new RegExp(
        [
          "\n  preview   spring-sales; the days that are left are forecast by the schedule of the program",
          "    expected  1\\.\\d\\d % → 5\\.\\d\\d % over the whole period",
          "    chance    0\\.0 % → 100\\.0 % that it ends over the limit",
          "    gone      not in the period → 2026-03-\\d\\d",
          "    From now on, the highest that keeps the chance under 5 % is a dialRate of 0\\.\\d+ at this agentRatio, or an agentRatio of \\d at ",
        ].join("\n"),
      ),
    );
  });

  test("prints it as JSON", async () => {
    const { stdout } = await withPreview(digest([raised]), "--json");
    const [{ preview }] = JSON.parse(stdout).campaigns;
    assert.deepEqual(Object.keys(preview), [
      "names",
      "schedule",
      "hidden",
      "before",
      "after",
      "highest",
    ]);
    assert.deepEqual([preview.names, preview.schedule], [["spring-sales"], "program"]);
    assert.equal(preview.before.goneOn, null);
    assert.ok(preview.highest.dialRate > 0 && preview.highest.dialRate < 0.4);
  });

  test("refuses what is no whole preview", async () => {
    for (const [text, message] of [
      ["{}", /The input is JSON, but no preview\./],
      ["", /ends too early\. Give the output of a whole preview\./],
    ] as const) {
      const { code, stderr } = await withPreview(text);
      assert.equal(code, 2);
      assert.match(stderr, message);
    }
  });
});
