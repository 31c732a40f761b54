"use strict";

/**
 * Preloaded into every process of `npm test`, of which most load Pulumi's SDK: takes three quarters off what that costs.
 * What only some programs use of the SDK loads when it is first used, the SDK's own stack traces keep the positions in
 * its JavaScript, and no run is traced. zod speaks English only. `npm run test:all` loads both as they are for a program's
 * life on the engines and for the packages.
 */
const Module = require("node:module");

const sdk = /[\\/]@pulumi[\\/]pulumi[\\/]/;
const load = Module._load;

/** For the serialization of closures, for the Automation API, and for what checks versions and writes YAML. */
const deferred = new Set([
  "typescript",
  "@npmcli/arborist",
  "normalize-package-data",
  "./automation",
  "js-yaml",
  "semver",
  "upath",
]);

Module._load = (request, parent, isMain) => {
  const loaded = () => load(request, parent, isMain);
  const from = parent?.filename ?? "";
  if (!sdk.test(from)) return loaded();
  if (request === "source-map-support/register") return {};
  // What the SDK takes out of them at once, it uses only where it is given an address for the traces.
  if (/[\\/]run[\\/]tracing\.js$/.test(from) && /^@opentelemetry\/(?!api$)/.test(request))
    return {};
  return deferred.has(request) ? lazy(loaded) : loaded();
};

Module.registerHooks({
  load: (url, context, next) =>
    url.endsWith("/zod/v4/locales/index.js")
      ? { format: "module", source: 'export { default as en } from "./en.js";', shortCircuit: true }
      : next(url, context),
});

function lazy(loaded) {
  const get = (_, key) => {
    if (key === "__esModule") return true;
    const exported = loaded();
    return key === "default" && !exported.__esModule ? exported : exported[key];
  };
  return new Proxy({}, { get });
}
