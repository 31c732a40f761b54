"use strict";

/**
 * Preloaded into every process of `npm test`, of which most load Pulumi's SDK: halves what that costs. TypeScript and
 * npm's arborist, with which the SDK serializes closures, load when they are first used, and the SDK's own stack traces
 * keep the positions in its JavaScript. `npm run test:all` loads the SDK as it is.
 */
const Module = require("node:module");

const sdk = /[\\/]@pulumi[\\/]pulumi[\\/]/;
const load = Module._load;

Module._load = (request, parent, isMain) => {
  const loaded = () => load(request, parent, isMain);
  if (!sdk.test(parent?.filename ?? "")) return loaded();
  if (request === "source-map-support/register") return {};
  return request === "typescript" || request === "@npmcli/arborist" ? lazy(loaded) : loaded();
};

function lazy(loaded) {
  const get = (_, key) => (key === "__esModule" ? true : loaded()[key]);
  return new Proxy({}, { get });
}
