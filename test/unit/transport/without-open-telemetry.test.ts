import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { test } from "node:test";
import { mockTenant, read } from "./support.ts";

/** As on a machine that has not installed it. */
const asked: string[] = [];
registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith("@opentelemetry/")) return next(specifier, context);
    asked.push(specifier);
    throw Object.assign(new Error(`Cannot find ${specifier}`), { code: "ERR_MODULE_NOT_FOUND" });
  },
});

test("a user without OpenTelemetry needs none", async () => {
  const { transport, calls } = mockTenant({});
  assert.deepEqual(asked, []);
  assert.equal((await transport.request(read)).status, 200);
  assert.equal(calls.length, 1);
  assert.deepEqual(asked, ["@opentelemetry/api"]);
});
