import assert from "node:assert/strict";
import { readdir, readFile, watch } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { inspect } from "node:util";
import type { JsonObject } from "pulumi-cxone-dialer";
import { ProviderProcess } from "../support/provider-process.ts";
import { found, textOf } from "../support/secrets/canaries.ts";
import {
  CAMPAIGN,
  CONFIG,
  type GuardedTenant,
  startGuardedTenant,
} from "../support/secrets/guarded-tenant.ts";
import { Stack } from "./stack.ts";
import { settings } from "./world.ts";

/** Secrets in the rules: what the program says, what it says later, and what an administrator puts there. */
const words = {
  first: 'canary "first word"/+é 8Jw2',
  second: 'canary "second word"/+é 5Kq9',
  admins: 'canary "admin\'s word"/+é 3Xz7',
};

let guarded: GuardedTenant;
let provider: ProviderProcess;
let outputs: readonly JsonObject[];
/** All that the provider wrote or said, by where. */
let written: Readonly<Record<string, string>>;

function program(apiKey: string, changes: JsonObject = {}): JsonObject {
  const complianceRules = { ringSeconds: 20, apiKey };
  return { ...settings, configId: CONFIG, campaignId: CAMPAIGN, complianceRules, ...changes };
}

/** The message, the stack, each cause and every property of what an operation fails with; nothing where it succeeds. */
async function failure(operation: () => Promise<unknown>): Promise<string> {
  try {
    await operation();
    return "";
  } catch (error) {
    return inspect(error, { depth: 9, showHidden: true });
  }
}

/** Has Node.js write its report of the process that logs here, as it would in a crash. */
async function reported(log: string, folder: string): Promise<void> {
  // Windows has no signal for it.
  if (process.platform === "win32") return;
  const [start = ""] = (await readFile(log, "utf8")).split("\n");
  const events = watch(folder, { signal: AbortSignal.timeout(20_000) });
  process.kill(JSON.parse(start).pid, "SIGUSR2");
  for await (const _ of events) {
    if (isReport(await textOf(folder))) return;
  }
}

function isReport(text: string): boolean {
  return text.includes('"javascriptHeap"') && text.trimEnd().endsWith("}");
}

before(async () => {
  guarded = await startGuardedTenant();
  const { tenant, env, folder } = guarded;
  const reports = join(folder, "reports");
  provider = await ProviderProcess.start({
    env: { ...env, NODE_OPTIONS: `--report-on-signal --report-directory=${reports}` },
  });
  const stack = new Stack(provider);
  const failures: string[] = [];
  const attempt = async (operation: () => Promise<unknown>) => {
    failures.push(await failure(operation));
    journals += await textOf(folder);
  };
  let journals = "";
  const { canaries } = guarded;
  const all: JsonObject[] = [];

  const wrong = await provider.check(
    program(words.first, { dialRate: 99, complianceRules: words.first }),
  );
  failures.push(JSON.stringify(wrong.failures));
  await stack.up(program(words.first));
  all.push(stack.outputs);

  // A conflict on the secret itself.
  const complianceRules = { ringSeconds: 20, apiKey: words.admins };
  tenant.editDialerConfig(CONFIG, { complianceRules });
  await attempt(() => stack.up(program(words.second)));

  // A tenant that repeats all that it was sent.
  const { clientSecret = "", token0 = "" } = canaries();
  const echo = `${clientSecret} Bearer ${token0} ${encodeURIComponent(clientSecret)}`;
  const repeating = {
    headers: { "x-request-id": encodeURIComponent(echo) },
    body: { message: echo, errors: [{ field: echo, message: echo }] },
  };
  tenant.inject({ match: { method: "PUT" }, status: 400, ...repeating });
  await attempt(() => stack.up(program(words.second, { onConflict: "overwrite" })));
  tenant.inject({ match: { method: "GET" }, status: 403, ...repeating });
  await attempt(() => stack.refresh());
  tenant.inject({
    match: { method: "GET" },
    redirect: `https://${encodeURIComponent(token0)}.test/`,
  });
  await attempt(() => stack.refresh());

  // An update whose event is not exported, and one whose reply is lost.
  tenant.inject({ match: { path: "/api/v2/eventstreams/exports" }, status: 403, ...repeating });
  await attempt(() => stack.up(program(words.second, { onConflict: "overwrite" })));
  all.push(stack.outputs);
  tenant.inject({ match: { method: "PUT" }, drop: "after" });
  await attempt(() => stack.up(program(words.first, { onConflict: "overwrite" })));
  all.push(stack.outputs);

  // Drift of the secret, and a token that has ended.
  tenant.editDialerConfig(CONFIG, { complianceRules });
  tenant.revokeTokens();
  await attempt(() => stack.refresh());
  await attempt(() => stack.preview(program(words.first)));
  all.push(stack.outputs, stack.inputs);
  tenant.rotateSecret("another");
  tenant.revokeTokens();
  await attempt(() => stack.refresh());
  tenant.rotateSecret(clientSecret);
  await attempt(() => stack.destroy());

  await reported(join(folder, "requests.jsonl"), reports);
  const warnings = provider.takeWarnings().join("\n");
  const { errorOutput } = provider;
  await provider[Symbol.asyncDispose]();
  outputs = all;
  written = {
    "the errors": failures.join("\n"),
    "the warnings": warnings,
    "standard error": errorOutput,
    "the journal, at any time": journals,
    "the files, in the end": await textOf(folder),
    "the audit events": JSON.stringify(tenant.exports),
  };
});
after(() => guarded[Symbol.asyncDispose]());

describe("a life with every failure in it, on the provider process", () => {
  test("went as it was meant to, and left something to search in", async () => {
    const { tenant, folder, canaries } = guarded;
    assert.equal(tenant.dialerConfig(CONFIG)?.document.dialRate, 0.5);
    assert.ok(Object.keys(canaries()).length >= 6, "three secrets and three tokens");
    assert.deepEqual((await readdir(folder)).toSorted(), [
      "audit.jsonl",
      "journal",
      "reports",
      "requests.jsonl",
    ]);
    assert.match(written["the errors"] ?? "", /apiKey was \[not shown\]/);
    assert.match(written["the errors"] ?? "", /saying "\[secret\] Bearer \[secret\]/);
    assert.match(written["the errors"] ?? "", /400 Bad Request|403 Forbidden|a redirect to/);
    assert.match(written["the warnings"] ?? "", /audit event/);
    assert.match(written["the journal, at any time"] ?? "", /./);
    assert.match(await readFile(join(folder, "requests.jsonl"), "utf8"), /"status":412/);
    if (process.platform !== "win32") assert.ok(isReport(await textOf(join(folder, "reports"))));
  });

  test("leaves no secret of the connection anywhere, the state and a crash's report included", () => {
    const places = { ...written, "the state": JSON.stringify(outputs) };
    assert.deepEqual(found(guarded.canaries(), places), []);
  });

  test("leaves no text of the rules anywhere but in the state", () => {
    assert.deepEqual(found(words, written), []);
  });
});
