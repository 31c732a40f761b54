import assert from "node:assert/strict";
import { test } from "node:test";
import { handler } from "../support/provider-process.ts";

test("a resource carries the provider as a constant that only names the package", async () => {
  // Where it differs, every resource that is deployed keeps the old one until it is updated: change it for a good reason only.
  assert.equal(
    await handler(),
    "exports.handler = () => require('pulumi-cxone-dialer/provider').provider;",
  );
});
