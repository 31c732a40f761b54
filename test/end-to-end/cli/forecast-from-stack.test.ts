import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { forecastPacing } from "pulumi-cxone-dialer/pacing";
import { CAMPAIGN, environmentOf, startCallCentre } from "../../support/call-centre.ts";
import { sandboxEngine } from "../../support/sandbox-engine.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { forecast, forecastArguments, forecastRows } from "./forecast-command.ts";

const inputs = {
  configId: "config-1",
  campaignId: "campaign-1",
  pacingType: "predictive",
  dialRate: 0.2,
  agentRatio: 2,
  maxQueueDepth: 40,
  maxAbandonmentRate: 0.02,
  regulation: "us",
  staffing: { answerRate: 0.3, averageHandleTimeSeconds: 180 },
};
const deployed = { ...inputs, answerRateThreshold: 0.2 };
const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

function dialerConfig(name: string, overrides: JsonObject = {}, rest: JsonObject = {}): JsonObject {
  const type = "pulumi-nodejs:dynamic/cxone:DialerConfig";
  return {
    urn: `urn:pulumi:dev::calls::${type}::${name}`,
    type,
    inputs: { ...inputs, ...overrides },
    outputs: { capacity: { status: "ok", campaignId: "campaign-1", activeAgents: 12 } },
    ...rest,
  };
}

const stack: JsonObject = {
  urn: "urn:pulumi:dev::calls::pulumi:pulumi:Stack::dev",
  type: "pulumi:pulumi:Stack",
};

/** As `pulumi stack export` prints it. */
function exported(...resources: readonly JsonObject[]): string {
  return JSON.stringify({
    version: 3,
    deployment: { manifest: {}, resources: [stack, ...resources] },
  });
}

/** The names and the forecast's setting, of a state on the standard input. */
function rowsOf(state: string, flags = "") {
  return forecastRows(`--from-stack - ${flags}`, { input: state });
}

describe("cxone-dialer forecast --from-stack", () => {
  test("forecasts a configuration by its checked inputs, its staffing and the agents it was deployed with", async () => {
    const [row] = await rowsOf(exported(dialerConfig("sales")));
    assert.equal(row?.configuration?.name, "sales");
    assert.deepEqual(
      row?.forecast,
      forecastPacing({
        pacingType: "predictive",
        agents: 12,
        answerRate: 0.3,
        averageHandleTimeSeconds: 180,
        dialRate: 0.2,
        agentRatio: 2,
        maxQueueDepth: 40,
        maxAbandonmentRate: 0.02,
      }),
    );
  });

  const kinds: Readonly<Record<string, (resources: readonly JsonObject[]) => JsonObject>> = {
    "what pulumi stack export prints": (resources) => ({ version: 3, deployment: { resources } }),
    "Pulumi's file backend": (resources) => ({ version: 3, checkpoint: { latest: { resources } } }),
    "the sandbox engine's file": (resources) => ({
      version: 1,
      project: "calls",
      stack: "dev",
      resources,
    }),
  };
  for (const [kind, of] of Object.entries(kinds)) {
    test(`reads ${kind} from a file`, async () => {
      await using folder = await temporaryFolder();
      const file = join(folder.path, "state.json");
      await writeFile(file, JSON.stringify(of([stack, dialerConfig("sales")])));
      const { code, stdout } = await forecastArguments(["--from-stack", file]);
      assert.equal(code, 0);
      assert.match(stdout, /^sales, predictive, 12 agents, 30 % answered, 180 s a call, ratio 2,/);
    });
  }

  test("plans with staffing.agents before the agents that were deployed with", async () => {
    const staffing = { ...inputs.staffing, agents: 20 };
    const [row] = await rowsOf(exported(dialerConfig("sales", { staffing })));
    assert.equal(row?.setting.agents, 20);
  });

  test("says of a deployed stack what its deployment said", async () => {
    await using tenant = await startCallCentre();
    await using engine = await sandboxEngine.start({
      program: join(import.meta.dirname, "..", "scenarios", "programs", "fleet"),
      env: environmentOf(tenant),
      config: { fleet: JSON.stringify({ sales: { ...deployed, campaignId: CAMPAIGN } }) },
    });
    const up = await engine.up();
    assert.equal(up.ok, true, up.messages);
    const state = await engine.stateText();
    const [row] = await rowsOf(state);
    const { resources } = JSON.parse(state);
    const { forecast: said } = resources.find(
      ({ id }: { id: string }) => id === deployed.configId,
    ).inputs;
    const threeDigits = (figure: unknown) =>
      typeof figure === "number" ? Number(figure.toPrecision(3)) : figure;
    const { linesCounted, lineRounding } = row?.setting ?? {};
    const now = Object.entries({ ...row?.forecast, linesCounted, lineRounding }).map(
      ([name, figure]) => [name, threeDigits(figure)],
    );
    assert.deepEqual({ covers: "one steady hour", ...Object.fromEntries(now) }, said);
  });

  test("lets a flag replace what the state says, as a range too", async () => {
    const rows = await rowsOf(
      exported(dialerConfig("sales")),
      "--dial-rate 0.1:0.3:0.1 --agents 15",
    );
    assert.deepEqual(
      rows.map(({ setting: { agents, dialRate, agentRatio } }) => [agents, dialRate, agentRatio]),
      [
        [15, 0.1, 2],
        [15, 0.2, 2],
        [15, 0.3, 2],
      ],
    );
  });

  test("keeps to the lower limit where another regulation is asked for", async () => {
    const five = dialerConfig("sales", { regulation: "cxone", maxAbandonmentRate: 0.05 });
    const [row] = await rowsOf(exported(five), "--regulation uk");
    assert.equal(row?.setting.maxAbandonmentRate, 0.03);
  });

  test("puts the configurations of one campaign together, for they share its agents", async () => {
    const state = exported(
      dialerConfig("first", { dialRate: 0.1 }),
      dialerConfig("second", { configId: "config-2", dialRate: 0.1 }),
      dialerConfig("elsewhere", { configId: "config-3", campaignId: "campaign-2" }),
    );
    const [first, second, elsewhere] = await rowsOf(state);
    assert.deepEqual(first?.configuration?.sharesAgentsWith, ["config-2"]);
    assert.deepEqual(first?.forecast, elsewhere?.forecast, "0.1 and 0.1 are 0.2 together");
    assert.deepEqual(first?.forecast, second?.forecast);
    assert.equal(
      Number(first?.highestDialRate).toFixed(2),
      (Number(elsewhere?.highestDialRate) - 0.1).toFixed(2),
    );
  });

  test("asks for each figure that the state does not have, naming the configurations", async () => {
    const state = exported(
      dialerConfig("first", { staffing: { answerRate: 0.3 } }),
      dialerConfig("second", { staffing: {} }),
      dialerConfig("third", { dialRate: secret }),
    );
    const { code, stderr } = await forecast("--from-stack -", { input: state });
    assert.equal(code, 2);
    assert.deepEqual(
      stderr
        .trim()
        .split("\n")
        .map((line) => line.replace(/; write .*, such as [\d.]+, or a range .*/, "")),
      [
        "error: --answer-rate: the state does not have it for second",
        "error: --handle-time: the state does not have it for first, second",
        "error: --dial-rate: the state does not have it for third",
      ],
    );
  });

  test("takes a campaign's zero agents, of a deployment at night, for not known", async () => {
    const atNight = dialerConfig("sales", {}, { outputs: { capacity: { activeAgents: 0 } } });
    const { stderr } = await forecast("--from-stack -", { input: exported(atNight) });
    assert.match(stderr, /^error: --agents: the state does not have it for sales; write /);
  });

  test("leaves out what a replacement left behind", async () => {
    const state = exported(
      dialerConfig("kept"),
      dialerConfig("deleted", {}, { delete: true }),
      dialerConfig("pending", {}, { pendingDeletion: true }),
    );
    const rows = await rowsOf(state);
    assert.deepEqual(
      rows.map(({ configuration }) => configuration?.name),
      ["kept"],
    );
  });

  const unreadable: Readonly<Record<string, readonly [string, RegExp]>> = {
    "no JSON": ["{", /--from-stack: - is not JSON: /],
    "no state": ['{"version":3}', /is no stack's state\. Give what `pulumi stack export` prints/],
    "a state without a DialerConfig": [exported(), /holds no DialerConfig among its 1 resources/],
  };
  for (const [what, [input, message]] of Object.entries(unreadable)) {
    test(`refuses ${what}`, async () => {
      const { code, stdout, stderr } = await forecast("--from-stack -", { input });
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }

  test("refuses a file that is not there", async () => {
    const { code, stderr } = await forecast("--from-stack no-such-file.json");
    assert.equal(code, 2);
    assert.match(stderr, /^error: --from-stack: no-such-file\.json cannot be read: ENOENT/);
  });
});
