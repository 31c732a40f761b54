import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import { environmentOf } from "../../support/call-centre.ts";
import { type Reply, serveApi } from "./api.ts";
import { type JobName, readPipeline } from "./gitlab-jobs.ts";
import type { PulumiKind } from "./pulumi-kinds.ts";
import { openRepository, type Repository, stack } from "./repository.ts";
import { runBash } from "./shell.ts";

interface Issue {
  readonly iid: number;
  title: string;
  description: string;
  state: "opened" | "closed";
}

const JOB_TOKEN = "the job's own token";
const TOKEN = "a token of the project";

/** What GitLab is to a job: the repository, its settings and its API. */
export class GitlabHost implements AsyncDisposable {
  readonly repository: Repository;
  readonly notes: string[] = [];
  readonly issues: Issue[] = [];
  /** What the package registry holds of the audit log. */
  auditLog: string | undefined;
  /** The registry answers every request with it, where it is set. */
  registryFails: number | undefined;
  readonly #tenant: Tenant;
  readonly #cleanUp: AsyncDisposableStack;

  private constructor(repository: Repository, tenant: Tenant, cleanUp: AsyncDisposableStack) {
    this.repository = repository;
    this.#tenant = tenant;
    this.#cleanUp = cleanUp;
  }

  static async open(tenant: Tenant, pulumi: PulumiKind): Promise<GitlabHost> {
    await using cleanUp = new AsyncDisposableStack();
    const repository = cleanUp.use(await openRepository(pulumi, ["npm", "npx"]));
    await notePushOptions(repository);
    return new GitlabHost(repository, tenant, cleanUp.move());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#cleanUp.disposeAsync();
  }

  /** Runs one job of the pipeline: `before_script` and `script`, in one shell. */
  async run(
    name: JobName,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly ok: boolean; readonly log: string }> {
    const { folder, env } = this.repository;
    const pipeline = await readPipeline(folder);
    const job = pipeline.job(name);
    await using api = await this.#serve();
    const { CXONE_ENVIRONMENT_URL = "", CXONE_CLIENT_ID = "" } = environmentOf(this.#tenant);
    const known = {
      ...env,
      CI: "true",
      CI_API_V4_URL: `${api.url}/api/v4`,
      CI_DEFAULT_BRANCH: "main",
      CI_JOB_TOKEN: JOB_TOKEN,
      CI_MERGE_REQUEST_IID: "7",
      CI_PROJECT_DIR: folder,
      CI_PROJECT_ID: "42",
      CI_PROJECT_PATH: "remote",
      CI_SERVER_URL: `file://${join(folder, "..")}`,
      GITLAB_USER_EMAIL: "somebody@example.org",
      GITLAB_USER_NAME: "Somebody",
      GITLAB_TOKEN: TOKEN,
      TELEMETRY_TOKEN: TOKEN,
      PULUMI_ORGANIZATION: "organization",
      PULUMI_STACK: stack,
      CXONE_ENVIRONMENT_URL,
      CXONE_CLIENT_ID,
      CXONE_CLIENT_SECRET: this.#tenant.clientSecret,
      CXONE_AUDIT_LOG_KEY: await this.#fileVariable(),
    };
    const tokens = Object.keys(job.id_tokens).map((name) => [name, "a JSON web token"]);
    const { code, output } = await runBash([...job.before_script, ...job.script].join("\n"), {
      cwd: folder,
      env: {
        ...known,
        ...Object.fromEntries(tokens),
        ...expanded(pipeline.variables, known),
        ...expanded(job.variables, known),
        ...variables,
      },
    });
    return { ok: code === 0, log: output };
  }

  /** GitLab puts such a variable's value into a file, and the file's name into the environment. */
  async #fileVariable(): Promise<string> {
    const file = join(this.repository.store, "CXONE_AUDIT_LOG_KEY");
    await writeFile(file, this.repository.signingKey);
    return file;
  }

  #serve() {
    const project = "/api/v4/projects/42";
    return serveApi((request, body, { pathname, searchParams }) => {
      const { "job-token": jobToken, authorization } = request.headers;
      const token = request.headers["private-token"] ?? authorization?.replace(/^Bearer /, "");
      if (pathname === `${project}/packages/generic/audit-log/1.0.0/audit.jsonl`) {
        if (jobToken !== JOB_TOKEN) return UNAUTHORIZED;
        return this.#registry(request.method, body);
      }
      if (token !== TOKEN) return UNAUTHORIZED;
      if (pathname === "/api/v4/user") return { status: 200, body: { id: 9 } };
      const notes = `${project}/merge_requests/7/notes`;
      if (pathname === notes && request.method === "GET") {
        return { status: 200, body: this.notes.map((_, index) => this.#note(index)) };
      }
      if (pathname === notes) {
        return { status: 201, body: this.#note(this.notes.push(JSON.parse(body).body) - 1) };
      }
      if (pathname === `${project}/issues` && request.method === "GET") {
        const state = searchParams.get("state");
        return { status: 200, body: this.issues.filter((issue) => issue.state === state) };
      }
      const form = new URLSearchParams(body);
      if (pathname === `${project}/issues`) return this.#createIssue(form);
      const [, iid] = /\/issues\/(\d+)$/.exec(pathname) ?? [];
      return this.#editIssue(Number(iid), form);
    });
  }

  #registry(method: string | undefined, body: string): Reply | undefined {
    if (this.registryFails !== undefined) return { status: this.registryFails, body: {} };
    if (method === "PUT") {
      this.auditLog = body;
      return { status: 201, body: { message: "201 Created" } };
    }
    return this.auditLog === undefined ? undefined : { status: 200, body: this.auditLog };
  }

  #note(index: number) {
    return { id: index + 1, body: this.notes[index], author: { id: 9 } };
  }

  #createIssue(form: URLSearchParams): Reply {
    const issue: Issue = {
      iid: this.issues.length + 1,
      title: form.get("title") ?? "",
      description: form.get("description") ?? "",
      state: "opened",
    };
    this.issues.push(issue);
    return { status: 201, body: issue };
  }

  #editIssue(iid: number, form: URLSearchParams): Reply | undefined {
    const issue = this.issues.find((one) => one.iid === iid);
    if (!issue) return undefined;
    issue.description = form.get("description") ?? issue.description;
    if (form.get("state_event") === "close") issue.state = "closed";
    return { status: 200, body: issue };
  }
}

const UNAUTHORIZED: Reply = { status: 401, body: { message: "401 Unauthorized" } };

/** As GitLab does: `$NAME` in a variable's value is another variable's. */
function expanded(
  variables: Readonly<Record<string, string>>,
  known: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      value.replace(/\$(\w+)/g, (_, other: string) => known[other] ?? ""),
    ]),
  );
}

/** Push options are how a push asks GitLab for a merge request. */
async function notePushOptions({ git, folder, env }: Repository): Promise<void> {
  const remote = join(folder, "..", "remote.git");
  await git("--git-dir", remote, "config", "receive.advertisePushOptions", "true");
  const hook = join(remote, "hooks", "pre-receive");
  await writeFile(hook, `#!/bin/sh\necho "push $GIT_PUSH_OPTION_0" >> "${env.LOG_OF_COMMANDS}"\n`);
  await chmod(hook, 0o755);
}
