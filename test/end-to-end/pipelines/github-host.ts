import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import { environmentOf } from "../../support/call-centre.ts";
import { serveApi } from "./api.ts";
import { type GhState, ghStateSchema } from "./gh-state.ts";
import type { PulumiKind } from "./pulumi-kinds.ts";
import { openRepository, type Repository, stack } from "./repository.ts";

const REPOSITORY_ID = 4711;

/** What GitHub is to a workflow: the repository, its settings, and what is kept from run to run. */
export class GithubHost implements AsyncDisposable {
  readonly repository: Repository;
  readonly comments: string[] = [];
  readonly env: Readonly<Record<string, string>>;
  readonly #tenant: Tenant;
  readonly #cleanUp: AsyncDisposableStack;
  /** Counts the workflow runs. */
  runId = 0;

  private constructor(repository: Repository, tenant: Tenant, cleanUp: AsyncDisposableStack) {
    this.repository = repository;
    this.#tenant = tenant;
    this.#cleanUp = cleanUp;
    this.env = { ...repository.env, GH_STATE_FILE: join(repository.store, "github.json") };
  }

  static async open(tenant: Tenant, pulumi: PulumiKind): Promise<GithubHost> {
    await using cleanUp = new AsyncDisposableStack();
    const repository = cleanUp.use(await openRepository(pulumi, ["npm", "npx", "gh"]));
    const host = new GithubHost(repository, tenant, cleanUp.move());
    await host.#save({ issues: [], labels: [], pullRequests: [], artifacts: [] });
    return host;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#cleanUp.disposeAsync();
  }

  get folder(): string {
    return this.repository.folder;
  }

  get cacheFolder(): string {
    return join(this.repository.store, "caches");
  }

  artifactFolder(run: number, name: string): string {
    return join(this.repository.store, "artifacts", String(run), name);
  }

  /** What an administrator of the repository has set. */
  get settings() {
    const { CXONE_CLIENT_SECRET, ...vars } = environmentOf(this.#tenant);
    return {
      vars: {
        ...vars,
        PULUMI_ORGANIZATION: "organization",
        PULUMI_STACK: stack,
        TELEMETRY_APP_CLIENT_ID: "Iv23",
      },
      secrets: {
        CXONE_CLIENT_SECRET,
        CXONE_AUDIT_LOG_KEY: this.repository.signingKey,
        TELEMETRY_APP_PRIVATE_KEY: "a key",
      },
    };
  }

  async state(): Promise<GhState> {
    const text = await readFile(join(this.repository.store, "github.json"), "utf8");
    return ghStateSchema.parse(JSON.parse(text));
  }

  async noteArtifact(name: string, of: { branch?: string; fork?: boolean } = {}): Promise<void> {
    const state = await this.state();
    state.artifacts.push({
      id: state.artifacts.length + 1,
      name,
      expired: false,
      workflow_run: {
        id: this.runId,
        head_branch: of.branch ?? "main",
        repository_id: REPOSITORY_ID,
        head_repository_id: of.fork ? REPOSITORY_ID + 1 : REPOSITORY_ID,
      },
    });
    await this.#save(state);
  }

  /** The API of a pull request's comments. */
  serveComments() {
    const path = "/repos/team/dialers/issues";
    const comment = (index: number) => ({
      id: index + 1,
      body: this.comments[index],
      user: { login: "github-actions[bot]" },
    });
    return serveApi((request, body, { pathname }) => {
      const { body: written } = body === "" ? {} : JSON.parse(body);
      if (pathname === "/graphql") {
        return { status: 200, body: { data: { viewer: { login: "github-actions[bot]" } } } };
      }
      if (pathname === `${path}/7/comments` && request.method === "GET") {
        return { status: 200, body: this.comments.map((_, index) => comment(index)) };
      }
      if (pathname === `${path}/7/comments`) {
        return { status: 201, body: comment(this.comments.push(written) - 1) };
      }
      if (pathname === `${path}/comments/1` && request.method === "PATCH") {
        this.comments[0] = written;
        return { status: 200, body: comment(0) };
      }
      return undefined;
    });
  }

  async #save(state: GhState): Promise<void> {
    await writeFile(join(this.repository.store, "github.json"), JSON.stringify(state));
  }
}
