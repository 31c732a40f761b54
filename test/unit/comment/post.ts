import type { HostName } from "../../../provider/src/cli/comment/post/host.ts";
import type { RetryClock } from "../../../provider/src/cli/comment/post/http.ts";
import {
  keepComment,
  type PostResult,
} from "../../../provider/src/cli/comment/post/keep-comment.ts";
import { openHost, type TargetFlags } from "../../../provider/src/cli/comment/post/target.ts";
import { markerOf } from "../../../provider/src/cli/comment/render/markdown.ts";

export const TOKEN = "glpat-5up3r-s3cr3t";
export const stack = { project: "call-centre", stack: "prod" };
export const marker = markerOf(stack);

/** Waits for nothing, and remembers for how long it should have. */
export class InstantClock implements RetryClock {
  readonly waits: number[] = [];
  readonly random = () => 0.5;
  readonly now = () => Date.parse("2026-11-23T12:00:00Z");
  readonly sleep = async (milliseconds: number) => {
    this.waits.push(milliseconds);
  };
}

interface Options {
  readonly body?: string;
  readonly isNews?: boolean;
  readonly clock?: InstantClock;
  readonly flags?: TargetFlags;
}

/** Keeps the comment of `call-centre/prod` on pull or merge request 7 of `acme/dialers`. */
export async function post(
  name: HostName,
  url: string,
  { body = "new", isNews = true, clock = new InstantClock(), flags = {} }: Options = {},
): Promise<PostResult> {
  const apiUrl = name === "github" ? url : `${url}/api/v4`;
  const env = { GITHUB_TOKEN: TOKEN, GITLAB_TOKEN: TOKEN };
  const target = { apiUrl, repository: "acme/dialers", request: 7, ...flags };
  const host = await openHost(name, target, env, clock);
  const write = (limit: number) => `${marker}\n${body}`.slice(0, limit);
  return keepComment(host, { stack, write, isNews }, clock);
}
