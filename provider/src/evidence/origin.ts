import type { Origin } from "../domain/audit-entry.ts";

/** The variables in which each pipeline describes itself, by its own documentation. The first with a commit is the one that runs. */
const pipelines: readonly (Record<"commit" | "actor", string> & {
  readonly run: (env: NodeJS.ProcessEnv) => string | undefined;
})[] = [
  {
    commit: "CXONE_COMMIT",
    actor: "CXONE_ACTOR",
    run: (env) => env.CXONE_RUN,
  },
  {
    commit: "GITHUB_SHA",
    actor: "GITHUB_ACTOR",
    run: ({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }) =>
      GITHUB_RUN_ID && `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`,
  },
  { commit: "CI_COMMIT_SHA", actor: "GITLAB_USER_LOGIN", run: (env) => env.CI_JOB_URL },
  {
    commit: "BUILD_SOURCEVERSION",
    actor: "BUILD_REQUESTEDFOR",
    run: ({ SYSTEM_COLLECTIONURI, SYSTEM_TEAMPROJECT, BUILD_BUILDID }) =>
      BUILD_BUILDID &&
      `${SYSTEM_COLLECTIONURI}${SYSTEM_TEAMPROJECT}/_build/results?buildId=${BUILD_BUILDID}`,
  },
  {
    commit: "BITBUCKET_COMMIT",
    actor: "BITBUCKET_STEP_TRIGGERER_UUID",
    run: (env) => env.BITBUCKET_BUILD_NUMBER,
  },
  { commit: "CIRCLE_SHA1", actor: "CIRCLE_USERNAME", run: (env) => env.CIRCLE_BUILD_URL },
  { commit: "GIT_COMMIT", actor: "BUILD_USER_ID", run: (env) => env.BUILD_URL },
];

/** What the pipeline says of itself: nothing where there is none. */
export function pipelineOrigin(env: NodeJS.ProcessEnv): Origin {
  const pipeline = pipelines.find(({ commit }) => env[commit]);
  if (!pipeline) return {};
  const origin = {
    commit: env[pipeline.commit],
    actor: env[pipeline.actor],
    run: pipeline.run(env),
  };
  return Object.fromEntries(Object.entries(origin).filter(([, value]) => value));
}

/** Project and stack of the program, by the URN of its root: `urn:pulumi:STACK::PROJECT::pulumi:pulumi:Stack::…`. */
export function programOrigin(
  rootUrn: string | undefined,
): Required<Pick<Origin, "project" | "stack">> | undefined {
  const [, stack, project] = rootUrn?.match(/^urn:pulumi:(.+?)::(.+?)::/) ?? [];
  return stack === undefined || project === undefined ? undefined : { project, stack };
}
