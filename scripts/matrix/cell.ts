import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sampleData, startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";
import { run } from "./command.ts";
import type { Flavour } from "./flavours.ts";
import type { PackageManager } from "./package-managers.ts";
import { writeProgram } from "./program.ts";

/** What a new user does, in order: the columns of the table. */
export const stepNames = [
  "install",
  "types",
  "sandbox preview",
  "sandbox up",
  "pulumi preview",
  "pulumi up",
] as const;

type StepName = (typeof stepNames)[number];

export interface Cell {
  readonly packageManager: PackageManager;
  readonly flavour: Flavour;
}

export interface Surroundings {
  /** A folder of this cell's own, empty. */
  readonly folder: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly env: NodeJS.ProcessEnv;
  /** Whether Pulumi's command line is on the PATH. */
  readonly hasPulumi: boolean;
}

/** A step that does not apply, or comes after one that failed, is absent. */
export type Outcomes = ReadonlyMap<StepName, "passed" | Error>;

type Step = readonly [StepName, () => Promise<unknown>];

export async function runCell(cell: Cell, surroundings: Surroundings): Promise<Outcomes> {
  await using forSandbox = await startTenant({ data: sampleData });
  await using forPulumi = await startTenant({ data: sampleData });
  const program = join(surroundings.folder, "program");
  const steps: readonly Step[] = [
    ["install", () => install(program, cell, surroundings)],
    ...(cell.flavour.compilerOptions ? [typesStep(program, surroundings)] : []),
    ...sandboxSteps(program, surroundings, forSandbox),
    ...(surroundings.hasPulumi ? pulumiSteps(program, surroundings, forPulumi) : []),
  ];
  return await take(steps);
}

/** Takes one step after another, until one fails. */
async function take(steps: readonly Step[]): Promise<Outcomes> {
  const outcomes = new Map<StepName, "passed" | Error>();
  for (const [name, step] of steps) {
    try {
      await step();
    } catch (error) {
      return outcomes.set(name, error instanceof Error ? error : new Error(String(error)));
    }
    outcomes.set(name, "passed");
  }
  return outcomes;
}

async function install(
  program: string,
  { packageManager, flavour }: Cell,
  { dependencies, env }: Surroundings,
): Promise<void> {
  await writeProgram(program, flavour, dependencies);
  for (const [name, content] of Object.entries(packageManager.files ?? {})) {
    await writeFile(join(program, name), content);
  }
  await run(packageManager.install, { cwd: program, env });
}

function typesStep(cwd: string, { env }: Surroundings): Step {
  return ["types", () => run([installed(cwd, "tsc"), "--noEmit", "-p", "."], { cwd, env })];
}

function sandboxSteps(cwd: string, surroundings: Surroundings, tenant: Tenant): readonly Step[] {
  const env = { ...surroundings.env, ...environmentOf(tenant) };
  const sandbox = (operation: string) =>
    run([installed(cwd, "cxone-dialer"), "sandbox", operation], { cwd, env });
  return [
    ["sandbox preview", () => sandbox("preview").then(() => expectWrites(tenant, 0))],
    ["sandbox up", () => sandbox("up").then(() => expectWrites(tenant, 1))],
  ];
}

function pulumiSteps(cwd: string, surroundings: Surroundings, tenant: Tenant): readonly Step[] {
  const state = join(surroundings.folder, "state");
  const env = {
    ...surroundings.env,
    ...environmentOf(tenant),
    PULUMI_HOME: join(surroundings.folder, "pulumi-home"),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "matrix",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const pulumi = (...args: readonly string[]) =>
    run(["pulumi", ...args, "--non-interactive", "--color", "never"], { cwd, env });
  const preview = async () => {
    await mkdir(state);
    await pulumi("stack", "init", "dev");
    await pulumi("preview");
    expectWrites(tenant, 0);
  };
  return [
    ["pulumi preview", preview],
    [
      "pulumi up",
      () => pulumi("up", "--yes", "--skip-preview").then(() => expectWrites(tenant, 1)),
    ],
  ];
}

function installed(program: string, command: string): string {
  return join(program, "node_modules", ".bin", command);
}

function environmentOf({ url, clientId, clientSecret }: Tenant): NodeJS.ProcessEnv {
  return {
    CXONE_ENVIRONMENT_URL: url,
    CXONE_CLIENT_ID: clientId,
    CXONE_CLIENT_SECRET: clientSecret,
  };
}

/** A command that exits well has still to have done what it is for: each write leaves one audit event. */
function expectWrites(tenant: Tenant, expected: number): void {
  const { length } = tenant.exports;
  if (length === expected) return;
  throw new Error(`The tenant was written to ${length} times, and not ${expected}.`);
}
