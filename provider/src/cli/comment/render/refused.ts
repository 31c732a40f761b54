import { percent } from "../../../domain/numbers.ts";
import type { AskedSetting, Refused } from "../judge/refused.ts";
import type { Passing } from "../read/provider-sentences.ts";
import { rateText } from "./figure-text.ts";
import { code, prose } from "./inert.ts";
import type { Section } from "./sections.ts";
import { columnsOf } from "./table.ts";

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
    : `${code(path)}: ${prose(value.words)}`;
}
