import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runtime } from "@pulumi/pulumi";
import type { JsonObject } from "pulumi-cxone-dialer";
import { goodInputs, inputsWith } from "../../unit/policy/judge.ts";
import { PolicyPackProcess } from "./policy-pack-process.ts";

const folder = fileURLToPath(new URL("../../../examples/policy-pack", import.meta.url));
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** How the engine wraps a secret. */
const secret = (value: JsonObject) => ({
  "4dabf18193072939515e22adb298388d": SECRET,
  value,
});

describe("examples/policy-pack, run as the engine runs it", () => {
  let pack: PolicyPackProcess;
  before(async () => {
    pack = await PolicyPackProcess.start(folder);
  });
  after(() => pack[Symbol.asyncDispose]());

  const analyze = (changes: Readonly<Record<string, unknown>>, stack = "dev") =>
    pack.analyze({
      name: "first-call",
      stack,
      inputs: JSON.parse(JSON.stringify(inputsWith(changes))),
    });

  test("offers every rule, with the pack's settings as defaults", async () => {
    const rules = await pack.rules();
    assert.equal(rules.size, 13);
    assert.equal(rules.get("pacing-step")?.maxIncrease, 0.2);
    assert.deepEqual(rules.get("do-not-call")?.lists, ["national", "internal"]);
  });

  test("lets a configuration pass that keeps to the rules", async () => {
    assert.deepEqual(await analyze({}), []);
  });

  test("stops what breaks them, each rule in its own words", async () => {
    const said = await analyze(
      { "forecast.abandonmentRate": 0.03, onDelete: "delete" },
      "production",
    );
    assert.deepEqual(
      said.map((message) => message.split(".")[0]),
      [
        "forecast-abandonment MANDATORY: 3 % of answered calls are forecast to be abandoned, up to 3",
        "protected-production MANDATORY: The resource is not protected, and production is a production stack",
        'protected-production MANDATORY: onDelete is "delete", and production is a production stack',
      ],
    );
  });

  test("advises of what a preview does not know yet, once", async () => {
    const UNKNOWN = runtime.unknownValue;
    const said = await analyze({
      forecast: UNKNOWN,
      dialRate: UNKNOWN,
      "complianceRules.callingHours": UNKNOWN,
    });
    assert.equal(said.length, 1);
    assert.match(
      said.join(),
      /^known-values ADVISORY: .*: complianceRules.callingHours, dialRate, forecast\./,
    );
  });

  test("mends a value and leaves secrets, unknown values and the provider as they are", async () => {
    const rules = { ringSeconds: 5, messageSeconds: 2, note: "not for everybody" };
    const __provider = "exports.handler = () => provider";
    const inputs = {
      ...goodInputs,
      __provider,
      complianceRules: secret(rules),
      dialRate: runtime.unknownValue,
    };
    const mended = await pack.remediate({ name: "first-call", inputs });
    assert.deepEqual([...mended.keys()], ["ring-time"]);
    assert.deepEqual(mended.get("ring-time"), {
      ...inputs,
      complianceRules: secret({ ...rules, ringSeconds: 15 }),
    });
  });

  test("follows the engine's configuration", async () => {
    await pack.configure({
      "pacing-ceiling": { level: "ADVISORY", config: { maxDialRate: 1, maxAgentRatio: 3 } },
      "do-not-call": { level: "DISABLED", config: {} },
    });
    const said = await analyze({ "complianceRules.doNotCall": [] });
    assert.equal(said.length, 1);
    assert.match(said.join(), /^pacing-ceiling ADVISORY: dialRate is 1.2 .* ceiling of 1\./);
  });
});
