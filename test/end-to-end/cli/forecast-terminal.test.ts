import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { forecast } from "./forecast-command.ts";

const centre = "--agents 10 --answer-rate 0.3 --handle-time 180 --regulation us";
const sweep = `${centre} --dial-rate 0.1:0.5:0.05`;

/** The lines of the last chart, from its title on. */
function chartOf(stdout: string): readonly string[] {
  const lines = stdout.trimEnd().split("\n");
  const title = lines.findLastIndex((line) =>
    stripVTControlCharacters(line).startsWith("Abandoned"),
  );
  return title < 0 ? [] : lines.slice(title);
}

describe("on a terminal, cxone-dialer forecast", () => {
  const wide = forecast(sweep, { terminal: { width: 80 } });

  test("draws abandonment and occupancy below the table, against the dial rate", async () => {
    const { stdout } = await wide;
    const chart = chartOf(stdout).map(stripVTControlCharacters);
    const occupancy = chart.indexOf("Occupancy");
    assert.match(chart.slice(0, occupancy).join("\n"), /[\u2801-\u28ff]/);
    assert.match(chart.slice(occupancy).join("\n"), /[\u2801-\u28ff]/);
    assert.match(chart.at(-2) ?? "", /Dials started a second/);
    assert.match(chart.at(-3) ?? "", /^ +0\.10 .* 0\.30 .* 0\.50$/);
  });

  test("draws the limit across the abandonment at its height, and the curve crosses it", async () => {
    const chart = chartOf((await wide).stdout).map(stripVTControlCharacters);
    assert.match(chart[0] ?? "", /limit 3 % \(us\)$/);
    const rows = chart.slice(1, chart.indexOf("Occupancy"));
    const limits = rows.flatMap((row, i) => (row.includes("╌") ? [i] : []));
    assert.equal(limits.length, 1);
    const labelled = (text: string) => rows.findIndex((row) => row.trim().startsWith(text));
    const [limit = 0] = limits;
    assert.ok(limit > labelled("4 %") && limit < labelled("2 %"), `the limit is in row ${limit}`);
    assert.ok(rows.slice(0, limit).some((row) => /[\u2801-\u28ff]/.test(row)));
    assert.ok(rows.slice(limit + 1).some((row) => /[\u2801-\u28ff]/.test(row)));
  });

  test("paints what is over the limit, in the table and in the chart", async () => {
    const { stdout } = await wide;
    const red = (line: string) => line.includes("\u001b[31m");
    const rows = stdout
      .split("\n")
      .filter((line) => /^\s*0\.\d\d /.test(stripVTControlCharacters(line)));
    assert.deepEqual(
      rows.map(red),
      rows.map((line) => stripVTControlCharacters(line).endsWith("over")),
    );
    const [, topmost = ""] = chartOf(stdout).filter((line) => /[\u2801-\u28ff]/.test(line));
    assert.ok(red(topmost));
  });

  for (const width of [40, 63]) {
    test(`keeps the chart within ${width} columns`, async () => {
      const chart = chartOf((await forecast(sweep, { terminal: { width } })).stdout);
      const widths = chart.map((line) => stripVTControlCharacters(line).length);
      assert.equal(Math.max(...widths), width);
    });
  }

  test("draws no chart of a single setting", async () => {
    const { stdout } = await forecast(`${centre} --dial-rate 0.2`, { terminal: { width: 80 } });
    assert.deepEqual(chartOf(stdout), []);
  });

  test("draws over the agents where the dial rate does not vary", async () => {
    const { stdout } = await forecast(
      "--agents 10:30:10 --answer-rate 0.3 --handle-time 180 --dial-rate 0.2",
      { terminal: { width: 80 } },
    );
    assert.match(chartOf(stdout).at(-1) ?? "", /^ +Agents$/);
  });

  test("draws several curves in one chart, each with a letter and a line of the legend", async () => {
    const flags = "--answer-rate 0.3 --handle-time 180 --regulation us --dial-rate 0.1:0.7:0.2";
    const { stdout } = await forecast(`--agents 10:50:10 ${flags}`, { terminal: { width: 80 } });
    const text = stripVTControlCharacters(stdout);
    assert.equal(text.match(/^Abandoned /gm)?.length, 1);
    const agents = [...text.matchAll(/^([a-z]) {2}(\d+) agents: keeps the limit /gm)];
    assert.deepEqual(
      agents.map(([, letter, count]) => `${letter} ${count}`),
      ["a 10", "b 20", "c 30", "d 40", "e 50"],
    );
    const chart = chartOf(text).join("\n");
    for (const [, letter = ""] of agents)
      assert.equal(
        chart.split("\n").filter((line) => new RegExp(`[┤│].*${letter}`).test(line)).length,
        2,
        letter,
      );
  });

  test("marks the highest dial rate that keeps the limit on the axis, even where no row is near", async () => {
    const { stdout } = await forecast(`${centre} --dial-rate 0.1:0.12:0.01`, {
      terminal: { width: 80 },
    });
    const [, highest] =
      /limit of 3 %: (\S+) dials a second/.exec(stripVTControlCharacters(stdout)) ?? [];
    const chart = chartOf(stdout).map(stripVTControlCharacters);
    assert.ok(Number(highest) > 0.12, highest);
    assert.match(chart.at(-4) ?? "", /^ +└.*▲$/);
    assert.equal(chart.at(-1)?.trim(), `▲ keeps the limit up to ${highest}`);
  });

  test("points to the page where there are more charts than anybody scrolls through", async () => {
    const { stdout } = await forecast(
      "--agents 1:19:1 --answer-rate 0.3 --handle-time 180 --pacing progressive --dial-rate 1:2:1",
      { terminal: { width: 80 } },
    );
    assert.deepEqual(chartOf(stdout), []);
    assert.match(stdout, /4 charts are too many for a terminal; --html FILE draws them all\./);
  });

  test("leaves --json alone", async () => {
    const { stdout } = await forecast(`${centre} --dial-rate 0.2 --json`, {
      terminal: { width: 80 },
    });
    assert.equal(JSON.parse(stdout).version, 1);
  });
});
