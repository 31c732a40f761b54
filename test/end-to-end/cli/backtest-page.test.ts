import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchBrowser, noBrowser } from "../../support/browser.ts";
import { cxoneDialer } from "../../support/cxone-dialer.ts";
import { flat, openPage, type PageElement, textsOf } from "../../support/open-page.ts";
import {
  assertContrast,
  assertFitsTelephone,
  assertPrintsDarkOnWhite,
} from "../../support/readable-page.ts";
import { type TemporaryFolder, temporaryFolder } from "../../support/temporary-folder.ts";

/** Of the sample history, those from 3 to 11 February. */
const DAYS = 8;
const HOURS = 11;

declare const document: PageElement;
declare function getComputedStyle(
  element: PageElement | undefined,
): Readonly<Record<"color" | "backgroundColor" | "fill" | "stroke" | "strokeDasharray", string>>;

describe("the page of cxone-dialer backtest --html", { skip: noBrowser }, () => {
  let folder: TemporaryFolder;
  let browser: Browser;

  before(async () => {
    folder = await temporaryFolder();
    browser = await launchBrowser();
    await run("sandbox", "history", ".");
    const sample = await readFile(join(folder.path, "history.csv"), "utf8");
    const [header = "", ...rows] = sample.split("\n");
    const few = rows.filter((row) => row >= "2026-02-03" && row < "2026-02-12");
    const hostile = few.map((row) =>
      row.replace(/,[0-9a-f-]{36},/, `,<img src=x onerror=alert(1)>,`),
    );
    await writeFile(join(folder.path, "few.csv"), [header, ...few].join("\n"));
    await writeFile(join(folder.path, "two.csv"), [header, ...few, ...hostile].join("\n"));
    const settings = { dialRate: 1.8, agentRatio: 2, maxQueueDepth: 50 };
    await writeFile(
      join(folder.path, "settings.json"),
      JSON.stringify([
        { ...settings, agentRatio: 3 },
        { ...settings, since: "2026-02-09" },
      ]),
    );
    for (const name of ["few", "two"]) {
      const args = [`${name}.csv`, "--settings", "settings.json", "--html", `${name}.html`];
      await run("backtest", ...args);
    }
  });

  after(async () => {
    await browser.close();
    await folder[Symbol.asyncDispose]();
  });

  async function run(...args: readonly string[]): Promise<void> {
    const { code, stderr } = await cxoneDialer(args, { cwd: folder.path });
    assert.equal(code, 0, stderr);
  }

  const open = (name: string, scheme?: "light" | "dark") =>
    openPage(browser, join(folder.path, name), scheme);

  test("asks for nothing, and says first how far the forecast was off", async () => {
    await using opened = await open("few.html");
    await opened.page.hover("svg .point");
    assert.deepEqual(opened.complaints, []);
    const [headline = ""] = await textsOf(opened.page, ".headline");
    assert.match(headline, /^The forecast is too high by \d\.\d\d points \(± \d\.\d\d\)\.$/);
  });

  test("draws every row of its tables: groups, hours and days", async () => {
    await using opened = await open("few.html");
    const count = async (selector: string) => (await textsOf(opened.page, selector)).length;
    const rows = (name: string) => count(`[aria-labelledby="c1-${name}"] tbody tr`);
    const points = (name: string) => count(`[aria-labelledby="c1-${name}-chart-title"] .point`);
    assert.equal(await points("calibration"), await rows("calibration"));
    assert.deepEqual([await points("hours"), await rows("hours")], [2 * HOURS, HOURS]);
    assert.deepEqual([await points("days"), await rows("days")], [DAYS, DAYS]);
    const outside = await count('[aria-labelledby="c1-days-chart-title"] .outside');
    assert.ok(outside > 0 && outside <= DAYS);
  });

  test("draws each day's abandoned calls at the figure of its row", async () => {
    await using opened = await open("few.html");
    const { ticks, points, figures } = await opened.page.evaluate(() => {
      const middle = (element: PageElement) => {
        const { top, height } = element.getBoundingClientRect();
        return top + height / 2;
      };
      const all = (selector: string) => Array.from(document.querySelectorAll(selector));
      const chart = '[aria-labelledby="c1-days-chart-title"]';
      const lines = all(`${chart} .y-axis .grid`).map(middle);
      return {
        ticks: all(`${chart} .y-axis .tick`).map((tick, i) => ({
          y: lines[i] ?? 0,
          value: Number.parseFloat(tick.textContent ?? ""),
        })),
        points: all(`${chart} .point`).map(middle),
        figures: all('[aria-labelledby="c1-days"] tbody tr').map((row) =>
          Number.parseFloat(row.children[2]?.textContent ?? ""),
        ),
      };
    });
    const [first, last] = [ticks[0], ticks.at(-1)];
    assert.ok(first && last && points.length === DAYS);
    const scale = (last.value - first.value) / (last.y - first.y);
    for (const [i, y] of points.entries()) {
      const value = first.value + (y - first.y) * scale;
      assert.ok(Math.abs(value - (figures[i] ?? 0)) < 0.1, `${value} is not ${figures[i]}`);
    }
  });

  for (const scheme of ["light", "dark"] as const) {
    test(`can be read in ${scheme} colours, with the contrast that WCAG 2.2 AA asks for`, async () => {
      await using opened = await open("few.html", scheme);
      await assertContrast(opened.page, scheme, {
        text: [
          ["h1", "color"],
          ["h2", "color"],
          [".subtitle", "color"],
          [".facts li", "color"],
          ["td", "color"],
        ],
        lines: [
          [".tick", "fill"],
          [".curve.tone-0", "stroke"],
          [".curve.tone-1", "stroke"],
          [".marks.tone-1", "fill"],
          [".marks .outside", "fill"],
        ],
      });
    });
  }

  test("tells its curves apart without colours too", async () => {
    await using opened = await open("few.html");
    const dashes = await opened.page.evaluate(() =>
      [".curve.tone-0", ".curve.tone-1"].map(
        (selector) => getComputedStyle(document.querySelectorAll(selector)[0]).strokeDasharray,
      ),
    );
    assert.equal(new Set(dashes).size, 2);
  });

  test("prints dark on white, whatever the screen is", async () => {
    await using opened = await open("few.html", "dark");
    await assertPrintsDarkOnWhite(opened.page);
  });

  test("describes its charts to those who cannot see them, and has the figures in real tables", async () => {
    await using opened = await open("few.html");
    const nodes = flat(await opened.page.accessibility.snapshot({ interestingOnly: false }));
    const [calibration, hours, days] = nodes
      .filter(({ role }) => role === "image")
      .map(({ name, description }) => `${name}: ${description}`);
    assert.match(
      calibration ?? "",
      /^Calibration: what was abandoned against what was forecast: 8 groups of intervals\. Forecast \d\.\d\d %, abandoned \d\.\d\d %; .* of them are outside what chance does/,
    );
    assert.match(
      hours ?? "",
      /: 11 hours\. The forecast is furthest off at 1\d:00: \d+\.\d\d %, where /,
    );
    assert.match(days ?? "", /: 8 days\. \d of them are outside the forecast’s 90 % interval, /);
    const tables = nodes.filter(({ role }) => role === "table");
    assert.deepEqual(
      tables.map(({ name }) => name).filter((name) => !name?.startsWith("The days on which")),
      [
        "By what the dialer was set to",
        "Calibration: intervals in groups, from the lowest forecasts to the highest",
        "By the hour",
        "Every day",
      ],
    );
    const all = tables.at(-1);
    const count = (role: string) => flat(all).filter((node) => node.role === role).length;
    assert.equal(count("rowheader"), DAYS);
    assert.equal(count("columnheader"), count("cell") / DAYS + 1);
    const levels = nodes.filter(({ role }) => role === "heading").map(({ level }) => level);
    assert.deepEqual(levels, [1, 2, 2, 2]);
  });

  test("fits a telephone without scrolling sideways as a whole", async () => {
    await using opened = await open("few.html");
    await assertFitsTelephone(opened.page);
  });

  test("has a part for each campaign, with ids of its own, and shows a name as text", async () => {
    await using opened = await open("two.html");
    assert.deepEqual(opened.complaints, []);
    assert.deepEqual(await textsOf(opened.page, "img, script"), []);
    const ids = await opened.page.evaluate(() =>
      Array.from(document.querySelectorAll("[id]")).map((element) => element.getAttribute("id")),
    );
    assert.equal(new Set(ids).size, ids.length);
    const headings = await textsOf(opened.page, "h2");
    assert.equal(headings.length, 2);
    assert.equal((await textsOf(opened.page, "h3")).length, 6);
    assert.ok(headings.some((text) => text.startsWith("Campaign <img src=x onerror=alert(1)>:")));
  });
});
