import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchBrowser, noBrowser } from "../../support/browser.ts";
import { flat, openPage, type PageElement, textsOf } from "../../support/open-page.ts";
import { digest, raised } from "../../support/preview-digest.ts";
import {
  assertContrast,
  assertFitsTelephone,
  assertPrintsDarkOnWhite,
} from "../../support/readable-page.ts";
import { type TemporaryFolder, temporaryFolder } from "../../support/temporary-folder.ts";
import { budget, days, header } from "./budget-command.ts";

const DAYS = 15;
declare const document: PageElement;

describe("the page of cxone-dialer budget --html", { skip: noBrowser }, () => {
  let folder: TemporaryFolder;
  let browser: Browser;

  before(async () => {
    folder = await temporaryFolder();
    browser = await launchBrowser();
    await writeFile(join(folder.path, "preview.json"), digest([raised]));
    await write("within.html", 20, ["--preview", join(folder.path, "preview.json")]);
    // The twelfth day ends with nothing left.
    await write("over.html", 76, []);
  });

  after(async () => {
    await browser.close();
    await folder[Symbol.asyncDispose]();
  });

  async function write(name: string, abandoned: number, args: readonly string[]): Promise<void> {
    const rows = days(DAYS, (i) => `10,4000,1000,${abandoned + (i % 3)},180000`);
    const file = join(folder.path, `${name}.csv`);
    await writeFile(file, [header, ...rows].join("\n"));
    const html = ["--html", join(folder.path, name)];
    const { stderr } = await budget([file, "--minutes", "60", ...args, ...html]);
    assert.equal(stderr, `Wrote ${join(folder.path, name)}.\n`);
  }

  const open = (name: string, scheme?: "light" | "dark") =>
    openPage(browser, join(folder.path, name), scheme);

  test("asks for nothing, and says first how much is spent and how it ends", async () => {
    await using opened = await open("within.html");
    await opened.page.hover("svg .point");
    assert.deepEqual(opened.complaints, []);
    assert.deepEqual(await textsOf(opened.page, ".headline"), [
      "35 % of the 900 calls that the period allows are spent: 585 calls are left. It is expected to end at 2.10 %, within the limit of 3 %.",
    ]);
  });

  test("draws each day of the table at its height, and those with nothing left in another shape", async () => {
    await using opened = await open("over.html");
    const { ticks, points, over, left, rows } = await opened.page.evaluate(() => {
      const middle = (element: PageElement) => {
        const { top, height } = element.getBoundingClientRect();
        return top + height / 2;
      };
      const all = (selector: string) => Array.from(document.querySelectorAll(selector));
      const lines = all(".y-axis .grid").map(middle);
      return {
        ticks: all(".y-axis .tick").map((tick, i) => ({
          y: lines[i] ?? 0,
          value: Number.parseFloat((tick.textContent ?? "").replace("−", "-")),
        })),
        points: all("svg .spent .point").map(middle),
        over: all("svg .spent .over").length,
        left: all("tbody tr").map((row) => row.children[4]?.textContent ?? ""),
        rows: all("tbody tr.over").length,
      };
    });
    const [first, last] = [ticks[0], ticks.at(-1)];
    assert.ok(first && last);
    const scale = (last.value - first.value) / (last.y - first.y);
    assert.equal(points.length, DAYS);
    for (const [i, y] of points.entries()) {
      const [, figure, word] = /^(\d+) % (left|over)$/.exec(left[i] ?? "") ?? [];
      const expected = Number(figure) * (word === "over" ? -1 : 1);
      assert.ok(Math.abs(first.value + (y - first.y) * scale - expected) < 1, `${left[i]}`);
    }
    assert.ok(over > 0 && over < DAYS);
    assert.equal(over, rows);
  });

  test("shows what a preview changes as a table", async () => {
    await using opened = await open("within.html");
    const table = await textsOf(opened.page, '[aria-labelledby="campaign-1-preview"] tr');
    const found = table.map((text) => text.replaceAll(/\d/g, "0"));
    assert.deepEqual(found, [
      "FigureBeforeAfter",
      "Expected over the whole period0.00 %0.00 %",
      "Chance of ending over the limit0.0 %000.0 %",
      "Nothing is left onnot in the period0000-00-00",
    ]);
  });

  for (const scheme of ["light", "dark"] as const) {
    test(`can be read in ${scheme} colours, with the contrast that WCAG 2.2 AA asks for`, async () => {
      await using opened = await open("over.html", scheme);
      await assertContrast(opened.page, scheme, {
        text: [
          ["h1", "color"],
          ["dt", "color"],
          [".tick", "fill"],
          ["tr.over td:last-child", "color", "tr.over td:last-child"],
        ],
        lines: [
          [".curve.spent", "stroke"],
          [".curve.expected", "stroke"],
          ["path.even", "stroke"],
          [".limit", "stroke"],
        ],
      });
    });
  }

  test("prints dark on white, whatever the screen is", async () => {
    await using opened = await open("over.html", "dark");
    await assertPrintsDarkOnWhite(opened.page);
  });

  test("says the chart in words, and has names for its parts", async () => {
    await using opened = await open("over.html");
    const nodes = flat(await opened.page.accessibility.snapshot({ interestingOnly: false }));
    const chart = nodes.find(({ role }) => role === "image");
    assert.equal(chart?.name, "What is left of the period from 2026-03-02 to 2026-03-31");
    assert.match(
      chart?.description ?? "",
      /^15 days on which somebody was called, up to 2026-03-16\. At the end of the last, \d+ % over\. On \d of them, more was spent than the period allows\. At the end of the period, \d+ % over if /,
    );
    const named = (role: string) =>
      nodes.flatMap((node) => (node.role === role ? [node.name ?? ""] : []));
    assert.deepEqual(named("table"), ["15 days of the period on which somebody was called"]);
    assert.deepEqual(named("heading"), ["Abandonment budget", "Figures"]);
    assert.equal(named("rowheader").length, DAYS);
    assert.equal(named("term").length, 4);
  });

  test("fits a telephone without scrolling sideways as a whole", async () => {
    for (const name of ["within.html", "over.html"]) {
      await using opened = await open(name);
      await assertFitsTelephone(opened.page);
    }
  });
});
