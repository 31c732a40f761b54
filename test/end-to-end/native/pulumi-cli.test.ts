import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import type { JsonObject } from "pulumi-cxone-dialer";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import * as z from "zod";
import {
  args,
  CAMPAIGN,
  document,
  environmentOf,
  hold,
  requestsOf,
  startCallCentre,
} from "../../support/call-centre.ts";
import { copyProgram } from "../../support/program.ts";
import { isPulumiInstalled } from "../../support/pulumi-cli.ts";

const program = join(import.meta.dirname, "program");
const bin = join(import.meta.dirname, "..", "..", "..", "provider", "bin", "cxone-dialer.js");
const digestSchema = z.object({
  steps: z.array(
    z.object({
      op: z.string(),
      urn: z.string(),
      detailedDiff: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
});

/** Pulumi's command line with a stack of its own, and the wanted configurations in the stack's configuration. */
async function startStack(tenant: Tenant) {
  const copy = await copyProgram(program);
  const state = join(copy.folder, "state");
  await mkdir(state);
  const env = {
    ...process.env,
    ...environmentOf(tenant),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const flags = ["--non-interactive", "--color", "never", "--cwd", copy.folder];
  const run = async (...command: readonly string[]) => {
    const { stdout, stderr } = await promisify(execFile)("pulumi", [...flags, ...command], { env });
    return stdout + stderr;
  };
  await run("stack", "init", "test");
  const up = () => run("up", "--yes", "--skip-preview");
  return {
    folder: copy.folder,
    run,
    up,
    want: (wanted: JsonObject) => run("config", "set", "wanted", JSON.stringify(wanted)),
    /** The fields that a preview shows as changed, by operation. */
    async preview(): Promise<readonly (readonly [string, readonly string[]])[]> {
      const { steps } = digestSchema.parse(JSON.parse(await run("preview", "--json")));
      return steps
        .filter(
          ({ op, urn }) => urn.includes("DialerConfig::") && !["same", "refresh"].includes(op),
        )
        .map(({ op, detailedDiff }) => [op, Object.keys(detailedDiff ?? {})]);
    },
    [Symbol.asyncDispose]: () => copy[Symbol.asyncDispose](),
  };
}

/** A policy pack with one of the package's rules. */
async function writePolicyPack(folder: string): Promise<string> {
  const pack = join(folder, "pack");
  await mkdir(pack);
  await writeFile(join(pack, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
  const manifest = { name: "pack", version: "1.0.0", type: "module", main: "index.js" };
  await writeFile(join(pack, "package.json"), JSON.stringify(manifest));
  await writeFile(
    join(pack, "index.js"),
    `import { PolicyPack } from "@pulumi/policy";
    import { dialerPolicies } from "pulumi-cxone-dialer/policy";
    const rule = { maxDialRate: 1.8, enforcementLevel: "mandatory" };
    const policies = dialerPolicies({ "pacing-ceiling": rule });
    new PolicyPack("ceiling", { policies: policies.filter(({ name }) => name === "pacing-ceiling") });`,
  );
  return pack;
}

function scenarios(): void {
  test("keeps an edit, shows it, and changes it back, with no secret in the clear", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using stack = await startStack(tenant);
    await stack.want({ a: { ...args, complianceRules: { ringSeconds: 20 } } });
    await stack.run("config", "set", "--secret", "token", "s3cret-token");
    await stack.up();
    assert.deepEqual(await stack.preview(), []);

    tenant.editDialerConfig("config", { maxQueueDepth: 55 });
    assert.match(await stack.up(), /somebody changed maxQueueDepth .* from 40 to 55/);
    assert.equal(tenant.dialerConfig("config")?.document.maxQueueDepth, 55);
    assert.deepEqual(await stack.preview(), [["update", ["maxQueueDepth"]]]);
    await stack.up();
    assert.equal(tenant.dialerConfig("config")?.document.maxQueueDepth, 40);

    const saved = await stack.run("stack", "export");
    for (const secret of ["s3cret-token", tenant.clientSecret]) assert.ok(!saved.includes(secret));
    assert.equal((await stack.run("stack", "output", "agents")).trim(), "50");
    await stack.run("destroy", "--yes", "--skip-preview");
    const { token: _, ...rules } = { token: "", ...Object(document.complianceRules) };
    const left = tenant.dialerConfig("config")?.document;
    assert.deepEqual(left, { ...document, complianceRules: rules });
  });

  test("imports a configuration, and the code for it changes nothing", async () => {
    await using tenant = await startCallCentre({ config: { ...document, campaignId: CAMPAIGN } });
    await using stack = await startStack(tenant);
    await stack.want({});
    const command = [
      "import",
      "cxone:index:DialerConfig",
      "a",
      "config",
      "--yes",
      "--skip-preview",
    ];
    const code = await stack.run(...command, "--protect=false");
    assert.match(code, /from "pulumi-cxone-dialer\/native";/);
    assert.match(code, /new cxone\.DialerConfig\("a", \{/);
    await stack.want({ a: { ...args, complianceRules: document.complianceRules ?? {} } });
    assert.deepEqual(await stack.preview(), []);
    await stack.up();
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);
  });

  test("imports the file that adopt writes, whatever the names, and the program for it changes nothing", async () => {
    const found = { ...document, campaignId: CAMPAIGN };
    const bold = { ...found, agentRatio: 4, dialRate: 1 };
    await using tenant = await startCallCentre({ config: found, bold, nameless: document });
    await using stack = await startStack(tenant);
    await stack.want({});
    const adopt = async (...flags: readonly string[]) => {
      const command = [bin, "adopt", join(stack.folder, "adopted"), ...flags];
      const env = { ...process.env, ...environmentOf(tenant) };
      await promisify(execFile)(process.execPath, command, { env }).catch(() => undefined);
    };
    await adopt("--assign", `nameless=${CAMPAIGN}`);
    const plan = join(stack.folder, "adopted", "plan.yaml");
    const text = await readFile(plan, "utf8");
    await writeFile(
      plan,
      text
        .replace(/( {2}bold:\n {4}name: ).*/, "$1it's bold\n    arguments: { agentRatioLimit: 4 }")
        .replace(/( {2}nameless:\n {4}name: ).*/, "$1größe 2"),
    );
    await adopt("--offline", "--import-file", join(stack.folder, "import.json"));
    const code = await stack.run(
      ...["import", "--file", join(stack.folder, "import.json"), "--yes", "--skip-preview"],
      "--protect=false",
    );
    assert.match(code, /3 imported/);
    assert.doesNotMatch(code, /warning/);
    assert.match(code, /agentRatioLimit: 4,/);
    const rules = { complianceRules: document.complianceRules ?? {} };
    const wanted = { ...args, ...rules };
    const limits = { agentRatio: 4, dialRate: 1, agentRatioLimit: 4 };
    await stack.want({
      "as-found-2": wanted,
      "it's bold": { ...wanted, ...limits, configId: "bold" },
      "größe 2": { ...wanted, configId: "nameless" },
    });
    assert.deepEqual(await stack.preview(), []);
    await stack.up();
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);
  });

  test("keeps to a transform, ignoreChanges of a nested rule, an update plan and a target", async () => {
    await using tenant = await startCallCentre({ config: document, other: document });
    await using stack = await startStack(tenant);
    const options = { ignoreChanges: ["complianceRules.ringSeconds"] };
    const wanted = (dialRate: number, ringSeconds: number) => {
      const rules = { complianceRules: { ringSeconds, attempts: 3 } };
      const a = { ...args, ...rules, dialRate, options };
      return { a, b: { ...a, configId: "other" } };
    };
    await stack.want(wanted(2, 20));
    await stack.run("config", "set", "forced", JSON.stringify({ maxQueueDepth: 77 }));
    await stack.up();
    assert.equal(tenant.dialerConfig("config")?.document.maxQueueDepth, 77);
    assert.deepEqual(await stack.preview(), []);

    await stack.want(wanted(3, 25));
    const changed = (await stack.preview()).map(([op, paths]) => [
      op,
      paths.filter((path) => !path.startsWith("forecast")),
    ]);
    assert.deepEqual(changed, [
      ["update", ["dialRate"]],
      ["update", ["dialRate"]],
    ]);
    const urn = "urn:pulumi:test::native::cxone:index:DialerConfig::a";
    const plan = join(stack.folder, "plan.json");
    await stack.run("preview", "--save-plan", plan, "--target", urn);
    await stack.run("up", "--yes", "--skip-preview", "--plan", plan, "--target", urn);
    const [a, b] = ["config", "other"].map((id) => tenant.dialerConfig(id)?.document ?? {});
    assert.deepEqual([a?.dialRate, b?.dialRate], [3, 2]);
    assert.equal(Object(a?.complianceRules).ringSeconds, 20);
    await stack.want(wanted(4, 25));
    const other = stack.run("up", "--yes", "--skip-preview", "--plan", plan, "--target", urn);
    await assert.rejects(other, { stdout: /violates plan/ });
  });

  test("ends an operation after its customTimeouts, and the next run completes it", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using stack = await startStack(tenant);
    const wanted = { ...args, dialRate: 3 };
    await stack.want({ a: { ...wanted, options: { customTimeouts: { create: "1s" } } } });
    {
      using _ = hold(tenant, { method: "PUT" });
      const up = stack.run("up", "--yes", "--skip-preview");
      await assert.rejects(up, { stdout: /took longer than the 1 s of its customTimeouts/ });
    }
    await stack.want({ a: { ...wanted, options: { customTimeouts: { create: "1m" } } } });
    await stack.up();
    assert.equal(tenant.dialerConfig("config")?.document.dialRate, 3);
    assert.equal(tenant.exports.length, 1);
  });

  test("keeps to protect, retainOnDelete and an alias", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using stack = await startStack(tenant);
    const wanted = { ...args, dialRate: 3 };
    await stack.want({ a: { ...wanted, options: { protect: true } } });
    await stack.up();
    await assert.rejects(stack.run("destroy", "--yes", "--skip-preview"), { stdout: /protected/ });
    tenant.clearRequests();
    const options = { aliases: [{ name: "a" }], retainOnDelete: true };
    await stack.want({ b: { ...wanted, options } });
    assert.deepEqual(await stack.preview(), []);
    await stack.up();
    await stack.run("destroy", "--yes", "--skip-preview");
    assert.deepEqual(requestsOf(tenant, "PUT", "POST", "DELETE"), []);
    assert.equal(tenant.dialerConfig("config")?.document.dialRate, 3);
  });

  test("is judged by a policy pack", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using stack = await startStack(tenant);
    const pack = await writePolicyPack(stack.folder);
    await stack.want({ a: args });
    const judged = (command: string, ...flags: readonly string[]) =>
      stack.run(command, ...flags, "--policy-pack", pack);
    await assert.rejects(judged("preview"), {
      stdout: /dialRate is 2 .* over the ceiling of 1\.8/,
    });
    await assert.rejects(judged("up", "--yes", "--skip-preview"), { stdout: /over the ceiling/ });
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);
    await stack.want({ a: { ...args, dialRate: 1.5 } });
    await judged("up", "--yes", "--skip-preview");
    assert.equal(tenant.dialerConfig("config")?.document.dialRate, 1.5);
  });

  test("is replaced where replaceOnChanges asks for it, and its configuration stays", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using stack = await startStack(tenant);
    const options = { replaceOnChanges: ["dialRate"] };
    await stack.want({ a: { ...args, dialRate: 3, options } });
    await stack.up();
    await stack.want({ a: { ...args, dialRate: 1, options } });
    const steps = (await stack.preview()).map(([op]) => op);
    assert.deepEqual(steps, ["replace"]);
    tenant.clearRequests();
    assert.match(await stack.up(), /Dialer configuration config stays as it is in the tenant/);
    assert.deepEqual(requestsOf(tenant, "PUT", "DELETE"), ["PUT dialerconfigs/config 200"]);
    assert.equal(tenant.dialerConfig("config")?.document.dialRate, 1);
    assert.deepEqual(await stack.preview(), []);
    await stack.run("destroy", "--yes", "--skip-preview");
    assert.deepEqual(tenant.dialerConfig("config")?.document, document);
  });

  test("takes over the state of a dynamic resource without a write", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using stack = await startStack(tenant);
    await stack.want({ a: { ...args, dialRate: 3 } });
    await stack.run("config", "set", "dynamic", "true");
    await stack.up();
    tenant.clearRequests();
    await stack.run("config", "set", "dynamic", "false");
    assert.deepEqual(await stack.preview(), []);
    await stack.up();
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);
    await stack.run("refresh", "--yes", "--skip-preview");
    tenant.editDialerConfig("config", { maxQueueDepth: 55 });
    assert.match(await stack.up(), /This deployment keeps 55/);
    assert.deepEqual(await stack.preview(), [["update", ["maxQueueDepth"]]]);
  });
}

if (await isPulumiInstalled()) {
  describe("a native resource on Pulumi's command line", { concurrency: 2 }, scenarios);
} else {
  console.log("Pulumi's command line is not on the PATH: native resources are not tried on it.");
}
