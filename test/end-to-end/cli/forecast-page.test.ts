import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchBrowser, noBrowser } from "../../support/browser.ts";
import { flat, openPage, type PageElement, textsOf } from "../../support/open-page.ts";
import {
  assertContrast,
  assertFitsTelephone,
  assertPrintsDarkOnWhite,
} from "../../support/readable-page.ts";
import { type TemporaryFolder, temporaryFolder } from "../../support/temporary-folder.ts";
import { forecastArguments } from "./forecast-command.ts";

/** Nine dial rates, on both sides of the limit. */
const sweep =
  "--agents 10 --answer-rate 0.3 --handle-time 180 --regulation us --dial-rate 0.1:0.5:0.05";
const POINTS = 9;

declare const document: PageElement;
declare function getComputedStyle(
  element: PageElement | undefined,
): Readonly<Record<"color" | "backgroundColor" | "fill" | "stroke" | "strokeDasharray", string>>;

describe("the page of cxone-dialer forecast --html", { skip: noBrowser }, () => {
  let folder: TemporaryFolder;
  let browser: Browser;

  before(async () => {
    folder = await temporaryFolder();
    browser = await launchBrowser();
    await write("sweep.html", sweep.split(" "));
  });

  after(async () => {
    await browser.close();
    await folder[Symbol.asyncDispose]();
  });

  async function write(name: string, args: readonly string[]): Promise<void> {
    const { code, stderr } = await forecastArguments([...args, "--html", join(folder.path, name)]);
    assert.equal(code, 0, stderr);
  }

  const open = (name: string, scheme?: "light" | "dark") =>
    openPage(browser, join(folder.path, name), scheme);

  test("asks for nothing and has no complaint", async () => {
    await using opened = await open("sweep.html");
    await opened.page.hover("svg .point");
    assert.deepEqual(opened.complaints, []);
  });

  test("draws every row of the table as a point of each curve", async () => {
    await using opened = await open("sweep.html");
    const count = async (selector: string) => (await textsOf(opened.page, selector)).length;
    assert.equal(await count("tbody tr"), POINTS);
    assert.equal(await count("svg .abandonment .point"), POINTS);
    assert.equal(await count("svg .occupancy .point"), POINTS);
    assert.equal(await count("svg .abandonment .over"), await count("tbody tr.over"));
  });

  test("draws the regulatory line at 3 % of its axis, and each point at the figure of its row", async () => {
    await using opened = await open("sweep.html");
    const { ticks, limit, points, figures } = await opened.page.evaluate(() => {
      const middle = (element: PageElement) => {
        const { top, height } = element.getBoundingClientRect();
        return top + height / 2;
      };
      const all = (selector: string) => Array.from(document.querySelectorAll(selector));
      const [axis] = all(".y-axis");
      return {
        ticks: Array.from(axis?.querySelectorAll(".tick") ?? []).map((tick) => ({
          y: middle(tick),
          value: Number.parseFloat(tick.textContent ?? ""),
        })),
        limit: all("svg .limit").map(middle),
        points: all("svg .abandonment .point").map(middle),
        figures: all("tbody tr").map((row) =>
          Number.parseFloat(row.children[1]?.textContent ?? ""),
        ),
      };
    });
    const [zero, next] = ticks;
    assert.ok(zero && next && zero.value === 0);
    const valueAt = (y: number) => ((y - zero.y) / (next.y - zero.y)) * next.value;
    const tolerance = Math.abs(valueAt(zero.y + 1));
    const isNear = (y: number | undefined, value: number | undefined) =>
      assert.ok(
        Math.abs(valueAt(y ?? Number.NaN) - (value ?? Number.NaN)) < tolerance,
        `${valueAt(y ?? 0)} is not ${value}`,
      );
    assert.equal(limit.length, 1);
    isNear(limit[0], 3);
    assert.equal(points.length, POINTS);
    for (const [i, y] of points.entries()) isNear(y, figures[i]);
  });

  for (const scheme of ["light", "dark"] as const) {
    test(`can be read in ${scheme} colours, with the contrast that WCAG 2.2 AA asks for`, async () => {
      await using opened = await open("sweep.html", scheme);
      await assertContrast(opened.page, scheme, {
        text: [
          ["h1", "color"],
          [".subtitle", "color"],
          [".tick", "fill"],
          [".limit-label", "fill"],
          [".highest-label", "fill"],
          ["tbody tr.over td", "color", "tbody tr.over td"],
          ["tbody tr.over td:last-child", "color", "tbody tr.over td"],
        ],
        lines: [
          [".curve.abandonment", "stroke"],
          [".curve.occupancy", "stroke"],
          [".limit", "stroke"],
        ],
      });
    });
  }

  test("prints dark on white, whatever the screen is", async () => {
    await using opened = await open("sweep.html", "dark");
    await assertPrintsDarkOnWhite(opened.page);
  });

  test("describes the chart to those who cannot see it, and has the figures in a real table", async () => {
    await using opened = await open("sweep.html");
    const nodes = flat(await opened.page.accessibility.snapshot({ interestingOnly: false }));
    const chart = nodes.find(({ role }) => role === "image");
    assert.match(
      chart?.name ?? "",
      /^Abandonment and occupancy: predictive, 10 agents, 30 % answered,/,
    );
    assert.match(
      chart?.description ?? "",
      /^9 points\. Abandonment goes from 0\.\d\d % to \d+\.\d\d %, against the limit 3 % \(us\): \d of them (?:is|are) over it; the dialer keeps the limit up to 0\.\d+\./,
    );
    const table = nodes.find(({ role }) => role === "table");
    assert.equal(table?.name, "Forecast of 9 settings, each for one steady hour");
    const count = (role: string) => flat(table).filter((node) => node.role === role).length;
    assert.equal(count("rowheader"), POINTS);
    assert.equal(count("columnheader"), count("cell") / POINTS + 1);
  });

  test("fits a telephone without scrolling sideways as a whole", async () => {
    await using opened = await open("sweep.html");
    await assertFitsTelephone(opened.page);
  });

  test("draws several curves in one chart, with a legend in each curve's own colour and dashes", async () => {
    await write("several.html", [...sweep.split(" "), "--ratio", "1:3:1"]);
    await using opened = await open("several.html");
    const legend = await textsOf(opened.page, "figcaption li");
    assert.deepEqual(
      legend.map((text) => /^ratio \d: keeps the limit /.exec(text)?.[0].slice(0, 7)),
      ["ratio 1", "ratio 2", "ratio 3"],
    );
    const drawn = await opened.page.evaluate(() => {
      const looks = (selector: string) =>
        Array.from(document.querySelectorAll(selector)).map((element) => {
          const { stroke, strokeDasharray } = getComputedStyle(element);
          return `${stroke} ${strokeDasharray}`;
        });
      return {
        figures: document.querySelectorAll("figure").length,
        points: document.querySelectorAll("g.abandonment .point").length,
        curves: looks("path.curve.abandonment"),
        samples: looks(".legend .curve"),
      };
    });
    assert.equal(drawn.figures, 1);
    assert.equal(drawn.points, 3 * POINTS);
    assert.deepEqual(drawn.samples, drawn.curves);
    assert.equal(new Set(drawn.curves).size, 3);
  });

  test("makes a chart for each limit, and for each six curves", async () => {
    const flags = "--answer-rate 0.3 --handle-time 180 --pacing progressive --dial-rate 1:2:1";
    const limits = ["--max-abandonment", "0.01:0.02:0.01"];
    await write("charts.html", ["--agents", "1:9:1", ...flags.split(" "), ...limits]);
    await using opened = await open("charts.html");
    const curves = await opened.page.evaluate(() =>
      Array.from(document.querySelectorAll("figure")).map(
        (figure) => figure.querySelectorAll("path.curve.abandonment").length,
      ),
    );
    assert.deepEqual(curves, [5, 4, 5, 4]);
  });

  describe("by a schedule", () => {
    const csv = [
      "weekday,start,end,agents,answerRate,averageHandleTimeSeconds",
      "monday to friday,09:00,17:00,12,0.28,180",
      "saturday,09:00,13:00,5,0.31,175",
    ];
    const settings = "--variation 0.15 --regulation us --dial-rate 0.1:0.6:0.1 --ratio 2";
    const name = "schedule.html";

    before(async () => {
      const schedule = join(folder.path, "schedule.csv");
      await writeFile(schedule, csv.join("\n"));
      await write(name, ["--schedule", schedule, ...settings.split(" ")]);
    });

    test("says the period that it is for, each setting's chance and its worst interval", async () => {
      await using opened = await open(name);
      assert.deepEqual(opened.complaints, []);
      const [headline = ""] = await textsOf(opened.page, ".headline");
      assert.match(
        headline,
        /^Highest dial rate that keeps the limit of 3 % over 30 days with a chance of 95 %: 0\.\d+ dials a second\.$/,
      );
      const headings = await textsOf(opened.page, "thead th");
      const column = headings.indexOf("Chance that the period ends over the limit");
      const rows = await opened.page.evaluate(() =>
        Array.from(document.querySelectorAll("tbody tr")).map((row) =>
          Array.from(row.children).map(({ textContent }) => textContent ?? ""),
        ),
      );
      assert.equal(rows.length, 6);
      const verdicts = rows.map((cells) => {
        const chance = Number.parseFloat(cells[column] ?? "");
        assert.match(cells.at(-2) ?? "", /^saturday 09:00: \d+\.\d\d %$/);
        return [cells.at(-1), chance > 5];
      });
      for (const [verdict, isUnsafe] of verdicts) assert.equal(verdict === "yes", !isUnsafe);
      const said = new Set(verdicts.map(([verdict]) => verdict));
      assert.deepEqual([...said], ["yes", "not for sure", "over"]);
    });

    for (const scheme of ["light", "dark"] as const) {
      test(`can be read in ${scheme} colours`, async () => {
        await using opened = await open(name, scheme);
        await assertContrast(opened.page, scheme, {
          text: [
            [".headline", "color"],
            ["tbody tr.within td", "color"],
            ["tbody tr.over td:last-child", "color", "tbody tr.over td"],
            [".notes li", "color"],
          ],
          lines: [
            [".curve.abandonment", "stroke"],
            [".limit", "stroke"],
            [".highest-rate", "stroke"],
          ],
        });
      });
    }

    test("prints dark on white, and fits a telephone", async () => {
      await using printed = await open(name, "dark");
      await assertPrintsDarkOnWhite(printed.page);
      await using opened = await open(name);
      await assertFitsTelephone(opened.page);
    });

    test("is read out with its chart in words and its table as a table", async () => {
      await using opened = await open(name);
      const nodes = flat(await opened.page.accessibility.snapshot({ interestingOnly: false }));
      const chart = nodes.find(({ role }) => role === "image");
      assert.match(chart?.name ?? "", /^Abandonment and occupancy: predictive, by its schedule, /);
      assert.match(chart?.description ?? "", /^6 points\. .* against the limit 3 % \(us\): /);
      const table = nodes.find(({ role }) => role === "table");
      assert.equal(table?.name, "Forecast of 6 settings, each for 30 days");
      const count = (role: string) => flat(table).filter((node) => node.role === role).length;
      assert.equal(count("rowheader"), 6);
      assert.equal(count("columnheader"), count("cell") / 6 + 1);
      assert.match(
        (await textsOf(opened.page, ".notes")).join(),
        /A forecast by a schedule is for 30 days/,
      );
    });
  });

  for (const [where, rates] of [
    ["among the rows", "0.1:0.5:0.05"],
    ["above every row", "0.1:0.12:0.01"],
    ["below every row", "0.4:0.5:0.05"],
  ] as const) {
    test(`marks the headline's dial rate inside its plot: ${where}`, async () => {
      const name = `marked-${rates.replaceAll(":", "-")}.html`;
      await write(name, sweep.replace(/--dial-rate .*/, `--dial-rate ${rates}`).split(" "));
      await using opened = await open(name);
      const [headline = ""] = await textsOf(opened.page, ".headline");
      const [, figure = ""] = /: (\S+) dials a second/.exec(headline) ?? [];
      const { ticks, marks, label, plot } = await opened.page.evaluate(() => {
        const middle = (element: PageElement | undefined) => {
          const { left, width } = element?.getBoundingClientRect() ?? { left: -1, width: 0 };
          return left + width / 2;
        };
        const all = (selector: string) => Array.from(document.querySelectorAll(selector));
        const box = all(".grid")[0]?.getBoundingClientRect();
        return {
          ticks: all(".x-axis .tick").map((tick) => ({
            x: middle(tick),
            value: Number(tick.textContent),
          })),
          marks: all("line.highest-rate").map(middle),
          label: all(".highest-label").map(({ textContent }) => textContent),
          plot: [box?.left ?? 0, (box?.left ?? 0) + (box?.width ?? 0)],
        };
      });
      const [first, last] = [ticks[0], ticks.at(-1)];
      assert.ok(first && last);
      const scale = (last.value - first.value) / (last.x - first.x);
      const [mark = -1] = marks;
      const [left = 0, right = 0] = plot;
      assert.equal(marks.length, 1);
      assert.ok(mark > left && mark < right, `${mark} is not in ${plot}`);
      assert.ok(Math.abs(first.value + (mark - first.x) * scale - Number(figure)) < 2 * scale);
      assert.deepEqual(label, [`up to ${figure}`]);
    });
  }

  test("shows a name out of a state as text, whatever it holds", async () => {
    const name = `</title><script>document.title="taken"</script><img src=x onerror='alert("1")'>&amp;`;
    const type = "pulumi-nodejs:dynamic/cxone:DialerConfig";
    const inputs = {
      configId: "config-1",
      campaignId: "campaign-1",
      pacingType: "predictive",
      dialRate: 0.2,
      agentRatio: 2,
      maxQueueDepth: 40,
      maxAbandonmentRate: 0.03,
      staffing: { agents: 10, answerRate: 0.3, averageHandleTimeSeconds: 180 },
    };
    const resources = [{ urn: `urn:pulumi:dev::calls::${type}::${name}`, type, inputs }];
    const state = join(folder.path, "state.json");
    await writeFile(state, JSON.stringify({ version: 3, deployment: { resources } }));
    await write("hostile.html", ["--from-stack", state, "--dial-rate", "0.1:0.3:0.1"]);

    await using opened = await open("hostile.html");
    assert.deepEqual(opened.complaints, []);
    assert.deepEqual(await textsOf(opened.page, "img, script"), []);
    const [heading = ""] = await textsOf(opened.page, ".subtitle");
    assert.ok(heading.startsWith(name), heading);
    assert.ok((await opened.page.title()).includes(name));
  });
});
