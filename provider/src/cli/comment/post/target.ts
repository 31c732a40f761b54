import { readFile } from "node:fs/promises";
import * as z from "zod";
import { parseJson } from "../../../domain/json.ts";
import { isLoopback } from "../../../transport/setting-schemas.ts";
import { UsageError } from "../../shared/exit-codes.ts";
import { githubAdvice, githubHeaders, openGithub } from "./github.ts";
import { gitlabAdvice, openGitlab } from "./gitlab.ts";
import type { Host, HostName, Target } from "./host.ts";
import { HostHttp, type OpenHost, type RetryClock } from "./http.ts";

/** What the command line says in place of the pipeline's environment. */
export interface TargetFlags {
  readonly apiUrl?: string;
  readonly repository?: string;
  readonly request?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Kind {
  readonly open: OpenHost;
  readonly title: string;
  readonly advice: Readonly<Record<number, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Where each setting stands in a pipeline's environment. */
  readonly token: string;
  readonly tokenHint: string;
  readonly apiUrl: string;
  readonly defaultApiUrl: string;
  readonly repository: string;
  readonly request: string;
  readonly requestIn: (env: Environment) => Promise<string | undefined>;
}

const kinds: Readonly<Record<HostName, Kind>> = {
  github: {
    open: openGithub,
    title: "GitHub",
    advice: githubAdvice,
    headers: githubHeaders,
    token: "GITHUB_TOKEN",
    tokenHint: "give it to the step in env, as github.token",
    apiUrl: "GITHUB_API_URL",
    defaultApiUrl: "https://api.github.com",
    repository: "GITHUB_REPOSITORY",
    request: "GITHUB_EVENT_PATH or GITHUB_REF",
    requestIn: pullRequestIn,
  },
  gitlab: {
    open: openGitlab,
    title: "GitLab",
    advice: gitlabAdvice,
    headers: {},
    token: "GITLAB_TOKEN",
    tokenHint:
      "give the job a token with the scope `api`; its own CI_JOB_TOKEN may not write notes",
    apiUrl: "CI_API_V4_URL",
    defaultApiUrl: "https://gitlab.com/api/v4",
    repository: "CI_PROJECT_ID",
    request: "CI_MERGE_REQUEST_IID",
    requestIn: async (env) => env.CI_MERGE_REQUEST_IID,
  },
};

/**
 * Finds the pull or merge request that the pipeline runs for; flags win over its environment.
 *
 * @throws UsageError that names each setting that is missing.
 */
export async function openHost(
  name: HostName,
  flags: TargetFlags,
  env: Environment,
  clock: RetryClock,
): Promise<Host> {
  const kind = kinds[name];
  const token = env[kind.token];
  const repository = flags.repository ?? env[kind.repository];
  const request = flags.request ?? (await kind.requestIn(env));
  const apiUrl = flags.apiUrl ?? (env[kind.apiUrl] || kind.defaultApiUrl);
  const number = Number(request);
  const problems = [
    ...(token ? [] : [`${kind.token} is missing; ${kind.tokenHint}.`]),
    ...(repository ? [] : [`${kind.repository} is missing; give --repository.`]),
    ...(Number.isInteger(number) && number > 0
      ? []
      : [
          `${kind.request} names no ${name === "github" ? "pull" : "merge"} request; run this for one, or give --request.`,
        ]),
    ...objections(apiUrl),
  ];
  if (!token || !repository || problems.length > 0) {
    throw new UsageError(problems.map((problem) => `--post ${name}: ${problem}`));
  }
  const { title, advice, headers } = kind;
  const http = new HostHttp({ name: title, token, headers, advice, clock });
  const target: Target = { apiUrl: apiUrl.replace(/\/+$/, ""), repository, number };
  return kind.open(http, target);
}

/** The token would travel readably over plain http. */
function objections(apiUrl: string): readonly string[] {
  const url = URL.parse(apiUrl);
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url))) return [];
  return ["the API's address has to be an https URL; check --api-url."];
}

const event = z.object({ pull_request: z.object({ number: z.number() }) });

/** The event that started the workflow names the pull request; so does the ref, for those that run on its merge. */
async function pullRequestIn(env: Environment): Promise<string | undefined> {
  const text = await readFile(env.GITHUB_EVENT_PATH ?? "", "utf8").catch(() => "null");
  const named = event.safeParse(parseJson(text)).data?.pull_request.number.toString();
  return named ?? /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? "")?.[1];
}
