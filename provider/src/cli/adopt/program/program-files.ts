import { argumentsOf } from "../arguments-of.ts";
import { CampaignIndex } from "../plan/campaign-index.ts";
import { campaignCalled } from "../plan/campaign-of.ts";
import type { Plan } from "../plan/plan.ts";
import type { Snapshot } from "../tenant/snapshot.ts";
import { campaignFile, type ProgramResource } from "./campaign-file.ts";
import { stringLiteral } from "./string-literal.ts";

/** The program of a plan, by the paths of its files: a file for each campaign, and one that imports them all. */
export function programFiles(
  { campaigns, dialerConfigs }: Pick<Snapshot, "campaigns" | "dialerConfigs">,
  plan: Plan,
): ReadonlyMap<string, string> {
  const index = new CampaignIndex(campaigns, plan.campaigns);
  const entries = new Map(Object.entries(plan.dialerConfigs));
  const resources = dialerConfigs.flatMap(({ id, document }) => {
    const entry = entries.get(id);
    if (!entry?.include || document === undefined || entry.campaign === null) return [];
    const found = campaignCalled(entry.campaign, index);
    if ("problem" in found) return [];
    const { campaign } = found;
    const given = argumentsOf(id, document, campaign.id, entry.arguments);
    return [{ campaign, resource: { name: entry.name, arguments: given } }];
  });
  const files = [...Map.groupBy(resources, ({ campaign }) => campaign)].map(
    ([campaign, members]): [string, string] => [
      `campaigns/${index.planName(campaign)}.ts`,
      campaignFile(campaign, members.map(({ resource }) => resource).sort(byName)),
    ],
  );
  return new Map([["index.ts", indexFile(files.map(([path]) => path).sort())], ...files]);
}

function indexFile(paths: readonly string[]): string {
  if (paths.length === 0) return "// Nothing is included yet: see plan.yaml.\nexport {};\n";
  return paths.map((path) => `import ${stringLiteral(`./${path}`)};\n`).join("");
}

function byName(a: ProgramResource, b: ProgramResource): number {
  return a.name < b.name ? -1 : 1;
}
