import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { acquireLock } from "../../sandbox/engine/lock.ts";
import { UsageError } from "../forecast/usage-error.ts";
import { writeAtomically } from "./atomic-file.ts";
import type { AdoptFlags } from "./flags.ts";
import { openFolder } from "./folder.ts";
import { CampaignIndex } from "./plan/campaign-index.ts";
import { type Assignment, campaignCalled } from "./plan/campaign-of.ts";
import { makePlan } from "./plan/make-plan.ts";
import type { Plan } from "./plan/plan.ts";
import { formatPlan } from "./plan/plan-file.ts";
import { unmatchedPatterns } from "./plan/unmatched.ts";
import { programFiles } from "./program/program-files.ts";
import { scaffold } from "./program/scaffold.ts";
import { type WrittenProgram, writeMissing, writeProgram } from "./program/write-program.ts";
import { liveContent, recordedContent } from "./tenant/read-content.ts";
import type { Snapshot } from "./tenant/snapshot.ts";
import { writeSnapshot } from "./tenant/snapshot-file.ts";
import type { Terminal } from "./terminal.ts";

/** What a run of `adopt` found and did. */
export interface Adoption {
  readonly folder: string;
  readonly tenant: string;
  readonly campaigns: number;
  readonly requests: number;
  readonly plan: Plan;
  readonly program: WrittenProgram;
}

/**
 * Reads the tenant, plans what to take over, and writes the program. The journal goes last: a run that is killed before is
 * resumed with the same outcome.
 */
export async function adopt(
  path: string,
  flags: AdoptFlags,
  terminal: Terminal,
): Promise<Adoption> {
  await mkdir(path, { recursive: true });
  await using _lock = await acquireLock(resolve(path, ".adopt.lock"));
  const folder = await openFolder(path);
  const { found, requests, finish } = flags.offline
    ? recordedContent(folder)
    : await liveContent(folder, flags, terminal);
  for (const message of unmatchedPatterns(flags, found.dialerConfigs)) {
    terminal.stderr.write(`warning: ${message}\n`);
  }
  const old = folder.plan;
  const plan = makePlan(found, old?.plan, {
    selection: flags,
    clues: { assignments: assignments(flags, found, old?.plan), field: flags.campaignField },
  });
  const planText = formatPlan(plan, old);
  if (planText !== old?.text) await writeAtomically(folder.planFile, planText);
  const surroundings = await writeMissing(folder.path, await scaffold(folder.name));
  const program = await writeProgram(programFiles(found, plan), {
    folder: folder.path,
    hashes: folder.snapshot?.written ?? {},
    force: flags.force ?? false,
  });
  await writeSnapshot(folder.snapshotFile, { ...found, written: program.hashes });
  await finish();
  return {
    folder: path,
    tenant: found.tenant,
    campaigns: found.campaigns.length,
    requests,
    plan,
    program: { ...program, written: [...surroundings, ...program.written] },
  };
}

/** @throws {UsageError} naming every `--assign` whose campaign the tenant has not, or has more than one of */
function assignments(
  { assign }: AdoptFlags,
  { campaigns }: Pick<Snapshot, "campaigns">,
  plan: Plan | undefined,
): readonly Assignment[] {
  const index = new CampaignIndex(campaigns, plan?.campaigns ?? {});
  const problems: string[] = [];
  const found = assign.flatMap(({ pattern, campaign }): Assignment[] => {
    const called = campaignCalled(campaign, index);
    if ("campaign" in called) return [{ pattern, campaignId: called.campaign.id }];
    problems.push(`--assign ${pattern}=${campaign}: ${called.problem}`);
    return [];
  });
  if (problems.length > 0) throw new UsageError(problems);
  return found;
}
