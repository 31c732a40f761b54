import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { writeTelemetry } from "../../provider/src/dialer-config/telemetry.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { beginRun, takeMessages } from "./in-process.ts";
import { stackConfigOf, startWorld } from "./world.ts";

const { scene, tenant } = await startWorld();
const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());

const given = scene();
const file = join(folder.path, "telemetry.json");
const figures = { agents: 100, answerRate: 0.4, averageHandleTimeSeconds: 60 };
const interval = { start: "09:00", end: "12:00", ...figures };

async function checkedWith(telemetryFile: string) {
  const provider = await beginRun({
    ...stackConfigOf(tenant),
    "cxone:telemetry": telemetryFile,
  });
  await takeMessages();
  const { failures } = await provider.check(given.program());
  const warnings = (await takeMessages()).filter((each) => !each.includes("it is created there"));
  return { failures, warnings };
}

describe("a telemetry file that cannot be used is an error of its own", () => {
  const pull = "Write it anew with `cxone-dialer telemetry pull`.";
  const cutOff = `is not JSON, or not all of it: perhaps it was cut off while it was written. ${pull}`;
  const cases: readonly (readonly [string, string, string])[] = [
    ["that is empty", "", `is empty. ${pull}`],
    ["of spaces", " \n", `is empty. ${pull}`],
    ["that was cut off", '{ "campaigns": {', cutOff],
    [
      "that is something else",
      "[]",
      `is not a telemetry file: the whole: Invalid input: expected object, received array. ${pull}`,
    ],
    [
      "with figures that are out of their range",
      JSON.stringify({ campaigns: { a: { answerRate: 1.5, agents: 0.5, asOf: "yesterday" } } }),
      "is not a telemetry file: campaigns.a.agents: must be a whole number from 0 to 1000000, agents, but is 0.5; " +
        "campaigns.a.answerRate: must be a number from 0 to 1, answered ÷ dialled, but is 1.5; " +
        `campaigns.a.asOf: Invalid ISO datetime. ${pull}`,
    ],
  ];
  for (const [name, text, problem] of cases) {
    test(name, async () => {
      await writeFile(file, text);
      assert.deepEqual((await checkedWith(file)).failures, [
        {
          property: "",
          reason: `cxone:telemetry names ${file}, which ${problem} [CXONE_CONFIGURATION]`,
        },
      ]);
    });
  }

  test("that is not there", async () => {
    const missing = join(folder.path, "none.json");
    assert.deepEqual((await checkedWith(missing)).failures, [
      {
        property: "",
        reason:
          `cxone:telemetry names ${missing}, which cannot be read (ENOENT). Write it with \`cxone-dialer telemetry pull\`; a ` +
          "relative path begins at the program's folder. [CXONE_CONFIGURATION]",
      },
    ]);
  });
});

describe("figures of the telemetry file", () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

  async function checkedOf(entry: JsonObject & { readonly asOf: string }) {
    await writeFile(file, JSON.stringify({ campaigns: { [given.campaignId]: entry } }));
    return checkedWith(file);
  }

  for (const [name, entry] of [
    ["in one hour", figures],
    ["in a schedule", { intervals: [interval] }],
  ] as const) {
    test(`older than 30 days are warned of: ${name}`, async () => {
      const asOf = daysAgo(31);
      assert.deepEqual(await checkedOf({ ...entry, asOf }), {
        failures: [],
        warnings: [
          `Dialer configuration ${given.configId}, forecast: The figures of campaign ${given.campaignId} in the telemetry file are 31 ` +
            `days old (${asOf}). Run \`cxone-dialer telemetry pull\` to renew them; they should be at most 30 days old.`,
        ],
      });
      assert.deepEqual((await checkedOf({ ...entry, asOf: daysAgo(30) })).warnings, []);
    });
  }
});

describe("a telemetry file is understood", () => {
  const asOf = new Date().toISOString();
  const today = asOf.slice(0, 10);
  const cases: readonly (readonly [string, JsonObject])[] = [
    ["with a time of another time zone", { asOf: asOf.replace("Z", "+02:00") }],
    ["with what history learn writes", { learned: { from: today, to: today, days: 1 } }],
  ];
  for (const [name, entry] of cases) {
    test(name, async () => {
      const campaigns = { [given.campaignId]: { ...figures, asOf, ...entry } };
      await writeFile(file, JSON.stringify({ campaigns }));
      assert.deepEqual(await checkedWith(file), { failures: [], warnings: [] });
    });
  }
});

describe("a telemetry file that is written", () => {
  const asOf = "2026-03-02T09:00:00Z";

  test("has its campaigns in the order of their ids", async () => {
    await writeTelemetry(file, { b: { asOf, agents: 2 }, c: { asOf }, a: { asOf } });
    const campaigns = { a: { asOf }, b: { asOf, agents: 2 }, c: { asOf } };
    assert.equal(await readFile(file, "utf8"), `${JSON.stringify({ campaigns }, null, 2)}\n`);
  });

  test("in a folder that is not there is an error that names it", async () => {
    const nowhere = join(folder.path, "none", "telemetry.json");
    await assert.rejects(writeTelemetry(nowhere, {}), {
      message: `${nowhere} cannot be written (ENOENT). Name a file in a folder that exists.`,
    });
  });
});
