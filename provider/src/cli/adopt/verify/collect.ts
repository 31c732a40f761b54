import { createRequire, registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Runs a Pulumi program and reports to its parent process each resource that it would register: a process of its own, forked in the
 * program's folder. Nothing is asked of a provider.
 */
export interface RegisteredResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const ownRequire = createRequire(import.meta.url);
const ours = /^(@pulumi\/pulumi|pulumi-cxone-dialer)(\/|$)/;

// Before `npm install` the program's folder has neither: then they are those that came with this command.
registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!ours.test(specifier)) throw error;
      return { url: pathToFileURL(ownRequire.resolve(specifier)).href, shortCircuit: true };
    }
  },
});

const require = createRequire(join(process.cwd(), "package.json"));
const { runtime }: typeof import("@pulumi/pulumi") = require("@pulumi/pulumi");

await runtime.setMocks(
  {
    newResource({ type, name, inputs }) {
      const resource: RegisteredResource = { type, name, inputs };
      process.send?.(resource);
      return { id: name, state: inputs };
    },
    call: ({ inputs }) => inputs,
  },
  "adopt",
  "verify",
  true,
);

const { default: main }: { readonly default?: unknown } = await import(
  pathToFileURL(entryPoint()).href
);
if (typeof main === "function") await main();

/** As Pulumi finds it: what package.json names, or else index.ts. */
function entryPoint(): string {
  try {
    return require.resolve("./");
  } catch {
    return join(process.cwd(), "index.ts");
  }
}
