import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { parseChange, parseShare } from "./comment/bounds.ts";
import { exitCodeOf, NOT_UNDERSTOOD } from "./comment/exit-codes.ts";
import { campaignForecasts } from "./comment/judge/campaign.ts";
import { figureSources } from "./comment/judge/figure-source.ts";
import { liveChanges } from "./comment/judge/moves.ts";
import { type Review, reviewOf } from "./comment/judge/review.ts";
import { type Bounds, thresholds } from "./comment/judge/thresholds.ts";
import { type HostName, hostNames } from "./comment/post/host.ts";
import { keepComment } from "./comment/post/keep-comment.ts";
import { HostRefusal } from "./comment/post/refusal.ts";
import type { Patience } from "./comment/post/retrying.ts";
import type { TargetFlags } from "./comment/post/target.ts";
import type { StackName } from "./comment/read/preview.ts";
import { NotAPreview, readPreview } from "./comment/read/read-preview.ts";
import { jsonReport } from "./comment/render/json-report.ts";
import { type Facts, markdown } from "./comment/render/markdown.ts";
import { telemetrySource } from "./comment/telemetry-source.ts";
import { UsageError } from "./forecast/usage-error.ts";

const explanation = `
FILE is what \`pulumi preview --json\` or \`cxone-dialer sandbox preview --json\` printed; standard input without it. With
PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true Pulumi tells also what policies say. With --show-sames it shows also what stays as it is,
which the joint forecast of a campaign needs.

A share is written 2.5% or 0.025. A change is written in percentage points, 0.5pp, or as a share of what it was, 20%.
Thresholds hold for the configurations that change; what is not known yet is not judged, and warns.

--post keeps one comment a stack up to date. It takes the token from GITHUB_TOKEN or GITLAB_TOKEN (a GitLab job's own
CI_JOB_TOKEN may not write notes), and the rest from the pipeline's environment. Where nothing changes it creates none.

Exit codes:
  0  passes, warns, or nothing changes
  2  a wrong argument, or an input that is no preview
  3  over a threshold
  4  the preview failed, or was cut short
  5  blocked: the deployment would be refused
  6  the comment could not be posted (of a preview that is otherwise green)

Examples:
  $ pulumi preview --json | cxone-dialer comment
  $ pulumi preview --json > preview.json; cxone-dialer comment preview.json --post github
  $ cxone-dialer comment preview.json --max-abandonment 2.5% --max-abandonment-rise 0.5pp --max-occupancy-drop 10%`;

interface Options extends Bounds, TargetFlags {
  readonly json?: true;
  readonly post?: HostName;
  readonly stack?: StackName;
  readonly telemetry?: string;
}

/** `comment`: what a preview changes, for the people who review it. */
export function commentCommand(): Command {
  const command = new Command("comment")
    .description(
      "turn a preview into a review: Markdown, a comment on a pull or merge request, an exit code",
    )
    .argument("[file]", "the preview's JSON; standard input without it")
    .option("--json", "print one JSON object: { version, verdict, stack, configurations, … }")
    .addOption(
      new Option("--post <host>", "keep a comment on the pull or merge request").choices(hostNames),
    )
    .option(
      "--stack <project/stack>",
      "which stack it is, where the preview ended before it said so",
      parseStack,
    )
    .option(
      "--telemetry <file>",
      "the telemetry file that the preview used (default: CXONE_TELEMETRY, then what the preview says)",
    );
  for (const { flag, takes, meaning } of thresholds) {
    command.option(`${flag} <${takes}>`, meaning, takes === "share" ? parseShare : parseChange);
  }
  return command
    .option("--repository <name>", "owner/name on GitHub; the project's id or path on GitLab")
    .option("--request <number>", "the pull or merge request's number", parseNumber)
    .option("--api-url <url>", "the host's API")
    .addHelpText("after", explanation)
    .action(async (file: string | undefined, options: Options) => {
      try {
        await execute(file, options);
      } catch (error) {
        if (error instanceof NotAPreview) {
          command.error(`error: ${error.message}`, { exitCode: NOT_UNDERSTOOD });
        }
        if (!(error instanceof UsageError)) throw error;
        command.error(error.problems.map((problem) => `error: ${problem}`).join("\n"));
      }
    });
}

async function execute(file: string | undefined, options: Options): Promise<void> {
  const preview = readPreview(await read(file));
  const stack = preview.stack ?? options.stack;
  const review = reviewOf({ ...preview, stack }, options);
  const telemetry = await telemetrySource(
    options.telemetry ?? process.env.CXONE_TELEMETRY,
    preview.telemetryFile,
  );
  const facts: Facts = {
    review,
    campaigns: campaignForecasts(liveChanges(preview.changes), preview, telemetry),
    sources: figureSources(review.configurations, telemetry),
    now: new Date(),
  };
  process.stdout.write(options.json ? `${jsonReport(facts)}\n` : markdown(facts));
  const isPosted = await post(facts, stack, options);
  process.exitCode = exitCodeOf(review.verdict, isPosted);
}

/** Whether all is said where it was to be said; a refusal is told, and ends nothing. */
async function post(
  facts: Facts,
  stack: StackName | undefined,
  { post: name, ...flags }: Options,
): Promise<boolean> {
  if (name === undefined) return true;
  if (stack === undefined) {
    throw new UsageError([
      `--post ${name}: the preview ended before it named its stack; give --stack project/stack.`,
    ]);
  }
  // Its HTTP client takes a while to load, and most runs post nothing.
  const { openHost } = await import("./comment/post/target.ts");
  const host = await openHost(name, flags, process.env, patience);
  try {
    const { done, url } = await keepComment(
      host,
      { stack, write: (limit) => markdown(facts, limit), isNews: isNews(facts.review) },
      patience,
    );
    console.error(`${host.name}: the comment is ${done}${url ? `: ${url}` : ""}.`);
    return true;
  } catch (error) {
    if (!(error instanceof HostRefusal)) throw error;
    console.error(`error: the comment could not be posted. ${error.message}`);
    return false;
  }
}

function isNews({ verdict }: Review): boolean {
  return verdict !== "nothing-changes";
}

const patience: Patience = {
  now: () => Date.now(),
  sleep: async (milliseconds) => {
    if (milliseconds >= 10_000) {
      console.error(`The host is busy: trying again in ${Math.round(milliseconds / 1000)} s.`);
    }
    await delay(milliseconds);
  },
  random: Math.random,
};

async function read(file: string | undefined): Promise<string> {
  try {
    return await (file === undefined || file === "-"
      ? text(process.stdin)
      : readFile(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError([`${file ?? "standard input"} cannot be read: ${reason}`]);
  }
}

function parseStack(text: string): StackName {
  const [, project, stack] = /^([^/\s]+)\/([^/\s]+)$/.exec(text) ?? [];
  if (project === undefined || stack === undefined) {
    throw new InvalidArgumentError("Write it as project/stack, such as call-centre/production.");
  }
  return { project, stack };
}

function parseNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1) {
    throw new InvalidArgumentError("Write a whole number of at least 1.");
  }
  return number;
}
