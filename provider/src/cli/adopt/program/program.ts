import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { diff } from "node:util";
import { defaults, settingNames } from "../../../dialer-config/schema.ts";
import type { Campaign } from "../../../domain/campaign.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../domain/json.ts";
import { readIfThere, writeAtomically } from "../atomic-file.ts";
import { CampaignIndex, campaignCalled } from "../plan/campaign-of.ts";
import type { Plan, PlanEntry } from "../plan/plan.ts";
import type { Snapshot } from "../tenant/snapshot.ts";
import { printProperty, stringLiteral, textWidth } from "./print-value.ts";

/** The program of a plan, by the paths of its files: a file for each campaign, and one that imports them all. */
export function programFiles(
  { campaigns, dialerConfigs }: Pick<Snapshot, "campaigns" | "dialerConfigs">,
  plan: Plan,
): ReadonlyMap<string, string> {
  const index = new CampaignIndex(campaigns, plan.campaigns);
  const included = includedConfigs(dialerConfigs, plan, index);
  const files = [...Map.groupBy(included, ({ campaign }) => campaign)].map(
    ([campaign, members]): [string, string] => [
      `campaigns/${index.planName(campaign)}.ts`,
      campaignFile(campaign, members.map(resourceOf).sort(byName), plan.native),
    ],
  );
  return new Map([["index.ts", indexFile(files.map(([path]) => path).sort())], ...files]);
}

/** A configuration that the plan has in the program. */
export interface IncludedConfig {
  readonly id: string;
  readonly document: JsonObject;
  readonly campaign: Campaign;
  readonly entry: PlanEntry;
}

export function includedConfigs(
  dialerConfigs: Snapshot["dialerConfigs"],
  plan: Plan,
  index: CampaignIndex,
): readonly IncludedConfig[] {
  const entries = new Map(Object.entries(plan.dialerConfigs));
  return dialerConfigs.flatMap(({ id, document }) => {
    const entry = entries.get(id);
    if (!entry?.include || document === undefined || entry.campaign === null) return [];
    const found = campaignCalled(entry.campaign, index);
    return "problem" in found ? [] : [{ id, document, campaign: found.campaign, entry }];
  });
}

function resourceOf({ id, document, campaign, entry }: IncludedConfig): ProgramResource {
  return { name: entry.name, arguments: argumentsOf(id, document, campaign.id, entry.arguments) };
}

function indexFile(paths: readonly string[]): string {
  if (paths.length === 0) return "// Nothing is included yet: see plan.yaml.\nexport {};\n";
  return paths.map((path) => `import ${stringLiteral(`./${path}`)};\n`).join("");
}

function byName(a: ProgramResource, b: ProgramResource): number {
  return a.name < b.name ? -1 : 1;
}

/** A resource of a program. */
interface ProgramResource {
  readonly name: string;
  /** With a `campaignId` that is the file's. */
  readonly arguments: JsonObject;
}

/** The file of one campaign: its id once, and a resource for each configuration. */
function campaignFile(
  campaign: Campaign,
  resources: readonly ProgramResource[],
  isNative = false,
): string {
  const blocks = [
    `import { DialerConfig } from "pulumi-cxone-dialer${isNative ? "/native" : ""}";`,
    `${comment(campaign)}${constant("campaignId", campaign.id)}`,
    ...resources.map(resource),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Whatever people called it, it is on one line and is no directive to a compiler or a linter. Nothing where it has no name. */
function comment({ name = "" }: Campaign): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line === "" ? "" : `// Campaign: ${line}\n`;
}

function constant(name: string, value: string): string {
  const line = `const ${name} = ${stringLiteral(value)};`;
  return textWidth(line) <= 80 ? line : `const ${name} =\n  ${stringLiteral(value)};`;
}

function resource({ name, arguments: given }: ProgramResource): string {
  const properties = Object.entries(given)
    .filter(([key, value]) => key === "existing" || !isDefault(key, value))
    .map(([key, value]) =>
      key === "campaignId" ? "    campaignId," : printProperty(key, value, "    "),
    );
  return [
    "new DialerConfig(",
    `  ${stringLiteral(name)},`,
    "  {",
    ...properties,
    "  },",
    "  { protect: true },",
    ");",
  ].join("\n");
}

const defaultArguments = defaults();

function isDefault(key: string, value: Json): boolean {
  const usual = defaultArguments[key];
  return value === usual || (isEmpty(value) && isEmpty(usual));
}

function isEmpty(value: unknown): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/**
 * The arguments of the resource that takes a document over: its settings as they are, in the order in which a person writes them.
 *
 * @param others what the plan adds
 */
export function argumentsOf(
  configId: string,
  document: JsonObject,
  campaignId: string,
  others: JsonObject = {},
): JsonObject {
  const settings = settingNames.flatMap((name): [string, Json][] => {
    const value = Object.hasOwn(document, name) ? document[name] : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  return {
    configId,
    campaignId,
    ...Object.fromEntries(settings),
    ...others,
    existing: "adopt",
  };
}

/** A file that a person changed since it was written, and that is left to them. */
interface KeptFile {
  readonly path: string;
  /** What would change in it, a line each, after `-` or `+`. */
  readonly changes: readonly string[];
}

/** What became of a program's files. */
export interface WrittenProgram {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly kept: readonly KeptFile[];
  /** The SHA-256 of each file as it was last written. */
  readonly hashes: Readonly<Record<string, string>>;
}

interface ProgramFolder {
  readonly folder: string;
  /** {@link WrittenProgram.hashes} of the run before. */
  readonly hashes: Readonly<Record<string, string>>;
  /** Whether edited files are overwritten too. */
  readonly force: boolean;
}

/** Writes a program over the one that was written before it; a file that somebody edited since is theirs. */
export async function writeProgram(
  files: ReadonlyMap<string, string>,
  { folder, hashes, force }: ProgramFolder,
): Promise<WrittenProgram> {
  const written: string[] = [];
  const removed: string[] = [];
  const kept: KeptFile[] = [];
  const next: Record<string, string> = {};
  const before = new Map(Object.entries(hashes));
  for (const path of new Set([...files.keys(), ...before.keys()])) {
    const wanted = files.get(path);
    const present = await readIfThere(join(folder, path));
    const isOurs = present === undefined || hash(present) === before.get(path);
    if (present !== wanted && !isOurs && !force) {
      kept.push({ path, changes: changes(present, wanted ?? "") });
      next[path] = before.get(path) ?? "";
    } else if (wanted === undefined) {
      await rm(join(folder, path), { force: true });
      if (present !== undefined) removed.push(path);
    } else {
      if (present !== wanted) {
        await writeAtomically(join(folder, path), wanted);
        written.push(path);
      }
      next[path] = hash(wanted);
    }
  }
  return { written, removed, kept, hashes: next };
}

/** Writes the files that are not there. */
export async function writeMissing(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const written: string[] = [];
  for (const [path, text] of files) {
    if ((await readIfThere(join(folder, path))) !== undefined) continue;
    await writeAtomically(join(folder, path), text);
    written.push(path);
  }
  return written;
}

/** Of the text whatever the line ends: git may change those. */
function hash(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");
}

function changes(present: string, wanted: string): readonly string[] {
  return diff(present.split("\n"), wanted.split("\n")).flatMap(([operation, line]) =>
    operation === 0 ? [] : [`${operation === 1 ? "-" : "+"} ${line}`],
  );
}
