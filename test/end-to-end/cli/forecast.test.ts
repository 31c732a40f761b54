import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { forecastPacing } from "pulumi-cxone-dialer/pacing";
import { forecast, forecastRows } from "./forecast-command.ts";

const centre = "--agents 10 --answer-rate 0.3 --handle-time 180 --regulation us";

/** A sweep over the limit, as text and as JSON; many tests look at it. */
const sweepFlags = `${centre} --dial-rate 0.1:0.4:0.05`;
const sweep = forecast(sweepFlags);

/** The cells of the table, by row: everything between its heading and the blank line after it. */
function tableOf(stdout: string): readonly (readonly string[])[] {
  const [, table = ""] = stdout.split("\n\n");
  return table.split("\n").map((line) => line.trim().split(/ {2,}/));
}

describe("cxone-dialer forecast", () => {
  test("prints with --json what forecastPacing says, in full", async () => {
    const [row, ...more] = await forecastRows(
      `${centre} --dial-rate 0.2 --ratio 2 --queue-depth 150 --seed 7`,
    );
    assert.equal(more.length, 0);
    assert.deepEqual(
      row?.forecast,
      forecastPacing({
        pacingType: "predictive",
        agents: 10,
        answerRate: 0.3,
        averageHandleTimeSeconds: 180,
        dialRate: 0.2,
        agentRatio: 2,
        maxQueueDepth: 150,
        maxAbandonmentRate: 0.03,
        seed: 7,
      }),
    );
  });

  test("names the version and the period of its JSON, and writes Infinity as the flag does", async () => {
    const { stdout } = await forecast(
      `${centre} --dial-rate 0.2 --ratio unlimited --queue-depth unlimited --json`,
    );
    const { version, period, rows } = JSON.parse(stdout);
    assert.deepEqual([version, period], [1, "one steady hour"]);
    assert.equal(rows[0].setting.agentRatio, "unlimited");
    assert.equal(rows[0].setting.maxQueueDepth, "unlimited");
  });

  test("makes a row of each combination of several ranges, the dial rate varying fastest", async () => {
    const rows = await forecastRows(`${centre} --dial-rate 0.1:0.2:0.1 --ratio 1:3:2`);
    assert.deepEqual(
      rows.map(({ setting }) => [setting.agentRatio, setting.dialRate]),
      [
        [1, 0.1],
        [1, 0.2],
        [3, 0.1],
        [3, 0.2],
      ],
    );
  });

  test("judges by the regulation's limit, or by a lower one that is given", async () => {
    const limit = async (args: string) =>
      (await forecastRows(`${centre} --dial-rate 0.2 ${args}`))[0]?.setting.maxAbandonmentRate;
    assert.equal(await limit(""), 0.03);
    assert.equal(await limit("--max-abandonment 0.01"), 0.01);
  });

  test("marks the rows over the limit, and no others", async () => {
    const [rows, { stdout }] = await Promise.all([forecastRows(sweepFlags), sweep]);
    const over = rows.map(({ forecast: { abandonmentRate } }) => Number(abandonmentRate) > 0.03);
    assert.ok(over.includes(true) && over.includes(false));
    assert.deepEqual(
      rows.map(({ isOverLimit }) => isOverLimit),
      over,
    );
    const [, ...table] = tableOf(stdout);
    assert.deepEqual(
      table.map((cells) => cells.at(-1) === "over"),
      over,
    );
  });

  test("says below the table the highest dial rate that keeps the limit, which no row contradicts", async () => {
    // So fine a sweep that a simulation, within its interval, puts some rates over the limit below others that keep it.
    const fine = forecast(`${centre} --dial-rate 0.17:0.2:0.001`);
    for (const { stdout } of await Promise.all([sweep, fine])) {
      const [, highest] =
        /^Highest dial rate that keeps the limit of 3 %: (.+) dials a second\.$/m.exec(stdout) ??
        [];
      const [, ...rows] = tableOf(stdout);
      const rates = (over: boolean) =>
        rows.filter((cells) => (cells.at(-1) === "over") === over).map(([rate]) => Number(rate));
      const lowestOver = Math.min(...rates(true));
      const kept = rates(false).filter((rate) => rate < lowestOver);
      assert.ok(Number(highest) < lowestOver, `${highest} is not under ${lowestOver}`);
      assert.ok(Number(highest) >= Math.max(...kept), `${highest} is under a rate that passes`);
    }
  });

  test("writes percentages with at most two decimals and the margin beside them", async () => {
    const { stdout } = await sweep;
    const [heading = [], first = []] = tableOf(stdout);
    assert.deepEqual(heading.slice(0, 4), ["dials/s", "abandoned", "±", "occupancy"]);
    assert.match(first[1] ?? "", /^\d+\.\d\d %$/);
    assert.match(first[2] ?? "", /^± 0\.\d\d$/);
    assert.match(first[3] ?? "", /^\d+\.\d %$/);
  });

  test("says exact, and no margin, where a formula answers", async () => {
    const { stdout } = await forecast(
      `${centre} --dial-rate 0.1 --ratio unlimited --queue-depth unlimited`,
    );
    assert.equal(tableOf(stdout)[1]?.[2], "exact");
    assert.doesNotMatch(stdout, /simulation/);
  });

  test("says once that a forecast is for one steady hour, and what the regulation counts", async () => {
    const { stdout } = await sweep;
    assert.equal(stdout.split("one steady hour").length - 1, 1);
    assert.match(stdout, /30 days of a campaign.*16 CFR 310\.4\(b\)\(4\)/);
  });

  test("warns that the API's own limit is over the US safe harbour", async () => {
    const { stdout } = await forecast(
      "--agents 10 --answer-rate 0.3 --handle-time 180 --dial-rate 0.1",
    );
    assert.match(stdout, /US safe harbour is 3 %/);
  });

  test("chooses dial rates itself where none is given, up to more than the agents can use", async () => {
    const rows = await forecastRows("--agents 50 --answer-rate 0.3 --handle-time 180");
    const answered = rows.map(({ setting }) => Number(setting.dialRate) * 0.3 * 180);
    assert.ok(rows.length >= 10 && rows.length <= 40, `${rows.length} rows`);
    assert.ok(Math.max(...answered) > 50, "fifty agents could use more");
    assert.ok(rows.every(({ setting }) => Number(setting.dialRate) >= 0.1));
  });

  test("abandons nobody where a line is dialled for each idle agent", async () => {
    const { stdout } = await forecast(`${centre} --pacing progressive`);
    assert.equal(tableOf(stdout)[1]?.[1], "0.00 %");
    assert.match(stdout, /Nobody is abandoned at any dial rate/);
  });

  test("says the same digits every time, and others with another seed", async () => {
    const seeded = (seed: number) => forecastRows(`${centre} --dial-rate 0.2 --seed ${seed}`);
    const [first, again, other] = await Promise.all([seeded(1), seeded(1), seeded(2)]);
    assert.deepEqual(first, again);
    assert.notDeepEqual(first, other);
  });

  test("forecasts what the API refuses where it is asked to", async () => {
    const [row] = await forecastRows(
      `${centre} --dial-rate 50 --ratio 9 --queue-depth 0 --beyond-api`,
    );
    assert.deepEqual([row?.setting.dialRate, row?.setting.agentRatio], [50, 9]);
  });

  test("calls the end of the API's range any dial rate, and leaves the number to programs", async () => {
    const flags = `${centre} --dial-rate 0.1 --ratio`;
    const [both, one, rows] = await Promise.all([
      forecast(`${flags} 1:5:4`),
      forecast(`${flags} 1`),
      forecastRows(`${flags} 1`),
    ]);
    const [names = [], first = []] = tableOf(both.stdout);
    assert.equal(first.at(names.indexOf("highest")), "any");
    assert.match(both.stdout, /^Highest dial rate that keeps the limit: 0\.\d+ to any, as /m);
    assert.match(
      one.stdout,
      /^Any dial rate keeps the limit of 3 %, up to the API's highest of 10\.$/m,
    );
    assert.equal(rows[0]?.highestDialRate, 10);
  });

  test("ends with 3 where --check is asked for and a row is over the limit, after all that it prints", async () => {
    const [over, within] = await Promise.all([
      forecast(`${sweepFlags} --check`),
      forecast(`${centre} --dial-rate 0.1 --check`),
    ]);
    assert.equal(over.code, 3);
    assert.equal(over.stdout, (await sweep).stdout);
    assert.match(over.stderr, /^error: \d of 7 settings are over their limit of abandonment\.\n$/);
    assert.deepEqual([within.code, within.stderr, (await sweep).code], [0, "", 0]);
  });

  test("prints a table of 1,000 rows, and nothing else but text where it is piped", async () => {
    const { code, stdout } = await forecast(
      "--agents 1:1000:1 --answer-rate 0.3 --handle-time 180 --pacing progressive",
    );
    assert.equal(code, 0);
    assert.equal(tableOf(stdout).length, 1001);
    assert.equal(stdout, stripVTControlCharacters(stdout));
    assert.doesNotMatch(stdout, /[\u2800-\u28ff]|╌/, "no chart");
  });
});
