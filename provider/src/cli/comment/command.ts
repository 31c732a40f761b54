import { Command, InvalidArgumentError, Option } from "commander";
import type { StackName } from "../shared/preview/preview.ts";
import { parseChange, parseShare, thresholds } from "./bounds.ts";
import { hostNames } from "./post/host.ts";
import type { Flags } from "./run.ts";

const explanation = `
FILE is what \`pulumi preview --json\` or \`cxone-dialer sandbox preview --json\` printed; standard input without it. With
PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true Pulumi also prints what policies say. With --show-sames it also prints what stays as it is,
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
    .action(async (file: string | undefined, flags: Flags) =>
      (await import("./run.ts")).run(file, flags),
    );
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
