import { percent } from "../../../domain/numbers.ts";
import type { CampaignForecast } from "../judge/campaign.ts";
import { isKnown } from "../judge/figure.ts";
import { figureText, gapTexts, movement, rateText } from "./figure-text.ts";
import { code, listed } from "./inert.ts";
import type { Section } from "./sections.ts";
import { columnsOf } from "./table.ts";

const campaignTable = columnsOf<CampaignForecast>([
  {
    heading: "Campaign, all its configurations together",
    isText: true,
    cell: ({ campaignId, names }) => `${code(campaignId)}: ${listed(names).join(", ")}`,
  },
  {
    heading: "Abandoned, of answered calls",
    cell: ({ abandonmentRate, abandonmentMargin }) =>
      jointText(abandonmentRate, (figure, side) => rateText(figure, abandonmentMargin[side])),
  },
  {
    heading: "Lowest limit",
    cell: ({ abandonmentLimit: limit }) => (isKnown(limit) ? percent(limit) : gapTexts[limit]),
  },
  {
    heading: "Agents’ occupancy",
    cell: ({ occupancy }) => jointText(occupancy, (figure) => figureText(figure, 1)),
  },
]);

/** As of a configuration, but what is missing need not be as before. */
function jointText(...args: Parameters<typeof movement>): string {
  return args[0].after === "missing" ? gapTexts.missing : movement(...args);
}

/** A row for each campaign with several configurations, with what such a row covers. */
export function campaignRows(
  campaigns: readonly CampaignForecast[],
  hidden: number,
): readonly Section[] {
  if (campaigns.length === 0) return [];
  const isMissing = (what: CampaignForecast["missing"]) =>
    campaigns.some(({ missing }) => missing === what);
  const notes = [
    "Together means: the configurations of this program. Another stack or program, or an administrator, may dial for the same agents.",
    ...(isMissing("configurations") ? [hiddenNote(hidden)] : []),
    ...(isMissing("figures")
      ? [
          "Not known: the campaign's live figures are in no preview. Plan agents, answerRate and averageHandleTimeSeconds in " +
            "`staffing`, or name a telemetry file, to have the joint forecast here. The provider's check has judged it all the same.",
        ]
      : []),
  ];
  const [rows] = campaignTable(campaigns);
  return rows
    ? [{ ...rows, tail: ["", ...notes.flatMap((note, i) => (i > 0 ? ["", note] : [note]))] }]
    : [];
}

function hiddenNote(hidden: number): string {
  return (
    `Not known: this preview only counts ${hidden} unchanged resources, and configurations of the campaign may be among them. ` +
    "`pulumi preview --json --show-sames` shows them all. The provider's check has judged the joint forecast all the same."
  );
}
