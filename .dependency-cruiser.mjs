/** Who may look into which room of the provider. */

const room = (name) => `^provider/src/${name}/`;

/** @type {(name: string, from: string, rooms: string[], files?: string[]) => object} */
const mayUse = (name, from, rooms, files = []) => ({
  name,
  severity: "error",
  from: { path: from },
  to: { path: "^provider/src/", pathNot: [from, ...rooms.map(room), ...files] },
});

/**
 * A part of the sandbox's engine, and the parts that it may use.
 *
 * @type {(name: string, parts: string[], files?: string[]) => object}
 */
const enginePart = (name, parts, files = []) => ({
  name: `sandbox-engine-${name}`,
  severity: "error",
  from: { path: room(`sandbox/engine/${name}`) },
  to: {
    path: room("sandbox"),
    pathNot: [name, ...parts].map((part) => room(`sandbox/engine/${part}`)).concat(files),
  },
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    mayUse("errors-know-nobody", room("errors"), []),
    mayUse("shared-knows-nobody", room("shared"), []),
    mayUse("domain-knows-nobody", room("domain"), []),
    mayUse("transport-uses-errors", room("transport"), ["errors", "shared"]),
    mayUse("client-uses-transport-and-domain", room("client"), ["transport", "domain", "errors"]),
    mayUse("audit-log-uses-domain", room("audit-log"), ["domain", "errors", "shared"]),
    mayUse("history-uses-domain", room("history"), ["domain", "shared"]),
    mayUse("evidence-knows-no-resource", room("evidence"), [
      "domain",
      "client",
      "errors",
      "shared",
    ]),
    mayUse("dialer-config-uses-domain-client-and-evidence", room("dialer-config"), [
      "domain",
      "client",
      "evidence",
      "history",
      "settings",
      "errors",
      "shared",
    ]),
    mayUse("settings-know-nobody", room("settings"), []),
    mayUse("lookups-use-client", room("lookups"), [
      "client",
      "transport",
      "domain",
      "settings",
      "errors",
    ]),
    mayUse("policy-uses-domain", room("policy"), ["domain", "errors"]),
    mayUse("fleet-uses-dialer-config", room("fleet"), [
      "dialer-config",
      "domain",
      "errors",
      "shared",
    ]),
    mayUse(
      "native-uses-the-core",
      room("native"),
      ["dialer-config", "domain", "fleet", "lookups", "settings", "errors"],
      ["engine", "sdk-libraries", "start-run"].map((file) => `^provider/src/${file}\\.ts$`),
    ),
    {
      name: "sandbox-uses-public-parts-only",
      severity: "error",
      from: { path: room("sandbox") },
      to: {
        path: "^provider/src/",
        pathNot: [
          room("sandbox"),
          room("errors"),
          room("shared"),
          "^provider/src/domain/json\\.ts$",
          "^provider/src/sdk-libraries\\.ts$",
        ],
      },
    },
    {
      name: "sandbox-tenant-shares-nothing-with-its-client",
      comment: "A mistake in shared code would be on both sides, and no test would see it.",
      severity: "error",
      from: { path: room("sandbox/tenant") },
      to: {
        path: "^provider/src/",
        pathNot: [room("sandbox/tenant"), "^provider/src/domain/json\\.ts$"],
      },
    },
    enginePart("model", []),
    enginePart("protocol", ["model"]),
    enginePart("processes", ["model", "protocol"], ["^provider/src/sandbox/engine/settings\\.ts$"]),
    enginePart("state", ["model"]),
    enginePart("deployment", ["model", "protocol", "processes", "state"]),
    enginePart("render", ["model"], ["^provider/src/sandbox/engine/settings\\.ts$"]),
    {
      name: "commands-know-no-other-command",
      comment: "What two commands need lies in cli/shared or in a room of the product.",
      severity: "error",
      from: { path: "^provider/src/cli/(\\w+)/" },
      to: { path: room("cli"), pathNot: [room("cli/$1"), room("cli/shared")] },
    },
    {
      name: "what-commands-share-knows-no-command",
      severity: "error",
      from: { path: room("cli/shared") },
      to: {
        path: "^provider/src/",
        pathNot: [
          room("cli/shared"),
          room("errors"),
          room("shared"),
          room("domain"),
          room("history"),
          room("dialer-config"),
        ],
      },
    },
    {
      name: "only-the-bin-knows-commands",
      severity: "error",
      from: { path: "^provider/src/", pathNot: room("cli") },
      to: { path: room("cli") },
    },
    {
      name: "domain-does-no-input-or-output",
      comment: "Values in, findings out: no files, no network, no clock.",
      severity: "error",
      from: { path: room("domain") },
      to: { dependencyTypes: ["core"], pathNot: "^crypto$" },
    },
    {
      name: "pacing-is-mathematics-only",
      severity: "error",
      from: { path: room("domain/pacing") },
      to: { pathNot: room("domain/pacing") },
    },
    {
      name: "programs-load-no-transport",
      comment:
        "What a program imports must start at once; only the provider process talks to the tenant.",
      severity: "error",
      from: { path: "^provider/src/(native/)?index\\.ts$" },
      to: {
        reachable: true,
        path: [room("transport"), room("client"), "node_modules/(zod|undici)/"],
      },
    },
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, dependencyTypesNot: ["type-only"] },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // What is imported when it is needed costs nothing before.
    exclude: { dynamic: true },
    tsConfig: { fileName: "provider/tsconfig.json" },
    tsPreCompilationDeps: "specify",
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
    },
  },
};
