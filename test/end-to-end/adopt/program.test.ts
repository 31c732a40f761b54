import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import type { JsonObject } from "pulumi-cxone-dialer";
import { type EngineResult, SandboxEngine, type TenantData } from "pulumi-cxone-dialer/sandbox";
import { environmentOf } from "../../support/call-centre.ts";
import { campaign, settings } from "./call-centre.ts";
import { type Workbench, workbench } from "./workbench.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/** Names as people type them, and as nobody should: each is a campaign's and a configuration's. */
const names = [
  "Spring sales",
  "spring-sales",
  "SPRING  SALES!",
  "Größe & Maß",
  "春のセール",
  "Продажи №5",
  "مبيعات الربيع",
  "📞🚀",
  "",
  "   ",
  "con",
  "index",
  "class",
  "constructor",
  "__proto__",
  "2nd attempt",
  "../../etc/passwd",
  'a/b\\c:d*e?f"g<h>i|j',
  '"); process.exit(1); ("',
  "*/ process.exit(1); /*",
  "@ts-nocheck",
  "biome-ignore lint: no",
  "\u0024{process.exit(1)}",
  "two\nlines\u2028three",
  "\u202eright to left\u202c",
  "x".repeat(300),
];

/** What only the compliance rules can hold: any JSON at all. */
const rules: readonly JsonObject[] = [
  {},
  { "calling-hours": { start: "09:00" }, 2: "two", größe: 1, "": null, "a b": [[], {}] },
  {
    text: 'it\'s "quoted" \\ and \u0024{more}',
    lines: "one\ntwo\u2028three\u0000\u202e",
    日本: "語",
  },
  { list: ["national", "internal", "attorney-represented", "a fourth that does not fit", 5, true] },
  {
    days: [
      { day: 1, from: "09:00" },
      { day: 2, from: "10:00" },
    ],
    pairs: [
      [1, 2],
      [3, 4],
    ],
  },
  { attempts: Array.from({ length: 60 }, (_, i) => i * 1.5), tiny: 1e-7, huge: 1e21, minus: -0.5 },
  {
    message:
      "A message that is far too long for a line of eighty columns, and has to go to the next.",
  },
  { deep: { a: { b: { c: { d: { e: { f: { g: "all the way down", h: [1, "2", null] } } } } } } } },
];

const data: TenantData = {
  campaigns: Object.fromEntries(names.map((name, i) => [`campaign-${i}`, { ...campaign, name }])),
  dialerConfigs: Object.fromEntries(
    names.map((name, i) => [
      `config-${i}`,
      {
        ...settings,
        ...{ name, campaignId: `campaign-${i}`, division: { id: 7 } },
        complianceRules: rules[i % rules.length] ?? {},
      },
    ]),
  ),
};

describe("a program that adopt wrote, whatever the tenant's names and rules", () => {
  let bench: Workbench;

  before(async () => {
    bench = await workbench(data);
    const { code, stdout } = await bench.adopt();
    assert.equal(code, 0, stdout);
    await bench.install();
  });

  after(() => bench[Symbol.asyncDispose]());

  function engine(): SandboxEngine {
    return new SandboxEngine({ cwd: bench.folder, env: environmentOf(bench.tenant) });
  }

  function changesOf({ steps }: EngineResult): readonly string[] {
    return steps.flatMap(({ op, urn }) =>
      op === "same" ? [] : [`${op} ${urn.split("::").at(-1)}`],
    );
  }

  test("has names of its own for all of them", async () => {
    const paths = Object.keys(await bench.files()).filter((path) => path.startsWith("campaigns/"));
    assert.equal(new Set(paths.map((path) => path.toLowerCase())).size, names.length);
    for (const path of paths) assert.match(path, /^campaigns\/[\p{L}\p{M}\p{N}-]+\.ts$/u);
    for (const expected of [
      "spring-sales",
      "spring-sales-2",
      "größe-mass",
      "春のセール",
      "2nd-attempt",
    ]) {
      assert.ok(paths.includes(`campaigns/${expected}.ts`.replace("mass", "maß")), expected);
    }
  });

  test("passes the compiler", async () => {
    await promisify(execFile)(join(root, "node_modules", ".bin", "tsc"), { cwd: bench.folder });
  });

  test("passes the linter, and is formatted as the formatter formats", async () => {
    const config = { root: true, formatter: { indentStyle: "space" } };
    await writeFile(join(bench.folder, "biome.json"), `${JSON.stringify(config, null, 2)}\n`);
    const biome = join(root, "node_modules", ".bin", "biome");
    const paths = ["index.ts", "campaigns", "tsconfig.json", "package.json"];
    const cwd = bench.folder;
    await promisify(execFile)(biome, ["ci", "--error-on-warnings", ...paths], { cwd });
  });

  test("is to adopt everything, with no write", async () => {
    const { code, stdout } = await bench.verify();
    assert.deepEqual([code, stdout], [0, `${names.length} to adopt, 0 writes.\n`]);
  });

  test("is deployed without a write, and leaves the next preview nothing to do", async () => {
    bench.takeRequests();
    const first = await engine().up();
    assert.deepEqual(
      first.diagnostics.filter(({ severity }) => severity === "error"),
      [],
    );
    assert.equal(first.steps.filter(({ op }) => op === "create").length, names.length + 1);
    assert.deepEqual(
      bench.takeRequests().filter((line) => !line.startsWith("GET ")),
      [],
    );
    assert.equal(bench.tenant.exports.length, 0);
    const second = await engine().preview();
    assert.deepEqual([second.ok, changesOf(second)], [true, []]);
  });
});
