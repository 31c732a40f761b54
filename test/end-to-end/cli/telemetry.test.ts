import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { sampleData, startTenant } from "pulumi-cxone-dialer/sandbox";
import { environmentOf } from "../../support/call-centre.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const bin = join(import.meta.dirname, "..", "..", "..", "provider", "bin", "cxone-dialer.js");

function pull(file: string, env: Readonly<Record<string, string>>) {
  return promisify(execFile)(process.execPath, [bin, "telemetry", "pull", file], {
    env: { ...process.env, ...env },
  });
}

describe("cxone-dialer telemetry pull", () => {
  test("writes every campaign's figures, sorted and dated", async () => {
    await using tenant = await startTenant({ data: sampleData });
    await using folder = await temporaryFolder();
    const file = join(folder.path, "telemetry.json");
    const { stdout } = await pull(file, environmentOf(tenant));
    assert.match(
      stdout,
      /telemetry\.json: 4 campaigns\. Forecasts from them count lines per agent, fractions rounded up, unless /,
    );

    const text = await readFile(file, "utf8");
    const { campaigns } = JSON.parse(text);
    assert.deepEqual(Object.keys(campaigns), Object.keys(sampleData.campaigns).toSorted());
    const { asOf, ...figures } = campaigns["91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25"];
    assert.deepEqual(figures, { agents: 18, answerRate: 0.24, averageHandleTimeSeconds: 210 });
    assert.match(asOf, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(text, `${JSON.stringify({ campaigns }, null, 2)}\n`);
  });

  test("reads every page of a tenant with many campaigns", async () => {
    const campaigns = Object.fromEntries(
      Array.from({ length: 230 }, (_, i) => [`campaign-${i}`, { agentCount: i }]),
    );
    await using tenant = await startTenant({ data: { campaigns, dialerConfigs: {} } });
    await using folder = await temporaryFolder();
    const { stdout } = await pull(join(folder.path, "telemetry.json"), environmentOf(tenant));
    assert.match(stdout, /230 campaigns/);
    assert.equal(tenant.requests.filter(({ method }) => method === "GET").length, 3);
  });

  test("leaves out a figure that the provider would not take, and says so", async () => {
    const campaigns = { odd: { agentCount: 3, averageHandleTime: 0.5 } };
    await using tenant = await startTenant({ data: { campaigns, dialerConfigs: {} } });
    await using folder = await temporaryFolder();
    const file = join(folder.path, "telemetry.json");
    const { stderr } = await pull(file, environmentOf(tenant));
    assert.match(stderr, /campaign odd: averageHandleTimeSeconds is left out.*from 1 to 86400/);
    const { agents, averageHandleTimeSeconds } = JSON.parse(await readFile(file, "utf8")).campaigns
      .odd;
    assert.deepEqual(
      { agents, averageHandleTimeSeconds },
      { agents: 3, averageHandleTimeSeconds: undefined },
    );
  });

  test("without credentials names what is missing, in no stack trace", async () => {
    await using folder = await temporaryFolder();
    const none = { CXONE_ENVIRONMENT_URL: "", CXONE_CLIENT_ID: "", CXONE_CLIENT_SECRET: "" };
    await assert.rejects(pull(join(folder.path, "telemetry.json"), none), ({ code, stderr }) => {
      assert.equal(code, 2);
      assert.match(stderr, /CXONE_ENVIRONMENT_URL.*\n.*CXONE_CLIENT_ID.*\n.*CXONE_CLIENT_SECRET/);
      assert.doesNotMatch(stderr, /\n\s+at /);
      return true;
    });
  });
});
