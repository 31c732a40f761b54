import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { forecast, forecastRows } from "./forecast-command.ts";

const team =
  "--agents 12 --answer-rate 0.24 --handle-time 210 --dial-rate 1.2 --queue-depth 40 --regulation us";
const bin = join(import.meta.dirname, "..", "..", "..", "provider", "bin", "cxone-dialer.js");

function inEnvironment(env: Readonly<Record<string, string>>, args: string) {
  return promisify(execFile)(process.execPath, [bin, "forecast", ...args.split(" ")], {
    env: { ...process.env, ...env },
  });
}

describe("cxone-dialer forecast, how lines are counted", () => {
  test("is per agent and rounded up, and decides by a factor of ten", async () => {
    const rate = async (flags: string) => {
      const [row] = await forecastRows(`${team} --ratio 1.6 ${flags}`);
      const { linesCounted, lineRounding } = row?.setting ?? {};
      return [linesCounted, lineRounding, Number(row?.forecast.abandonmentRate) > 0.025];
    };
    assert.deepEqual(await rate(""), ["perAgent", "up", true]);
    const pooled = "--lines pooled --rounding down";
    assert.deepEqual(await rate(pooled), ["pooled", "down", false]);
  });

  test("stands under the table, with what the other way would give", async () => {
    const { stdout } = await forecast(`${team} --ratio 2:3:0.5`);
    assert.match(
      stdout,
      /Lines are counted per agent, fractions rounded up \(--lines, --rounding\)\./,
    );
    assert.match(stdout, / if pooled /);
    const { stdout: pooled } = await forecast(
      `${team} --ratio 2 --lines pooled --max-abandonment 0.02`,
    );
    assert.match(pooled, / if per agent\b/);
    assert.match(pooled, /Counted the other way, some rows would be judged otherwise/);
  });

  test("is taken from the environment where no flag says it, and a wrong word is refused", async () => {
    const env = { CXONE_LINES_COUNTED: "pooled" };
    const { stdout } = await inEnvironment(env, `${team} --ratio 2`);
    assert.match(stdout, /Lines are counted pooled/);
    const flagged = await inEnvironment(env, `${team} --ratio 2 --lines perAgent`);
    assert.match(flagged.stdout, /Lines are counted per agent/);
    await assert.rejects(inEnvironment({ CXONE_LINE_ROUNDING: "off" }, `${team} --ratio 2`), {
      message: /cxone:lineRounding is "off", and must be "up" or "nearest" or "down"/,
    });
  });

  test("is that of a stack's deployment, where its state has it", async () => {
    const inputs = {
      configId: "one",
      campaignId: "campaign",
      pacingType: "predictive",
      dialRate: 1.2,
      agentRatio: 2,
      maxQueueDepth: 40,
      maxAbandonmentRate: 0.03,
      staffing: { agents: 12, answerRate: 0.24, averageHandleTimeSeconds: 210 },
    };
    const type = "pulumi-nodejs:dynamic/cxone:DialerConfig";
    const state = (forecast: object) =>
      JSON.stringify({
        deployment: {
          resources: [{ urn: `urn::${type}::one`, type, inputs: { ...inputs, forecast } }],
        },
      });
    const linesCounted = async (forecast: object, flags = "") => {
      const options = { input: state(forecast) };
      const [row] = await forecastRows(`--from-stack - ${flags}`, options);
      return row?.setting.linesCounted;
    };
    assert.equal(await linesCounted({ linesCounted: "pooled", lineRounding: "up" }), "pooled");
    assert.equal(await linesCounted({ abandonmentRate: 0.01 }), "perAgent");
    assert.equal(await linesCounted({ linesCounted: "pooled" }, "--lines perAgent"), "perAgent");
  });
});
