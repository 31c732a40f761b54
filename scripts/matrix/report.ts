import { type Cell, type Outcomes, stepNames } from "./cell.ts";

export interface CellReport {
  readonly cell: Cell;
  readonly outcomes: Outcomes;
}

/** A Markdown table: a row for each cell, a column for each step. */
export function table(reports: readonly CellReport[]): string {
  const head = [
    `| installed by | program | ${stepNames.join(" | ")} |`,
    `| --- | --- |${stepNames.map(() => " --- |").join("")}`,
  ];
  return [...head, ...reports.map(row)].join("\n");
}

function row({ cell, outcomes }: CellReport): string {
  const columns = stepNames.map((name) => {
    const outcome = outcomes.get(name);
    if (outcome === undefined) return "–";
    return outcome === "passed" ? "✔" : "**failed**";
  });
  return `| ${[nameOf(cell), ...columns].join(" | ")} |`;
}

export function nameOf({ packageManager, flavour }: Cell): string {
  return `${packageManager.name} | ${flavour.name}`;
}

/** What each step that failed had to say. */
export function failures(reports: readonly CellReport[]): readonly string[] {
  return reports.flatMap(({ cell, outcomes }) =>
    [...outcomes].flatMap(([name, outcome]) =>
      outcome instanceof Error ? [`${nameOf(cell)} | ${name}\n${outcome.message}`] : [],
    ),
  );
}
