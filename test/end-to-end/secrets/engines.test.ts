import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { engineKinds } from "../../support/engines.ts";
import { copyProgram } from "../../support/program.ts";
import { found, textOf } from "../../support/secrets/canaries.ts";
import { CONFIG, startGuardedTenant } from "../../support/secrets/guarded-tenant.ts";

const program = join(import.meta.dirname, "fixtures", "guarded");
const apiKey = 'canary "word of the rules"/+é 6Tn4';
const admins = 'canary "word of an administrator"/+é 2Rb8';

for (const kind of await engineKinds()) {
  test(`a stack's whole life leaves no secret in its state, its messages and its outputs, on ${kind.name}`, async () => {
    await using guarded = await startGuardedTenant();
    const { tenant, folder } = guarded;
    // The client's secret as people give it who have no pipeline: in the stack's configuration.
    const { CXONE_CLIENT_SECRET: clientSecret = "", ...env } = guarded.env;
    await using engine = await kind.start({
      program,
      env,
      secretConfig: { "cxone:clientSecret": clientSecret, apiKey },
    });
    const places: Record<string, string> = {};
    const note = async (step: string, run: Promise<object>) => {
      places[step] = JSON.stringify(await run);
      places[`the state after ${step}`] = await engine.stateText();
    };
    places.preview = JSON.stringify(await engine.preview({ dialRate: "1" }));
    await note("up", engine.up());
    tenant.editDialerConfig(CONFIG, {
      dialRate: 3,
      complianceRules: { ringSeconds: 20, apiKey: admins },
    });
    await note("a conflict", engine.up({ dialRate: "2" }));
    await note("refresh", engine.refresh());
    tenant.inject({ match: { path: "/api/v2/eventstreams/exports" }, status: 403 });
    await note("a failing export", engine.up({ dialRate: "1.5" }));
    await note("destroy", engine.destroy());

    assert.match(places["a conflict"] ?? "", /dialRate was 1/);
    assert.match(places["a failing export"] ?? "", /could not be exported/);
    assert.equal(tenant.exports.length, 3);
    assert.match(places["the state after up"] ?? "", /4f1c/);
    places["what the provider wrote"] = await textOf(folder);
    assert.match(places["what the provider wrote"], /audit\.jsonl/);
    assert.deepEqual(found({ ...guarded.canaries(), apiKey, admins }, places), []);
  });
}

describe("what the sandbox's commands print", () => {
  const bin = join(
    import.meta.dirname,
    "..",
    "..",
    "..",
    "node_modules",
    "pulumi-cxone-dialer",
    "bin",
    "cxone-dialer.js",
  );

  test("holds no secret, for people and as JSON", async () => {
    await using guarded = await startGuardedTenant();
    await using copy = await copyProgram(program);
    const config = ["--config", "dialRate=1", "--secret-config", `apiKey=${apiKey}`];
    const printed: Record<string, string> = {};
    for (const args of [["preview"], ["up", "--json"]]) {
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        [bin, "sandbox", ...args, ...config],
        {
          cwd: copy.folder,
          env: { ...process.env, ...guarded.env, CXONE_LOG_FILE: "", CXONE_LOG: "debug" },
        },
      );
      printed[args.join(" ")] = stdout + stderr;
    }
    assert.match(printed.preview ?? "", /"event":"request"/);
    printed["the program's folder"] = await textOf(copy.folder);
    assert.deepEqual(found({ ...guarded.canaries(), apiKey }, printed), []);
  });
});
