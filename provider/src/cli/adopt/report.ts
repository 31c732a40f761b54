import { exitCodes as shared } from "../shared/exit-codes.ts";
import type { Adoption } from "./adopt.ts";
import type { PlanEntry } from "./plan/plan.ts";
import { isOpenQuestion, reasonOf } from "./plan/plan.ts";
import type { ResourceImport } from "./program/imports.ts";
import type { PackageSource } from "./program/package-source.ts";

/** Names of one reason, and lines of one file, that a report shows; the rest is counted. */
const SHOWN = 5;
const SHOWN_LINES = 12;

export function exitCodeOf({ plan, program }: Adoption): number {
  if (program.kept.length > 0) return exitCodes.edited;
  const isOpen = Object.values(plan.dialerConfigs).some(isOpenQuestion);
  return isOpen ? exitCodes.open : 0;
}

/** What a person reads. */
export function textReport(adoption: Adoption): string {
  const { folder, tenant, campaigns, requests, plan, program, imports } = adoption;
  const entries = Object.values(plan.dialerConfigs);
  const included = entries.filter(({ include }) => include).length;
  return [
    `${tenant}: ${counted(campaigns, "campaign")} and ${counted(entries.length, "dialer configuration")}, ${source(requests)}`,
    `${folder}: ${included} ${imports ? "to import" : "in the program"}, ${entries.length - included} left out. ${filesLine(program)}`,
    ...reasonLines(entries),
    ...program.kept.flatMap(({ path, changes }) => [
      `${path} was edited since it was written, and is kept; --force overwrites it, and changes:`,
      ...changes.slice(0, SHOWN_LINES).map((line) => `  ${line}`),
      ...more(changes.length - SHOWN_LINES, "line"),
    ]),
    ...packageLine(adoption.packageSource),
    ...next(adoption, included),
  ].join("\n");
}

/** A run that asks the tenant lists at least; one that is resumed may have it all. */
function source(requests: number): string {
  return requests === 0
    ? "read earlier."
    : `read with ${counted(requests, "request")}. Nothing was written to the tenant.`;
}

function filesLine({ written, removed }: Adoption["program"]): string {
  if (written.length + removed.length === 0) return "No file changed.";
  const gone = removed.length > 0 ? `, ${removed.length} removed` : "";
  return `${counted(written.length, "file")} written${gone}.`;
}

/** Each reason once, with those it is about: two hundred configurations mostly have the same one. */
function reasonLines(entries: readonly PlanEntry[]): readonly string[] {
  const left = entries.filter(({ include }) => !include);
  return [...Map.groupBy(left, (entry) => reasonOf(entry) ?? "left out in the plan")].flatMap(
    ([reason, members]) => {
      const names = members.slice(0, SHOWN).map(({ name }) => name);
      const rest = members.length > SHOWN ? ` and ${members.length - SHOWN} more` : "";
      return [`- ${reason}`, `  ${names.join(", ")}${rest}`];
    },
  );
}

/** Where the program takes this package from, where that is not plain. */
function packageLine(source: PackageSource | undefined): readonly string[] {
  if (source === undefined || (source.kind === "registry" && !source.isGuess)) return [];
  const { name, spec, isNamed } = source;
  if (source.isGuess) {
    return [
      `package.json takes ${name} ${spec} from the registry. If you have it from elsewhere, say so: --package ../${name}-${spec}.tgz`,
    ];
  }
  return isNamed
    ? [`package.json takes ${name} from ${spec}.`]
    : [
        `package.json takes ${name} from ${spec}, as this command was installed; --package names another.`,
      ];
}

function next({ folder, plan, imports }: Adoption, included: number): readonly string[] {
  const isOpen = Object.values(plan.dialerConfigs).some(isOpenQuestion);
  return [
    ...(isOpen
      ? [
          `Settle what is left out in ${folder}/plan.yaml, then ${imports ? "run the command again with --offline." : `write the program anew: cxone-dialer adopt ${folder} --offline`}`,
        ]
      : []),
    ...argumentsToAdd(imports ?? []),
    ...(included > 0 && !imports
      ? [
          `Check it against the tenant: cxone-dialer adopt verify ${folder}`,
          `Then deploy it: cd ${folder} && npm install && pulumi up`,
        ]
      : []),
  ];
}

/** What the code that Pulumi generates lacks, since an import knows only what the tenant holds. */
function argumentsToAdd(imports: readonly ResourceImport[]): readonly string[] {
  const lacking = imports.filter((each) => Object.keys(each.arguments).length > 0);
  if (lacking.length === 0) return [];
  return [
    "Add to the imported code what the plan says beside the tenant's settings:",
    ...lacking.map(({ name, arguments: given }) => `  ${name}: ${JSON.stringify(given)}`),
  ];
}

function more(count: number, what: string): readonly string[] {
  return count > 0 ? [`  … ${counted(count, `more ${what}`)}`] : [];
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}

/** What a pipeline reads. */
export function jsonReport(adoption: Adoption): string {
  const { tenant, campaigns, requests, plan, program, packageSource, imports } = adoption;
  const { written, removed, kept } = program;
  const report = {
    version: 1,
    tenant,
    campaigns,
    requests,
    dialerConfigs: Object.entries(plan.dialerConfigs).map(jsonEntry),
    package: packageSource?.spec,
    files: { written, removed, kept },
    imports,
  };
  return JSON.stringify(report, null, 2);
}

/** `leftOut` is a person's decision; of the tool's and a flag's the status is the plan's. */
function jsonEntry([id, entry]: [string, PlanEntry]): object {
  const { name, campaign, include, status, details, arguments: given } = entry;
  return {
    id,
    name,
    campaign,
    include,
    status: include ? "included" : (status ?? "leftOut"),
    details,
    reason: reasonOf(entry),
    arguments: given,
  };
}

/** What `adopt` and `adopt verify` exit with, besides 0: all is done, nothing differs. */
export const exitCodes = {
  /** The tenant could not be asked, or the folder not be read or written. */
  failed: shared.failed,
  /** The flags, the plan or the folder are not as they must be. */
  usage: shared.usage,
  /** `adopt`: done, but configurations are left out for a reason that a person can settle. `verify`: something differs. */
  open: shared.finding,
  /** `adopt`: done, but for program files that somebody edited, which are kept. */
  edited: shared.incomplete,
} as const;
