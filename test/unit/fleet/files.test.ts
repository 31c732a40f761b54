import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { ConfigurationError, type FleetRow, type JsonObject } from "pulumi-cxone-dialer";
import { ProviderProcess } from "../../support/provider-process.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { configsOf, registeredBy } from "./register.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());

/** A file of its own, and the fleet's arguments for it. */
async function fileWith(name: string, text: string): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, text);
  return path;
}

const defaults: FleetRow = {
  campaignId: "campaign-1",
  pacingType: "predictive",
  dialRate: 1,
  agentRatio: 1.5,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
};

/** The lines of what is wrong with a file, without its path. */
async function mistakesIn(name: string, text: string): Promise<readonly string[]> {
  const file = await fileWith(name, text);
  try {
    await registeredBy({ file, defaults });
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    assert.equal(error.stack, "");
    return error.message
      .replaceAll(file, "FILE")
      .split("\n")
      .map((line) => line.trim());
  }
  return [];
}

const expected = {
  a: {
    ...defaults,
    configId: "config-1",
    dialRate: 0.5,
    staffing: { agents: 12 },
    complianceRules: {
      ringSeconds: 18,
      strict: true,
      note: 'Ask for "Jo",\nthen wait',
      callingHours: { end: "19:30" },
      doNotCall: ["national", "internal"],
    },
  },
  b: { ...defaults, configId: "0123" },
};

const csv = [
  "name,configId,dialRate,staffing.agents,complianceRules.ringSeconds,complianceRules.strict,complianceRules.note," +
    "complianceRules.callingHours.end,complianceRules.doNotCall",
  'a,config-1,.5,12,18,true,"Ask for ""Jo"",\nthen wait",19:30,"[""national"",""internal""]"',
  "b, 0123 ,,,,,,,",
  "",
].join("\n");

const yaml = `
a:
  configId: config-1
  dialRate: 0.5
  staffing: { agents: 12 }
  complianceRules:
    ringSeconds: 18
    strict: true
    note: "Ask for \\"Jo\\",\\nthen wait"
    callingHours: { end: "19:30" }
    doNotCall: [national, internal]
b:
  configId: "0123"
  dialRate:
`;

describe("a table in a file", () => {
  for (const [name, text] of [
    ["fleet.csv", csv],
    ["byte-order-mark.CSV", `\u{feff}"name"${csv.slice(4)}`],
    ["windows.csv", csv.replaceAll("\n", "\r\n")],
    ["fleet.yaml", yaml],
    ["fleet.yml", `${yaml}\n# a comment`],
    ["fleet.json", JSON.stringify({ a: { ...expected.a }, b: { configId: "0123" } })],
  ] as const) {
    test(`is read from ${name}`, async () => {
      const file = await fileWith(name, text);
      assert.deepEqual(await configsOf({ file, defaults }), expected);
    });
  }

  test("may say in YAML that a row is like another", async () => {
    const text = "a: &a\n  configId: c1\n  dialRate: 2\nb:\n  <<: *a\n  configId: c2\n";
    const { b } = await configsOf({ file: await fileWith("merge.yaml", text), defaults });
    assert.deepEqual(b, { ...defaults, configId: "c2", dialRate: 2 });
  });

  test("may go to the ends of each range", async () => {
    const header = "name,configId,dialRate,agentRatio,maxQueueDepth,staffing.agents";
    const file = await fileWith("ends.csv", `${header}\na,c1,0.1,1,1,0\nb,c2,10,5,500,1000000\n`);
    const { a, b } = await configsOf({ file, defaults });
    assert.deepEqual([a?.dialRate, a?.agentRatio, a?.maxQueueDepth], [0.1, 1, 1]);
    assert.deepEqual([b?.dialRate, b?.agentRatio, b?.maxQueueDepth], [10, 5, 500]);
  });

  test("may be named by a URL", async () => {
    const file = pathToFileURL(await fileWith("url.csv", csv));
    assert.deepEqual(await configsOf({ file, defaults }), expected);
  });

  test("holds what was written into it, however it is quoted", async () => {
    const value = fc.oneof(
      fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => text.trim() === text),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => (each === 0 ? 0 : each)),
      fc.array(fc.string(), { maxLength: 3 }),
    );
    // Text that reads as something else goes into JSON's quotes.
    const cell = (each: unknown) =>
      typeof each === "string" && /^(?:true|false|null|-?\d|["[{])/.test(each)
        ? JSON.stringify(each)
        : typeof each === "string"
          ? each
          : JSON.stringify(each);
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const rows = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, async (rows) => {
        const lines = rows.map(([x, y], i) => `r${i},c${i},${quoted(cell(x))},${quoted(cell(y))}`);
        const header = "name,configId,complianceRules.x,complianceRules.deep.y";
        const file = await fileWith("law.csv", [header, ...lines].join("\r\n"));
        const configs = await configsOf({ file, defaults });
        assert.deepEqual(
          rows.map((_, i) => configs[`r${i}`]?.complianceRules),
          rows.map(([x, y]) =>
            JSON.parse(JSON.stringify({ x, deep: { y } }).replaceAll("\\r\\n", "\\n")),
          ),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe("a mistake in a file", () => {
  const cases: Readonly<Record<string, readonly [string, string, readonly string[]]>> = {
    "is reported with its line, its column and what is allowed": [
      "cells.csv",
      [
        "name,configId,dialRate,pacingType,maxQueueDepth,complianceRules.note",
        'a,1,fast,predictive,4,"two',
        'lines"',
        "",
        "b,2,10.1,predictve,4.5,[1",
      ].join("\n"),
      [
        "FILE has 5 mistakes:",
        'line 2, column dialRate: it must be a number from 0.1 to 10, dials started a second over the campaign, but is "fast".',
        'line 5, column dialRate: it must be a number from 0.1 to 10, dials started a second over the campaign, but is "10.1".',
        'line 5, column pacingType: it must be "predictive", "progressive" or "preview", but is "predictve".',
        'line 5, column maxQueueDepth: it must be a whole number from 1 to 500, answered calls that wait, but is "4.5".',
        'line 5, column complianceRules.note: it must be JSON or text, but is "[1".',
      ],
    ],
    "of a name is reported with the one that was probably meant": [
      "names.csv",
      "name,dialrate,staffing.agent,complianceRules,constructor,complianceRules.__proto__.x\n",
      [
        "FILE has 5 mistakes:",
        'line 1: "dialrate" is no argument of DialerConfig; did you mean "dialRate"?',
        'line 1: "staffing.agent" is no argument of DialerConfig; did you mean "staffing.agents"?',
        'line 1: "complianceRules" is no argument of DialerConfig; did you mean "complianceRules.ringSeconds"?',
        'line 1: "constructor" is no argument of DialerConfig; did you mean "configId"?',
        'line 1: "complianceRules.__proto__.x" is no argument of DialerConfig; did you mean "complianceRules.ringSeconds"?',
      ],
    ],
    "of a header that says a thing twice is reported": [
      "twice.csv",
      "name,configId,dialRate,dialRate,complianceRules.a,complianceRules.a.b\n",
      [
        "FILE has 2 mistakes:",
        'line 1: the column "dialRate" is there twice.',
        'line 1: "complianceRules.a.b" is a part of the column "complianceRules.a". Keep one of them.',
      ],
    ],
    "of rows that cannot be distinguished is reported": [
      "rows.csv",
      "name,configId\na,1\n,2\na,3\na,4,5\n",
      [
        "FILE has 4 mistakes:",
        "line 3, column name: it is empty.",
        'line 4, column name: "a" is the name of line 2 too.',
        "line 5: it has 3 cells, and the header has 2. A text with a comma goes in double quotes.",
        'line 5, column name: "a" is the name of line 2 too.',
      ],
    ],
    "of another delimiter is reported": [
      "semicolons.csv",
      "name;configId\na;1\n",
      [
        'FILE, line 1: there is no column "name", for the names of the resources. Columns are parted by commas.',
      ],
    ],
    "of a quote that is not closed is reported": [
      "quote.csv",
      'name,configId\na,"1\n',
      ["FILE, Quote Not Closed: the parsing is finished with an opening quote at line 2."],
    ],
    "of an empty CSV file is reported": [
      "empty.csv",
      "",
      ["FILE holds no configuration. For a fleet of none, give configs: {} in place of the file."],
    ],
    "of an empty YAML file is reported": [
      "empty.yaml",
      "# nothing\n",
      ["FILE holds no configuration. For a fleet of none, give configs: {} in place of the file."],
    ],
    "in YAML is reported with its line": [
      "cells.yaml",
      "a:\n  configId: 5\n  dialrate: 1\n  staffing:\n    agents: 1.5\nb:\nc:\n  staffing: 3\n  complianceRules: []\n",
      [
        "FILE has 6 mistakes:",
        "line 2, a.configId: it must be the id of a dialer configuration, a text, but is 5.",
        'line 3, a.dialrate: "dialrate" is no argument of DialerConfig; did you mean "dialRate"?',
        "line 5, a.staffing.agents: it must be a whole number from 0 to 1000000, agents, but is 1.5.",
        "line 6, b: it must be a mapping of names to values, but is null.",
        "line 8, c.staffing: it must be a mapping of names to values, but is 3.",
        "line 9, c.complianceRules: it must be a mapping of names to values, but is [].",
      ],
    ],
    "of a name that is in YAML twice is reported": [
      "twice.yaml",
      "a:\n  configId: x\na:\n  configId: y\n",
      ["FILE, line 3: Map keys must be unique."],
    ],
    "of a list in place of a mapping is reported": [
      "list.json",
      "[]",
      ["FILE, line 1: the file must be a mapping of each configuration's name to its arguments."],
    ],
    "of an unknown kind of file is reported": [
      "fleet.xlsx",
      "",
      ["FILE: a fleet is read from a file that ends in .csv, .yaml, .yml, .json."],
    ],
  };
  for (const [title, [name, text, mistakes]] of Object.entries(cases)) {
    test(title, async () => assert.deepEqual(await mistakesIn(name, text), mistakes));
  }

  test("is counted beyond the twentieth", async () => {
    const rows = Array.from({ length: 25 }, (_, i) => `r${i},c${i},0`);
    const mistakes = await mistakesIn("many.csv", ["name,configId,dialRate", ...rows].join("\n"));
    assert.equal(mistakes[0], "FILE has 25 mistakes:");
    assert.equal(mistakes.length, 22);
    assert.equal(mistakes.at(-1), "and 5 more.");
  });

  test("of a file that is not there is reported with the folder that it was looked for in", async () => {
    await assert.rejects(registeredBy({ file: "not-there.csv" }), {
      message: `The fleet's file cannot be read: ENOENT: no such file or directory, open 'not-there.csv'. A path is relative to ${process.cwd()}.`,
    });
  });
});

test("a file allows what the provider's check allows, in the same words", async () => {
  await using provider = await ProviderProcess.start({});
  const wrong: Readonly<Record<string, unknown>> = {
    pacingType: "x",
    dialRate: 99,
    agentRatio: 0.99,
    maxAbandonmentRate: 0.051,
    maxQueueDepth: 501,
    answerRateThreshold: 1.1,
    regulation: "x",
    agentRatioLimit: 5.1,
    capacityCheck: "x",
    existing: "x",
    onConflict: "x",
    onDelete: "x",
    staffing: { agents: 1.5, answerRate: 2, averageHandleTimeSeconds: 0.9 },
  };
  const inputs: JsonObject = JSON.parse(JSON.stringify({ ...defaults, configId: "c", ...wrong }));
  const { failures } = await provider.check(inputs);
  const ofCheck = new Map(failures.map(({ property, reason }) => [property, reason]));
  const mistakes = await mistakesIn("check.json", JSON.stringify({ a: inputs }));
  assert.equal(mistakes.length, 16);
  for (const mistake of mistakes.slice(1)) {
    const [, property = "", reason] = mistake.match(/^line \d+, a\.(\S+): it (.*)$/) ?? [];
    assert.equal(ofCheck.get(property), reason);
  }
});
