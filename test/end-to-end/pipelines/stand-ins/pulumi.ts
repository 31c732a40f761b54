/** Pulumi's command line, as far as the pipelines use it, on the sandbox engine. It knows no policies. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { logCall } from "./log.ts";

/** Pulumi's own exit code for `--expect-no-changes`. */
const CHANGES = 7;

const flag = { type: "boolean", default: false } as const;
const text = { type: "string" } as const;

const [operation, ...args] = process.argv.slice(2);
logCall(
  "pulumi",
  [operation ?? "", ...args].map((arg) => arg.split("=")[0] ?? arg),
);

if (operation === "login") login();
else if (operation === "preview") process.exitCode = await preview();
else if (operation === "up") process.exitCode = up();
else throw new Error(`pulumi ${operation}: the stand-in does not know it.`);

function login(): void {
  const options = { "oidc-token": text, "oidc-org": text };
  const { values } = parseArgs({ args, options });
  if (!values["oidc-token"] || !values["oidc-org"]) throw new Error("error: no token to exchange");
}

async function preview(): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      stack: text,
      "policy-pack": text,
      refresh: flag,
      "expect-no-changes": flag,
      json: flag,
      "non-interactive": flag,
    },
  });
  checkRun(values);
  const { ok, steps, output } = values.refresh
    ? await inACopy((cwd) => {
        sandbox("refresh", values.stack, cwd);
        return sandbox("preview", values.stack, cwd);
      })
    : sandbox("preview", values.stack, ".");
  process.stdout.write(output);
  if (!ok) return 1;
  if (!values["expect-no-changes"] || steps.every(({ op }) => op === "same")) return 0;
  console.error("error: no changes were expected for preview but changes were proposed");
  return CHANGES;
}

function up(): number {
  const { values } = parseArgs({
    args,
    options: {
      stack: text,
      "policy-pack": text,
      refresh: flag,
      yes: flag,
      "non-interactive": flag,
    },
  });
  checkRun(values);
  if (!values.yes) throw new Error("error: --yes must be passed in non-interactive mode");
  if (values.refresh) sandbox("refresh", values.stack, ".");
  const { ok, output } = sandbox("up", values.stack, ".");
  process.stdout.write(output);
  return ok ? 0 : 1;
}

function checkRun(values: { "policy-pack"?: string; "non-interactive": boolean }): void {
  if (!values["non-interactive"]) throw new Error("error: there is nobody to ask");
  if (!process.env.CXONE_CLIENT_SECRET) throw new Error("error: the step has no credentials");
  const pack = values["policy-pack"];
  if (pack !== undefined && !existsSync(join(pack, "PulumiPolicy.yaml"))) {
    throw new Error(`error: ${pack} is no policy pack`);
  }
}

interface Result {
  readonly ok: boolean;
  readonly steps: readonly { readonly op: string }[];
  readonly output: string;
}

function sandbox(operation: string, stack = "", cwd: string): Result {
  const name = stack.split("/").at(-1) ?? "";
  const bin = join(
    import.meta.dirname,
    "..",
    "..",
    "..",
    "..",
    "provider",
    "bin",
    "cxone-dialer.js",
  );
  const flags = ["sandbox", operation, "--json", "--stack", name, "--cwd", cwd];
  const { status, stdout } = spawnSync(process.execPath, [bin, ...flags], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { steps = [] } = JSON.parse(stdout);
  return { ok: status === 0, steps, output: stdout };
}

/** A preview writes no state, and the sandbox engine's refresh does. */
async function inACopy(run: (cwd: string) => Result): Promise<Result> {
  const copy = await mkdtemp(join(tmpdir(), "preview-"));
  try {
    await cp(".", copy, { recursive: true, filter: (path) => !path.endsWith("node_modules") });
    await symlink(resolve("node_modules"), join(copy, "node_modules"), "junction");
    return run(copy);
  } finally {
    await rm(copy, { recursive: true });
  }
}
