import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { environment, resolveLineReading } from "../../dialer-config/line-reading.ts";
import { acquireLock } from "../../sandbox/engine/state/lock.ts";
import { hasErrorCode } from "../../shared/caught-error.ts";
import { UsageError } from "../shared/exit-codes.ts";
import type { Terminal } from "../shared/terminal.ts";
import { writeAtomically } from "./atomic-file.ts";
import { type Folder, openFolder, removeDrafts } from "./folder.ts";
import { type Assignment, CampaignIndex, campaignCalled } from "./plan/campaign-of.ts";
import { makePlan } from "./plan/make-plan.ts";
import { formatPlan, type Plan } from "./plan/plan.ts";
import { type AdoptFlags, unmatchedPatterns } from "./plan/selection.ts";
import { importFile, importsOf, type ResourceImport } from "./program/imports.ts";
import { type PackageSource, packageSource } from "./program/package-source.ts";
import { programFiles, type WrittenProgram, writeProgram } from "./program/program.ts";
import { ignoreOwnFiles, writeSurroundings } from "./program/surroundings.ts";
import { connect } from "./tenant/connect.ts";
import { liveContent, recordedContent } from "./tenant/read-tenant.ts";
import { type Snapshot, type TenantContent, writeSnapshot } from "./tenant/snapshot.ts";

/** What a run of `adopt` found and did. */
export interface Adoption {
  readonly folder: string;
  readonly tenant: string;
  readonly campaigns: number;
  readonly requests: number;
  readonly plan: Plan;
  readonly program: WrittenProgram;
  /** Where the program's package.json takes this package from, where this run wrote that. */
  readonly packageSource: PackageSource | undefined;
  /** What `pulumi import` is to take over, where that is wanted instead of a program. */
  readonly imports: readonly ResourceImport[] | undefined;
}

/**
 * Reads the tenant, plans what to take over, and writes the program, or imports for one. The journal goes last: a run that is killed before is
 * resumed with the same result.
 */
export async function adopt(
  path: string,
  flags: AdoptFlags,
  terminal: Terminal,
): Promise<Adoption> {
  const lineReading = resolveLineReading(environment(terminal.env));
  await using tenant = flags.offline ? undefined : connect(terminal);
  if (tenant) await makeFolder(path);
  // A folder that is missing, or somebody else's, is left as it is.
  await openFolder(path);
  await using _lock = await acquireLock(resolve(path, ".adopt.lock"));
  await removeDrafts(path);
  const folder = await openFolder(path);
  const source = await packageSource(flags.package, folder.path);
  const ignored = await ignoreOwnFiles(folder.path);
  const { found, requests, finish } = tenant
    ? await liveContent(folder, flags, tenant, terminal)
    : recordedContent(folder);
  for (const message of unmatchedPatterns(flags, found.dialerConfigs)) {
    terminal.stderr.write(`warning: ${message}\n`);
  }
  const old = folder.plan;
  const plan = makePlan(found, old?.plan, {
    selection: flags,
    clues: { assignments: assignments(flags, found, old?.plan), field: flags.campaignField },
    lineReading,
    native: flags.native,
  });
  const planText = formatPlan(plan, old);
  if (planText !== old?.text) await writeAtomically(folder.planFile, planText);
  const output = isOfImports(flags)
    ? await writeImports(folder, found, plan, flags.importFile)
    : await writeWholeProgram(folder, found, plan, { source, force: flags.force ?? false });
  const { program } = output;
  await writeSnapshot(folder.snapshotFile, { ...found, written: program.hashes });
  await finish();
  return {
    folder: path,
    tenant: found.tenant,
    campaigns: found.campaigns.length,
    requests,
    plan,
    ...output,
    program: { ...program, written: [...ignored, ...program.written] },
  };
}

function isOfImports({ importFile, importCommands }: AdoptFlags): boolean {
  return importFile !== undefined || importCommands === true;
}

type Output = Pick<Adoption, "program" | "packageSource" | "imports">;

/** The program, and what it needs around it. */
async function writeWholeProgram(
  folder: Folder,
  found: TenantContent,
  plan: Plan,
  { source, force }: { readonly source: PackageSource; readonly force: boolean },
): Promise<Output> {
  const around = await writeSurroundings(folder, source, plan.native ?? false);
  const program = await writeProgram(programFiles(found, plan), {
    folder: folder.path,
    hashes: folder.snapshot?.written ?? {},
    force,
  });
  const written = [...around.written, ...program.written];
  return {
    program: { ...program, written },
    packageSource: around.packageSource,
    imports: undefined,
  };
}

/** Imports instead of a program. What an earlier run wrote of one stays as it is. */
async function writeImports(
  folder: Folder,
  found: TenantContent,
  plan: Plan,
  file: string | undefined,
): Promise<Output> {
  const imports = importsOf(found, plan);
  if (file !== undefined) await writeAtomically(resolve(file), importFile(imports));
  const hashes = folder.snapshot?.written ?? {};
  const written = file === undefined ? [] : [file];
  return {
    program: { written, removed: [], kept: [], hashes },
    packageSource: undefined,
    imports,
  };
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    if (!hasErrorCode(error, "EEXIST") && !hasErrorCode(error, "ENOTDIR")) throw error;
    throw new UsageError([`${path} is a file, and no folder.`]);
  });
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
