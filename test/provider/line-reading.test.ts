import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { type Forecast, forecastPacing, type JsonObject } from "pulumi-cxone-dialer";
import {
  environment,
  givenLineReading,
  resolveLineReading,
} from "../../provider/src/dialer-config/line-reading.ts";
import { ProviderProcess, type ProviderProcessOptions } from "../support/provider-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { Stack } from "./stack.ts";
import { environmentOf, settings, startUnlimitedTenant } from "./world.ts";

const tenant = await startUnlimitedTenant();
const campaign = { agentCount: 12, answerRate: 0.24, averageHandleTime: 210 };
tenant.setCampaign("91ab", campaign);
const program = {
  ...settings,
  pacingType: "predictive",
  dialRate: 1.2,
  agentRatio: 1.6,
  configId: "4f1c",
  campaignId: "91ab",
  regulation: "us",
} as const;

async function start(options: ProviderProcessOptions = {}): Promise<ProviderProcess> {
  const env = { ...environmentOf(tenant), ...options.env };
  const provider = await ProviderProcess.start({ ...options, env });
  after(() => provider[Symbol.asyncDispose]());
  return provider;
}

const [perAgent, pooled] = await Promise.all([
  start(),
  start({
    config: { "cxone:linesCounted": "perAgent", "cxone:lineRounding": "down" },
    env: { CXONE_LINES_COUNTED: "pooled" },
  }),
]);

async function checked(provider: ProviderProcess, changes: JsonObject = {}) {
  provider.takeWarnings();
  const { inputs, failures } = await provider.check({ ...program, ...changes });
  const forecast = inputs.forecast as Forecast | undefined;
  return { forecast, failures, warnings: provider.takeWarnings().join("\n") };
}

describe("how long lines ring", () => {
  test("is what the telemetry file says of the campaign, in the forecast and in the messages", async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, "telemetry.json");
    const days = { from: "2026-01-05", to: "2026-03-27", days: 60 };
    const asOf = new Date().toISOString();
    const ringTimes = { ringSecondsAnswered: 15, ringSecondsUnanswered: 18.5 };
    const entry = { asOf, ringTimes: { ...ringTimes, ...days } };
    await writeFile(file, JSON.stringify({ campaigns: { "91ab": entry } }));
    const provider = await start({ config: { "cxone:telemetry": file } });
    const { forecast, failures } = await checked(provider, { dialRate: 1, agentRatio: 2 });
    const { abandonmentRate } = forecastPacing({
      ...{ ...program, dialRate: 1, agentRatio: 2, ...ringTimes },
      ...{ agents: 12, answerRate: 0.24, averageHandleTimeSeconds: 210 },
    });
    assert.equal(forecast?.abandonmentRate, Number(abandonmentRate.toPrecision(3)));
    assert.equal(forecast?.ringSecondsUnanswered, 18.5);
    assert.match(
      failures[0]?.reason ?? "",
      /Assumed: lines per agent, fractions rounded up, ringing for 15 s if they are answered and 18\.5 s if not/,
    );
    const { forecast: ofOther } = await checked(perAgent, { dialRate: 1, agentRatio: 2 });
    assert.equal(ofOther?.ringSecondsAnswered, undefined);
    assert.ok(ofOther && ofOther.abandonmentRate < abandonmentRate);
  });
});

describe("how lines are counted", () => {
  test("is per agent and rounded up where nobody says otherwise, and stands in the forecast", async () => {
    const { forecast } = await checked(perAgent, { dialRate: 1 });
    assert.deepEqual([forecast?.linesCounted, forecast?.lineRounding], ["perAgent", "up"]);
    const { abandonmentRate } = forecastPacing({
      ...program,
      dialRate: 1,
      agents: 12,
      answerRate: 0.24,
      averageHandleTimeSeconds: 210,
    });
    assert.equal(forecast?.abandonmentRate, Number(abandonmentRate.toPrecision(3)));
  });

  test("is set in the environment or else in the stack's configuration", async () => {
    const { forecast } = await checked(pooled);
    assert.deepEqual([forecast?.linesCounted, forecast?.lineRounding], ["pooled", "down"]);
    assert.ok(forecast && forecast.abandonmentRate < 0.005);
  });

  test("is none of the forecast's where one line is dialled for each free agent", async () => {
    const { forecast } = await checked(perAgent, { pacingType: "progressive" });
    assert.deepEqual([forecast?.linesCounted, forecast?.abandonmentRate], [undefined, 0]);
  });

  test("in another word is refused, with the words that there are", async () => {
    const wrong = await start({ env: { CXONE_LINES_COUNTED: "each" } });
    tenant.clearRequests();
    const { failures } = await checked(wrong);
    assert.match(
      failures[0]?.reason ?? "",
      /cxone:linesCounted is "each", and must be "perAgent" or "pooled"\. Give it with `pulumi config set cxone:linesCounted perAgent` or in the environment variable CXONE_LINES_COUNTED\. No request was made\./,
    );
    assert.equal(tenant.requests.length, 0);
  });
});

describe("of a command, how lines are counted", () => {
  const rounding = { CXONE_LINES_COUNTED: "pooled", CXONE_LINE_ROUNDING: "nearest" };

  test("is what the environment says", () => {
    const reading = { linesCounted: "pooled", lineRounding: "nearest" };
    assert.deepEqual(resolveLineReading(environment(rounding)), reading);
  });

  test("is the default where a variable is empty or not there, and nothing without the defaults", () => {
    const lookup = environment({ CXONE_LINES_COUNTED: "" });
    const reading = { linesCounted: "perAgent", lineRounding: "up" };
    assert.deepEqual(resolveLineReading(lookup), reading);
    assert.deepEqual(givenLineReading(lookup), {});
  });

  test("in another word names the variable", () => {
    const lookup = environment({ CXONE_LINE_ROUNDING: "off" });
    assert.throws(() => resolveLineReading(lookup), {
      message:
        'cxone:lineRounding is "off", and must be "up" or "nearest" or "down". Give it with `pulumi config set cxone:lineRounding up` or ' +
        "in the environment variable CXONE_LINE_ROUNDING. No request was made.",
    });
  });
});

describe("a message that rests on how lines are counted", () => {
  test("says so, what the other ways would give, and how to find out", async () => {
    const { warnings } = await checked(perAgent);
    assert.match(
      warnings,
      /Assumed: lines per agent, fractions rounded up \(cxone:linesCounted, cxone:lineRounding\)\. It is [\d.]+ % if each agent has lines of its own, 1\.\d+ % if lines are pooled, 0 % if 1\.6 is rounded down, to 1 line an agent: compare the abandonment that the tenant counted on a past day\./,
    );
  });

  test("of a whole ratio leaves rounding out", async () => {
    const { warnings } = await checked(perAgent, { agentRatio: 2 });
    assert.match(
      warnings,
      /\(cxone:linesCounted\)\. It is [\d.]+ % if .*, 1\.\d+ % if lines are pooled: compare/,
    );
  });

  test("gives no other figure where none would be judged otherwise", async () => {
    const { failures } = await checked(perAgent, { agentRatio: 3 });
    assert.match(failures[0]?.reason ?? "", /Assumed: lines per agent, fractions rounded up\.$/);
  });

  test("names whole lines as the highest ratio that passes", async () => {
    const { failures } = await checked(perAgent, { agentRatio: 3 });
    assert.match(failures[0]?.reason ?? "", /the highest agentRatio is 2 \(whole lines\)/);
  });
});

test("a forecast that moved because lines are counted otherwise is no difference of a resource", async () => {
  const before = new Stack(pooled);
  await before.up(program);
  const { id, inputs, outputs } = before.resource;
  const asWrittenBefore = ({ forecast, ...rest }: JsonObject) => {
    const { linesCounted, lineRounding, ...figures } = Object(forecast);
    return { ...rest, forecast: figures };
  };
  const old = { id, inputs: asWrittenBefore(inputs), outputs: asWrittenBefore(outputs) };
  const after = new Stack(perAgent, old);
  assert.equal((await after.preview(program)).operation, "same");
  assert.equal(await after.up(program), "same");
});
