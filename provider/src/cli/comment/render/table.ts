import { percent } from "../../../domain/numbers.ts";
import { textsOf } from "../../forecast/figures.ts";
import type { Configuration } from "../judge/configuration.ts";
import { isKnown } from "../judge/figure.ts";
import { chanceText, figureText, gapTexts, movement, rateText } from "./figure-text.ts";
import { code } from "./inert.ts";
import type { Section } from "./sections.ts";

interface Column {
  readonly heading: string;
  readonly isText?: true;
  readonly cell: (configuration: Configuration) => string;
}

const columns: readonly Column[] = [
  { heading: "Configuration", isText: true, cell: ({ name }) => code(name) },
  { heading: "Change", isText: true, cell: ({ operation }) => operation },
  {
    heading: "Abandoned, of answered calls",
    cell: ({ abandonmentRate, abandonmentMargin }) =>
      movement(abandonmentRate, (figure, side) => rateText(figure, abandonmentMargin[side])),
  },
  {
    heading: "Limit",
    cell: ({ abandonmentLimit: limit }) => (isKnown(limit) ? percent(limit) : gapTexts[limit]),
  },
  { heading: "Chance of exceeding it", cell: ({ chanceOverLimit }) => chanceText(chanceOverLimit) },
  {
    heading: "Agents’ occupancy",
    cell: ({ occupancy }) => movement(occupancy, (figure) => figureText(figure, 1)),
  },
  { heading: "Highest dial rate that passes", cell: highestText },
];

/** A row for each configuration that changes. */
export function table(configurations: readonly Configuration[]): readonly Section[] {
  if (configurations.length === 0) return [];
  return [
    {
      head: [
        "",
        row(columns.map(({ heading }) => heading)),
        row(columns.map(({ isText }) => (isText ? "---" : "---:"))),
      ],
      lines: configurations.map((each) => row(columns.map(({ cell }) => cell(each)))),
      tail: [],
    },
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The API's highest dial rate. */
const TOP = 10;

function highestText({ highestDialRate: rate }: Configuration): string {
  if (rate === "any") return "any";
  if (rate === TOP) return `any up to ${TOP}`;
  if (rate === 0) return "none";
  return isKnown(rate) ? `${textsOf("dialRate", [rate])(rate)} a second` : gapTexts[rate];
}
