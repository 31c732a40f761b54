import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Contexts, interpolate, isToRun } from "./expressions.ts";
import type { GithubHost } from "./github-host.ts";
import { hostedActions } from "./hosted-actions.ts";
import { runBash } from "./shell.ts";
import { readWorkflow, type Step, type WorkflowName } from "./workflow.ts";

export interface WorkflowRun {
  readonly ok: boolean;
  /** The step that failed first: its name, or its first words. */
  readonly failedAt: string | undefined;
  /** The log, as a person reads it. */
  readonly log: string;
}

/** What a person gives who starts a workflow by hand. */
type Inputs = Readonly<Record<string, boolean>>;

type Settings = Readonly<Record<string, string>>;

/** Runs the one job of a workflow, step by step, as a runner does. */
export async function runWorkflow(
  host: GithubHost,
  name: WorkflowName,
  inputs: Inputs = {},
): Promise<WorkflowRun> {
  const workflow = await readWorkflow(name);
  const [job] = Object.values(workflow.jobs);
  if (!job) throw new Error(`${name}.yml has no job`);
  await using api = await host.serveComments();
  const run = new JobRun(host, api.url, inputs);
  await run.prepare({ ...workflow.env, ...job.env });
  if (!isToRun(job.if, run.contexts, true))
    return { ok: true, failedAt: undefined, log: "skipped" };
  for (const step of job.steps) await run.step(step);
  return run.result;
}

class JobRun {
  readonly #host: GithubHost;
  readonly #apiUrl: string;
  readonly #inputs: Inputs;
  readonly #scratch: string;
  readonly #steps: Record<string, { outputs: Settings }> = {};
  #env: Settings = {};
  #log = "";
  #failedAt: string | undefined;

  constructor(host: GithubHost, apiUrl: string, inputs: Inputs) {
    this.#host = host;
    this.#apiUrl = apiUrl;
    this.#inputs = inputs;
    host.runId += 1;
    this.#scratch = join(host.repository.store, `run-${host.runId}`);
  }

  get contexts(): Contexts {
    const { vars, secrets } = this.#host.settings;
    const repository = "team/dialers";
    return {
      vars,
      secrets,
      inputs: this.#inputs,
      steps: this.#steps,
      runner: { temp: this.#scratch },
      github: {
        token: "ghs_the-job's-own",
        repository,
        ref_name: "main",
        workspace: this.#host.folder,
        run_id: this.#host.runId,
        run_attempt: 1,
        event: {
          repository: { default_branch: "main" },
          pull_request: { number: 7, head: { repo: { full_name: repository } } },
        },
      },
    };
  }

  get result(): WorkflowRun {
    return { ok: this.#failedAt === undefined, failedAt: this.#failedAt, log: this.#log };
  }

  async prepare(env: Settings): Promise<void> {
    await mkdir(this.#scratch);
    await writeFile(join(this.#scratch, "env"), "");
    await writeFile(join(this.#scratch, "event.json"), JSON.stringify(this.contexts.github));
    this.#env = {
      ...this.#host.env,
      ...this.#interpolated(env),
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: this.#apiUrl,
      GITHUB_ENV: join(this.#scratch, "env"),
      GITHUB_EVENT_PATH: join(this.#scratch, "event.json"),
      GITHUB_REF: "refs/pull/7/merge",
      GITHUB_REPOSITORY: "team/dialers",
      RUNNER_TEMP: this.#scratch,
    };
  }

  async step(step: Step): Promise<void> {
    if (!isToRun(step.if, this.contexts, this.#failedAt === undefined)) return;
    const title = step.name ?? step.run ?? step.uses ?? "";
    try {
      const outputs = step.uses === undefined ? await this.#runScript(step) : await this.#use(step);
      if (step.id !== undefined) this.#steps[step.id] = { outputs };
    } catch (error) {
      this.#log += `${error instanceof Error ? error.message : error}\n`;
      this.#failedAt ??= title;
    }
  }

  async #use({ uses = "", with: inputs }: Step): Promise<Settings> {
    const [name = ""] = uses.split("@");
    const action = hostedActions[name];
    if (!action) throw new Error(`There is no stand-in for ${uses}.`);
    const { outputs = {}, env = {} } = await action({
      inputs: this.#interpolated(inputs),
      host: this.#host,
    });
    this.#env = { ...this.#env, ...env };
    return outputs;
  }

  async #runScript({ run = "", env }: Step): Promise<Settings> {
    if (run.includes("${{")) throw new Error("A script is never put together from expressions.");
    const outputFile = join(this.#scratch, "output");
    await writeFile(outputFile, "");
    const { code, output } = await runBash(run, {
      cwd: this.#host.folder,
      env: { ...this.#env, ...this.#interpolated(env), GITHUB_OUTPUT: outputFile },
    });
    this.#log += output;
    this.#env = { ...this.#env, ...(await readSettings(join(this.#scratch, "env"))) };
    if (code !== 0) throw new Error(`exit code ${code}`);
    return readSettings(outputFile);
  }

  #interpolated(settings: Settings): Settings {
    return Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [key, interpolate(value, this.contexts)]),
    );
  }
}

/** Lines of `name=value`. */
async function readSettings(file: string): Promise<Settings> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.indexOf("=");
      return [line.slice(0, end), line.slice(end + 1)];
    }),
  );
}
