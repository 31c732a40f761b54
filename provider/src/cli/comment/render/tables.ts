import { percent } from "../../../domain/numbers.ts";
import { decimalsOf, decimalText, percentText } from "../../shared/figures.ts";
import type { CampaignForecast } from "../judge/campaign.ts";
import type { Adoption, Cause, Configuration, SettingChange } from "../judge/configuration.ts";
import { isKnown } from "../judge/figure.ts";
import type { Passing } from "../judge/provider-sentences.ts";
import type { AskedSetting, Refused } from "../judge/remarks.ts";
import { code, escapeProse, listed } from "./escape.ts";
import { chanceText, figureText, gapTexts, movement, rateText } from "./figure-text.ts";
import { folded, type Section } from "./sections.ts";

const BREAK = "<br>";

interface Column<Row> {
  readonly heading: string;
  readonly isText?: true;
  readonly cell: (row: Row) => string;
}

/** Makes a table of these columns; none where there is no row. */
function columnsOf<Row>(
  columns: readonly Column<Row>[],
): (rows: readonly Row[]) => readonly Section[] {
  return (rows) =>
    rows.length === 0
      ? []
      : [
          {
            head: [
              "",
              row(columns.map(({ heading }) => heading)),
              row(columns.map(({ isText }) => (isText ? "---" : "---:"))),
            ],
            lines: rows.map((each) => row(columns.map(({ cell }) => cell(each)))),
            tail: [],
          },
        ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** A row for each configuration that changes. */
export function table(configurations: readonly Configuration[]): readonly Section[] {
  const isOfPeriods = configurations.some(({ covers }) => covers !== undefined);
  return (isOfPeriods ? periodTable : steadyTable)(configurations);
}

const columnsBefore: readonly Column<Configuration>[] = [
  { heading: "Configuration", isText: true, cell: ({ name }) => code(name) },
  { heading: "Change", isText: true, cell: operationText },
  { heading: "Settings", isText: true, cell: settingsCell },
  {
    heading: "Abandoned, of answered calls",
    cell: ({ abandonmentRate, abandonmentMargin, worstInterval: worst }) => {
      const rates = movement(abandonmentRate, (figure, side) =>
        rateText(figure, abandonmentMargin[side]),
      );
      if (!worst) return rates;
      return `${rates}${BREAK}worst ${code(worst.name)} ${figureText(worst.abandonmentRate, 2)}`;
    },
  },
  {
    heading: "Limit",
    cell: ({ abandonmentLimit: limit }) => (isKnown(limit) ? percent(limit) : gapTexts[limit]),
  },
];

const columnsAfter: readonly Column<Configuration>[] = [
  {
    heading: "Agents’ occupancy",
    cell: ({ occupancy }) => movement(occupancy, (figure) => figureText(figure, 1)),
  },
  { heading: "Highest dial rate that passes", cell: highestText },
];

const steadyTable = columnsOf<Configuration>([
  ...columnsBefore,
  {
    heading: "Chance of exceeding it in a steady hour",
    cell: ({ chanceOverLimit }) => chanceText(chanceOverLimit),
  },
  ...columnsAfter,
]);

const periodTable = columnsOf<Configuration>([
  ...columnsBefore,
  {
    heading: "Chance of exceeding it",
    cell: ({ chanceOverLimit, covers, spent }) =>
      typeof chanceOverLimit === "object"
        ? `${chanceText(chanceOverLimit)} ${overText(covers)}${spent ? BREAK + spentText(spent) : ""}`
        : chanceText(chanceOverLimit),
  },
  ...columnsAfter,
]);

function overText(covers: string | undefined): string {
  return covers === undefined ? "in a steady hour" : `over ${escapeProse(covers)}`;
}

function spentText({ share, periodRate }: NonNullable<Configuration["spent"]>): string {
  return `${percentText(share, 0)} of it spent, ends at ${percentText(periodRate, 2)}`;
}

function highestText({ highestDialRate: rate }: Configuration): string {
  if (rate === "any") return "any";
  if (rate === 0) return "none";
  return isKnown(rate) ? `${decimalText(rate, decimalsOf(rate))} a second` : gapTexts[rate];
}

/** How many settings a row holds; the others are folded below it. */
const MOST_IN_A_ROW = 8;

const remarks: Readonly<Record<Cause, string>> = {
  program: "",
  drift: " (changed in the tenant, put back)",
  adoption: "",
  undisclosed: "",
};

/** `dialRate` `1.2` → `1.5`, with what a reviewer cannot see in the values. */
function settingText({ path, before, after, cause }: SettingChange): string {
  if (cause === "undisclosed") return `${code(path)} is secret and may change too`;
  const isSecret = before === "secret" && after === "secret";
  return `${code(path)} ${code(before)} → ${code(after)}${isSecret ? " (changed)" : remarks[cause]}`;
}

/** The settings that change, in the configuration's row. */
function settingsCell(configuration: Configuration): string {
  const lines = linesOf(configuration);
  const more = lines.length - MOST_IN_A_ROW;
  if (more <= 0) return lines.join(BREAK) || "–";
  return [...lines.slice(0, MOST_IN_A_ROW), `and ${more} more, below`].join(BREAK);
}

/** Of the configurations whose row does not hold all settings. */
export function settings(configurations: readonly Configuration[]): readonly Section[] {
  return folded(
    "What changes",
    configurations
      .map((each) => ({ name: each.name, lines: linesOf(each) }))
      .filter(({ lines }) => lines.length > MOST_IN_A_ROW)
      .map(({ name, lines }) => `${code(name)}: ${lines.join(", ")}`),
  );
}

function linesOf({ settings, adoption }: Configuration): readonly string[] {
  return [...settings.map(settingText), ...adoptionLines(adoption)];
}

function adoptionLines(adoption: Adoption | undefined): readonly string[] {
  if (!adoption?.exists) return [];
  if (adoption.changes.length === 0) return ["nothing to write"];
  return adoption.changes.map(settingText);
}

/** What is done to the configuration, in words. */
function operationText({ operation, adoption, move, settings }: Configuration): string {
  if (operation === "rename") {
    return !move || move.from.name === move.to.name ? "moved" : `was ${code(move.from.name)}`;
  }
  const isBack = settings.length > 0 && settings.every(({ cause }) => cause === "drift");
  if (operation === "update" && isBack) return "update: drift put back";
  if (adoption === undefined) return operation;
  const done = adoption.exists ? "adopted" : "created in the tenant";
  return operation === "replace" ? `replace: ${done}` : done;
}

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

const refusedTable = columnsOf<Refused>([
  { heading: "Blocked configuration", isText: true, cell: ({ name }) => code(name) },
  {
    heading: "Deployed → asked for",
    isText: true,
    cell: ({ settings }) => settings.map(askedText).join("<br>"),
  },
  {
    heading: "Abandoned, of answered calls",
    cell: ({ abandonment }) =>
      abandonment ? rateText(abandonment.rate, abandonment.margin ?? "none") : "–",
  },
  {
    heading: "Limit",
    cell: ({ abandonment }) => (abandonment ? percent(abandonment.limit) : "–"),
  },
  {
    heading: "What would pass",
    isText: true,
    cell: ({ passing }) => passing.map(passingText).join(", or ") || "see the reason",
  },
]);

/** A row for each configuration that is refused: what was deployed, what is asked for, what would pass. */
export function refusedRows(refused: readonly Refused[]): readonly Section[] {
  return refusedTable(refused);
}

function askedText({ path, before, after, isUnchanged }: AskedSetting): string {
  if (isUnchanged && after !== undefined) return `${code(path)} ${code(after)}, as before`;
  const [from, to] = [before, after].map((value) =>
    value === undefined ? "not shown" : code(value),
  );
  return `${code(path)} ${from} → ${to}`;
}

function passingText({ path, value }: Passing): string {
  if (value === "none") return `no ${code(path)}`;
  return typeof value === "number"
    ? `${code(path)} up to ${value}`
    : `${code(path)}: ${escapeProse(value.words)}`;
}
