export const hostNames = ["github", "gitlab"] as const;

export type HostName = (typeof hostNames)[number];

/** A comment that is there. */
export interface PostedComment {
  readonly id: number;
  readonly body: string;
  /** Who wrote it, as {@link Host.whoAmI} names it; absent where the account is gone. */
  readonly author: string | undefined;
  /** Where people read it. */
  readonly url?: string | undefined;
}

/** Where the comment belongs. */
export interface Target {
  /** The API, without a slash at its end. */
  readonly apiUrl: string;
  /** `owner/name` on GitHub; the id or the path of the project on GitLab. */
  readonly repository: string;
  /** The number of the pull request, or of the merge request in its project. */
  readonly number: number;
}

/** One host's comments on one pull or merge request. */
export interface Host {
  /** As people call it. */
  readonly name: string;
  /** The most that a comment may hold, in UTF-16 units. */
  readonly limit: number;
  /** The account of the token; undefined where the host does not say. */
  whoAmI(): Promise<string | undefined>;
  /** All of them, from the oldest on, page by page. */
  comments(): AsyncIterable<PostedComment>;
  create(body: string): Promise<PostedComment>;
  update(id: number, body: string): Promise<PostedComment>;
  delete(id: number): Promise<void>;
}

/** A host did not take what was asked of it. */
export class HostApiError extends Error {
  /** Absent where no answer came. */
  readonly status: number | undefined;
  /** Whether the same request can be taken later. */
  readonly isPassing: boolean;
  /** Whether the host may have done what was asked all the same. */
  readonly mayBeDone: boolean;
  /** How long the host wants to be left alone, in milliseconds. */
  readonly waitMs: number | undefined;

  constructor(
    message: string,
    details: {
      readonly status?: number;
      readonly isPassing?: boolean;
      readonly mayBeDone?: boolean;
      readonly waitMs?: number | undefined;
    } = {},
  ) {
    super(message);
    this.name = "HostApiError";
    this.status = details.status;
    this.isPassing = details.isPassing ?? false;
    this.mayBeDone = details.mayBeDone ?? false;
    this.waitMs = details.waitMs;
  }
}

/** The host takes no comment of this length. */
export class TooLong extends HostApiError {}
