import { setTimeout as delay } from "node:timers/promises";
import { exitCodes, UsageError } from "../shared/exit-codes.ts";
import { readInput } from "../shared/input.ts";
import type { StackName } from "../shared/preview/preview.ts";
import { readPreview } from "../shared/preview/read-preview.ts";
import { telemetrySource } from "../shared/preview/telemetry-source.ts";
import type { Bounds } from "./bounds.ts";
import { campaignForecasts, figureSources } from "./judge/campaign.ts";
import { liveChanges } from "./judge/moves.ts";
import { type Review, reviewOf, type Verdict } from "./judge/review.ts";
import { HostApiError, type HostName } from "./post/host.ts";
import type { RetryClock } from "./post/http.ts";
import type { TargetFlags } from "./post/target.ts";
import { jsonReport } from "./render/json-report.ts";
import { type Facts, markdown } from "./render/markdown.ts";

/** What Commander hands over. */
export interface Flags extends Bounds, TargetFlags {
  readonly json?: true;
  readonly post?: HostName;
  readonly stack?: StackName;
  readonly telemetry?: string;
}

/** Reads a preview, prints its review and, where that is asked for, keeps the comment up to date. */
export async function run(file = "-", flags: Flags): Promise<void> {
  const preview = readPreview(await readInput(file, file === "-" ? "standard input" : file));
  const stack = preview.stack ?? flags.stack;
  const review = reviewOf({ ...preview, stack }, flags);
  const telemetry = await telemetrySource(
    flags.telemetry ?? process.env.CXONE_TELEMETRY,
    preview.telemetryFile,
  );
  const facts: Facts = {
    review,
    campaigns: campaignForecasts(liveChanges(preview.changes), preview, telemetry),
    sources: figureSources(review.configurations, telemetry),
    now: new Date(),
  };
  process.stdout.write(flags.json ? `${jsonReport(facts)}\n` : markdown(facts));
  const isPosted = await post(facts, stack, flags);
  process.exitCode = exitCodeOf(review.verdict, isPosted);
}

/** Whether the comment is as it should be; where the host refuses, that is printed, and the run goes on. */
async function post(
  facts: Facts,
  stack: StackName | undefined,
  { post: name, ...target }: Flags,
): Promise<boolean> {
  if (name === undefined) return true;
  if (stack === undefined) {
    throw new UsageError([
      `--post ${name}: the preview ended before it named its stack; give --stack project/stack.`,
    ]);
  }
  // The HTTP client takes a while to load, and most runs post nothing.
  const [{ openHost }, { keepComment }] = await Promise.all([
    import("./post/target.ts"),
    import("./post/keep-comment.ts"),
  ]);
  const host = await openHost(name, target, process.env, clock);
  try {
    const { done, url } = await keepComment(
      host,
      { stack, write: (limit) => markdown(facts, limit), isNews: isNews(facts.review) },
      clock,
    );
    console.error(`${host.name}: the comment is ${done}${url ? `: ${url}` : ""}.`);
    return true;
  } catch (error) {
    if (!(error instanceof HostApiError)) throw error;
    console.error(`error: the comment could not be posted. ${error.message}`);
    return false;
  }
}

function isNews({ verdict }: Review): boolean {
  return verdict !== "nothing-changes";
}

const clock: RetryClock = {
  now: () => Date.now(),
  sleep: async (milliseconds) => {
    if (milliseconds >= 10_000) {
      console.error(`The host is busy: trying again in ${Math.round(milliseconds / 1000)} s.`);
    }
    await delay(milliseconds);
  },
  random: Math.random,
};

const codes: Readonly<Record<Verdict, number>> = {
  "nothing-changes": exitCodes.done,
  passes: exitCodes.done,
  warns: exitCodes.done,
  blocked: exitCodes.blocked,
  "over-threshold": exitCodes.finding,
  "not-previewed": exitCodes.incomplete,
};

/** That it was not posted is said only where the verdict itself is green: a red one has a code of its own. */
export function exitCodeOf(verdict: Verdict, isPosted: boolean): number {
  return codes[verdict] || (isPosted ? exitCodes.done : exitCodes.notPosted);
}
