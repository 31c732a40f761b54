import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import {
  type EngineResult,
  renderResult,
  SandboxEngine,
  type Tenant,
} from "pulumi-cxone-dialer/sandbox";
import {
  args,
  configurationOf,
  document,
  environmentOf,
  requestsOf,
  startCallCentre,
} from "../../support/call-centre.ts";
import { isWhole } from "../../support/extent.ts";
import { compileCache } from "../../support/process-environment.ts";
import { copyProgram } from "../../support/program.ts";

const program = join(import.meta.dirname, "..", "native", "program");

/** The sandbox engine with a program whose Pulumi.yaml names the native provider. */
async function startStack(tenant: Tenant) {
  const copy = await copyProgram(program);
  const env = { ...environmentOf(tenant), NODE_COMPILE_CACHE: compileCache };
  let config: Record<string, string> = {};
  const secretConfig: Record<string, string> = {};
  const engine = () => new SandboxEngine({ cwd: copy.folder, env, config, secretConfig });
  return {
    folder: copy.folder,
    want(wanted: JsonObject, others: JsonObject = {}) {
      const entries = Object.entries({ wanted, ...others });
      config = Object.fromEntries(entries.map(([key, value]) => [key, JSON.stringify(value)]));
    },
    wantSecret(key: string, value: string) {
      secretConfig[key] = value;
    },
    preview: () => engine().preview(),
    up: () => engine().up(),
    refresh: () => engine().refresh(),
    destroy: () => engine().destroy(),
    stateText: () => readFile(join(copy.folder, ".sandbox", "dev.json"), "utf8"),
    [Symbol.asyncDispose]: () => copy[Symbol.asyncDispose](),
  };
}

/** The changed resources but the stack's own, each with what differs. */
function changesOf({ steps }: EngineResult) {
  return steps
    .filter(({ op, urn }) => op !== "same" && !urn.includes("pulumi:pulumi:Stack"))
    .map(({ op, urn, diff }) => ({
      op,
      name: urn.split("::").at(-1),
      ...(op === "update" && { diff }),
    }));
}

function textOf({ diagnostics }: EngineResult): string {
  return diagnostics.map(({ message }) => message).join("\n");
}

describe("a plugin that Pulumi.yaml names, on the sandbox engine", { concurrency: 2 }, () => {
  test("previews, deploys, keeps an edit and shows it, and puts back what it found", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using stack = await startStack(tenant);
    stack.want({ a: args });
    stack.wantSecret("token", "s3cret-token");
    assert.deepEqual(changesOf(await stack.preview()), [{ op: "create", name: "a" }]);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);
    const up = await stack.up();
    assert.ok(up.ok, textOf(up));
    assert.deepEqual(up.outputs, { agents: 50 });

    tenant.editDialerConfig("config", { maxQueueDepth: 55 });
    assert.match(textOf(await stack.up()), /somebody changed maxQueueDepth .* from 40 to 55/);
    const diff = [{ path: "maxQueueDepth", kind: "update", old: 55, new: 40 }];
    assert.deepEqual(changesOf(await stack.preview()), [{ op: "update", name: "a", diff }]);
    await stack.up();
    assert.equal(tenant.dialerConfig("config")?.document.maxQueueDepth, 40);

    const state = await stack.stateText();
    for (const secret of ["s3cret-token", tenant.clientSecret]) assert.ok(!state.includes(secret));
    tenant.editDialerConfig("config", { dialRate: 1 });
    assert.deepEqual(changesOf(await stack.refresh()), [{ op: "refresh", name: "a" }]);
    assert.ok((await stack.destroy()).ok);
    const left = tenant.dialerConfig("config")?.document;
    assert.deepEqual(
      { ...left, complianceRules: 0 },
      { ...document, dialRate: 1, complianceRules: 0 },
    );
  });

  test("imports what the option import names, with no write where the program says the same", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using stack = await startStack(tenant);
    const { complianceRules = {} } = document;
    const options = { import: "config/campaign-1" };
    stack.want({ a: { ...args, complianceRules, options } });
    assert.deepEqual(changesOf(await stack.preview()), [{ op: "import", name: "a" }]);
    const up = await stack.up();
    assert.deepEqual(changesOf(up), [{ op: "import", name: "a" }], textOf(up));
    assert.match(renderResult(up), /= cxone:index:DialerConfig: \(import\).*\n.*\[id=config\]/);
    assert.match(renderResult(up), /\n {4}\+ 1 created\n {4}= 1 imported\n/);
    assert.deepEqual(changesOf(await stack.preview()), []);
    stack.want({ a: { ...args, complianceRules } });
    assert.deepEqual(changesOf(await stack.up()), []);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);
  });

  test("is named where it is not there", async () => {
    await using tenant = await startCallCentre();
    await using stack = await startStack(tenant);
    await writeFile(
      join(stack.folder, "Pulumi.yaml"),
      "name: native\nruntime: nodejs\nplugins: { providers: [{ name: cxone, path: lost }] }\n",
    );
    stack.want({});
    assert.match(textOf(await stack.preview()), /names the plugin cxone at lost, and there is no/);
  });

  if (!isWhole) return;
  test("imports and then updates where the program says something else, and destroy puts back what was imported", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using stack = await startStack(tenant);
    const { complianceRules = {} } = document;
    const options = { import: "config/campaign-1" };
    stack.want({ a: { ...args, complianceRules, dialRate: 3, options } });
    const preview = await stack.preview();
    assert.deepEqual(
      changesOf(preview).map(({ op }) => op),
      ["import", "update"],
    );
    const [, { diff = [] } = {}] = changesOf(preview);
    assert.deepEqual(
      diff.find(({ path }) => path === "dialRate"),
      { path: "dialRate", kind: "update", old: 2, new: 3 },
    );
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);
    const up = await stack.up();
    assert.ok(up.ok, textOf(up));
    assert.equal(tenant.dialerConfig("config")?.document.dialRate, 3);
    assert.deepEqual(changesOf(await stack.preview()), []);
    assert.ok((await stack.destroy()).ok);
    assert.deepEqual(tenant.dialerConfig("config")?.document, document);
  });

  test("says why it cannot import, and imports nothing", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using stack = await startStack(tenant);
    const importing = async (id: string, others: JsonObject = {}) => {
      stack.want({ a: { ...args, ...others, options: { import: id } } });
      const { ok, steps, diagnostics } = await stack.up();
      assert.equal(ok, false);
      assert.ok(!steps.some(({ op }) => op === "import" || op === "update"));
      return diagnostics.map(({ message }) => message).join("\n");
    };
    assert.match(await importing("lost/campaign-1"), /resource 'lost\/campaign-1' does not exist/);
    assert.match(await importing("config"), /Import it with the id config\/CAMPAIGN/);
    stack.want({ a: args });
    await stack.up();
    assert.match(await importing("other/campaign-1"), /names other\/campaign-1, and the state has/);
    stack.want({ a: { ...args, options: { import: "config" } } });
    assert.deepEqual(changesOf(await stack.preview()), []);
    stack.want({ b: { ...args, options: { import: "config" } } }, { dynamic: true });
    assert.match(textOf(await stack.preview()), /The option import is not supported here/);
  });

  test("manages two tenants in one program, each with the secret of its own", async () => {
    await using here = await startCallCentre({ config: document });
    await using there = await startCallCentre({ config: document });
    await using stack = await startStack(here);
    const tenants = { europe: configurationOf(there) };
    const wanted = { a: { ...args, dialRate: 3 }, b: { ...args, dialRate: 4, tenant: "europe" } };
    stack.want(wanted, { tenants });
    const up = await stack.up();
    assert.ok(up.ok, textOf(up));
    assert.equal(here.dialerConfig("config")?.document.dialRate, 3);
    assert.equal(there.dialerConfig("config")?.document.dialRate, 4);
    assert.ok(!(await stack.stateText()).includes(there.clientSecret));
    assert.deepEqual(changesOf(await stack.preview()), []);
    // Without the program, the settings of the provider are those in the state.
    assert.ok((await stack.destroy()).ok);
    for (const tenant of [here, there]) {
      assert.deepEqual(tenant.dialerConfig("config")?.document, document);
    }
  });

  test("takes over the state of a dynamic resource without a write", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using stack = await startStack(tenant);
    const wanted = { a: { ...args, dialRate: 3 } };
    stack.want(wanted, { dynamic: true });
    await stack.up();
    tenant.clearRequests();
    stack.want(wanted);
    assert.deepEqual(changesOf(await stack.preview()), []);
    const up = await stack.up();
    assert.ok(up.ok, textOf(up));
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);
    assert.match(await stack.stateText(), /"type":"cxone:index:DialerConfig"/);
  });

  test("replaces a resource for a change that the program names in replaceOnChanges", async () => {
    await using tenant = await startCallCentre({ config: document });
    await using stack = await startStack(tenant);
    const options = { replaceOnChanges: ["campaignId"], deleteBeforeReplace: true };
    stack.want({ a: { ...args, options } });
    await stack.up();
    tenant.setCampaign("other", { agentCount: 50, answerRate: 0.3, averageHandleTime: 180 });
    stack.want({ a: { ...args, campaignId: "other", options } });
    assert.deepEqual(changesOf(await stack.preview()), [{ op: "replace", name: "a" }]);
  });
});
