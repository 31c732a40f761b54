import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { SandboxEngine, sampleData, startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";
import { makePlugin } from "../../../scripts/plugin.ts";
import { environmentOf, requestsOf } from "../../support/call-centre.ts";
import { isPulumiInstalled } from "../../support/pulumi-cli.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const examples = join(import.meta.dirname, "..", "..", "..", "examples", "native");
const CONFIG = "4f1c9e52-7a3d-4086-b5e1-c8d26f90a743";

const start = () => startTenant({ data: sampleData, requestsPerMinute: Number.POSITIVE_INFINITY });

/** A copy of an example, with the package where a program of one's own has it. */
async function copyExample(name: string) {
  const folder = await temporaryFolder();
  await cp(join(examples, name), folder.path, { recursive: true });
  const project = join(folder.path, "Pulumi.yaml");
  const text = await readFile(project, "utf8");
  await writeFile(project, text.replace("../../../node_modules", "node_modules"));
  const modules = join(import.meta.dirname, "..", "..", "..", "node_modules");
  await symlink(modules, join(folder.path, "node_modules"), "junction");
  return folder;
}

async function startExample(
  name: string,
  tenant: Tenant,
  config: object = {},
  secrets: object = {},
) {
  const folder = await copyExample(name);
  const texts = (values: object) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)]));
  return {
    engine: new SandboxEngine({
      cwd: folder.path,
      env: environmentOf(tenant),
      config: texts(config),
      secretConfig: texts(secrets),
    }),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** What a run does to configurations. */
async function operations(running: ReturnType<SandboxEngine["up"]>) {
  const { ok, steps, diagnostics, outputs } = await running;
  assert.ok(ok, JSON.stringify(diagnostics));
  const ofConfigs = steps.filter(({ urn }) => urn.includes("DialerConfig::"));
  return { operations: ofConfigs.map(({ op }) => op), outputs };
}

describe("the examples of the native provider, on the sandbox engine", () => {
  test("one configuration in TypeScript is adopted and changed", async () => {
    await using tenant = await start();
    await using example = await startExample("typescript", tenant);
    const up = await operations(example.engine.up());
    assert.deepEqual(up, { operations: ["create"], outputs: { agents: 18 } });
    const { complianceRules } = tenant.dialerConfig(CONFIG)?.document ?? {};
    assert.equal(Object(complianceRules).ringSeconds, 18);
    assert.deepEqual((await operations(example.engine.preview())).operations, ["same"]);
  });

  test("two tenants in one program get the same settings, each with its own secret", async () => {
    await using here = await start();
    await using there = await start();
    const tenants = { us: here, europe: there };
    const campaignId = "91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25";
    const config = Object.fromEntries(
      Object.entries(tenants).map(([name, { url, clientId }]) => [
        name,
        { environmentUrl: url, clientId, configId: CONFIG, campaignId },
      ]),
    );
    const clientSecrets = { us: here.clientSecret, europe: there.clientSecret };
    await using example = await startExample(
      "two-tenants",
      here,
      { tenants: config },
      { clientSecrets },
    );
    const up = await operations(example.engine.up());
    assert.deepEqual(up.operations, ["create", "create"]);
    assert.deepEqual(up.outputs, { activeAgents: { us: 18, europe: 18 } });
    for (const tenant of [here, there]) assert.equal(requestsOf(tenant, "PUT").length, 1);
  });

  test("the import takes over what the tenant holds, and writes nothing", async () => {
    await using tenant = await start();
    await using example = await startExample("import", tenant);
    assert.deepEqual((await operations(example.engine.up())).operations, ["import"]);
    assert.deepEqual((await operations(example.engine.preview())).operations, ["same"]);
    assert.deepEqual(requestsOf(tenant, "PUT", "POST"), []);
  });
});

const run = promisify(execFile);

/** Whether a command ends well. */
async function succeeds(file: string, ...args: readonly string[]): Promise<boolean> {
  return run(file, [...args], { cwd: import.meta.dirname }).then(
    () => true,
    () => false,
  );
}

interface Language {
  readonly name: "python" | "go" | "yaml";
  /** Whether a program of it can run here, without a registry. */
  readonly isThere: () => Promise<boolean>;
  /** What a program needs beside it, once its SDK is generated. */
  readonly prepare?: (folder: string) => Promise<void>;
  readonly env?: (folder: string) => Readonly<Record<string, string>>;
}

const languages: readonly Language[] = [
  {
    name: "python",
    // In a virtual environment that has Pulumi's package.
    isThere: async () =>
      process.env.VIRTUAL_ENV !== undefined && (await succeeds("python3", "-c", "import pulumi")),
    async prepare(folder) {
      await symlink(process.env.VIRTUAL_ENV ?? "", join(folder, "venv"), "junction");
      const offline = ["--no-index", "--no-deps", "--no-build-isolation", "--quiet"];
      const [sdk, target] = [join(folder, "sdk", "python"), join(folder, "packages")];
      await run("python3", ["-m", "pip", "install", ...offline, "--target", target, sdk]);
    },
    env: (folder) => ({ PYTHONPATH: join(folder, "packages") }),
  },
  {
    name: "go",
    // With Pulumi's module in its cache.
    isThere: async () => {
      const module = /github\.com\/pulumi\/pulumi\/sdk\/v3 (v\S+)/.exec(
        await readFile(join(examples, "go", "go.mod"), "utf8"),
      );
      const wanted = `github.com/pulumi/pulumi/sdk/v3@${module?.[1]}`;
      return succeeds("env", "GOPROXY=off", "go", "mod", "download", wanted);
    },
    env: () => ({ GOFLAGS: "-mod=mod -buildvcs=false", GOPROXY: "off" }),
  },
  { name: "yaml", isThere: async () => true },
];

async function isHostThere({ name }: Language): Promise<boolean> {
  const missing = /no language plugin|not found/;
  return run(`pulumi-language-${name}`, ["--help"]).then(
    () => true,
    (error: { readonly code?: unknown; readonly stderr?: string }) =>
      error.code !== "ENOENT" && !missing.test(error.stderr ?? ""),
  );
}

/** Runs an example on Pulumi's command line, with the provider from the plugin's tarball. */
function programIn(language: Language, tarball: () => string): void {
  test(`in ${language.name} deploys what the one in TypeScript does, with the plugin from its tarball`, async () => {
    await using tenant = await start();
    await using folder = await temporaryFolder();
    await cp(join(examples, language.name), folder.path, { recursive: true });
    const state = join(folder.path, "state");
    await mkdir(state);
    const env = {
      ...process.env,
      ...environmentOf(tenant),
      ...language.env?.(folder.path),
      PULUMI_HOME: join(folder.path, "home"),
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    const pulumi = async (...args: readonly string[]) => {
      const flags = ["--non-interactive", "--color", "never", "--cwd", folder.path];
      return (await run("pulumi", [...flags, ...args], { env })).stdout;
    };
    await pulumi("plugin", "install", "resource", "cxone", "v0.1.0", "--file", tarball());
    if (language.name !== "yaml") {
      await pulumi("package", "gen-sdk", "cxone", "--language", language.name, "--out", "sdk");
    }
    await language.prepare?.(folder.path);
    await pulumi("stack", "init", "test");
    await pulumi("up", "--yes", "--skip-preview");
    assert.equal((await pulumi("stack", "output", "agents")).trim(), "18");
    const { complianceRules } = tenant.dialerConfig(CONFIG)?.document ?? {};
    assert.equal(Object(complianceRules).ringSeconds, 18);
    assert.deepEqual(requestsOf(tenant, "PUT").length, 1);
    assert.match(await pulumi("preview", "--expect-no-changes"), /unchanged/);
  });
}

const isInstalled = await isPulumiInstalled();
const runnable: Language[] = [];
for (const language of languages) {
  if (isInstalled && (await isHostThere(language)) && (await language.isThere())) {
    runnable.push(language);
  } else {
    console.log(
      `What runs Pulumi programs in ${language.name} is not here: the example is not run.`,
    );
  }
}

/** Pulumi's command line asks a server for the tarball by the machine's system and processor. */
async function installFromServer(tarball: string): Promise<void> {
  const content = await readFile(tarball);
  const asked: string[] = [];
  await using server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end(content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${Object(server.address()).port}`;
  await using home = await temporaryFolder();
  const env = { ...process.env, PULUMI_HOME: home.path, PULUMI_SKIP_UPDATE_CHECK: "true" };
  await run("pulumi", ["plugin", "install", "resource", "cxone", "v0.1.0", "--server", url], {
    env,
  });
  assert.match(asked.join(), /^\/pulumi-resource-cxone-v0\.1\.0-[a-z]+-[a-z\d]+\.tar\.gz$/);
  const { stdout } = await run("pulumi", ["package", "get-schema", "cxone@0.1.0"], { env });
  assert.equal(JSON.parse(stdout).name, "cxone");
}

if (isInstalled) {
  describe("a program of the native provider", () => {
    let tarball = "";
    let folder: Awaited<ReturnType<typeof temporaryFolder>>;

    before(async () => {
      folder = await temporaryFolder();
      tarball = await makePlugin(folder.path);
    });

    after(() => folder[Symbol.asyncDispose]());

    for (const language of runnable) programIn(language, () => tarball);

    test("gets the plugin from a server", () => installFromServer(tarball));
  });
}
