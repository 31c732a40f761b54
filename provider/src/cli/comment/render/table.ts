import { percent } from "../../../domain/numbers.ts";
import { textsOf } from "../../forecast/figures.ts";
import type { Configuration } from "../judge/configuration.ts";
import { isKnown } from "../judge/figure.ts";
import { chanceText, figureText, gapTexts, movement, rateText } from "./figure-text.ts";
import { code } from "./inert.ts";
import type { Section } from "./sections.ts";
import { operationText, settingsCell } from "./settings.ts";

interface Column<Row> {
  readonly heading: string;
  readonly isText?: true;
  readonly cell: (row: Row) => string;
}

/** Makes a table of these columns; none where there is no row. */
export function columnsOf<Row>(
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
export const table = columnsOf<Configuration>([
  { heading: "Configuration", isText: true, cell: ({ name }) => code(name) },
  { heading: "Change", isText: true, cell: operationText },
  { heading: "Settings", isText: true, cell: settingsCell },
  {
    heading: "Abandoned, of answered calls",
    cell: ({ abandonmentRate, abandonmentMargin }) =>
      movement(abandonmentRate, (figure, side) => rateText(figure, abandonmentMargin[side])),
  },
  {
    heading: "Limit",
    cell: ({ abandonmentLimit: limit }) => (isKnown(limit) ? percent(limit) : gapTexts[limit]),
  },
  {
    heading: "Chance of exceeding it in a steady hour",
    cell: ({ chanceOverLimit }) => chanceText(chanceOverLimit),
  },
  {
    heading: "Agents’ occupancy",
    cell: ({ occupancy }) => movement(occupancy, (figure) => figureText(figure, 1)),
  },
  { heading: "Highest dial rate that passes", cell: highestText },
]);

function highestText({ highestDialRate: rate }: Configuration): string {
  if (rate === "any") return "any";
  if (rate === 0) return "none";
  return isKnown(rate) ? `${textsOf("dialRate", [rate])(rate)} a second` : gapTexts[rate];
}
