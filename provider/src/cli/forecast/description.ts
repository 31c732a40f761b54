import { phraseOf } from "./figures.ts";
import { type QuantityName, quantityNames } from "./quantities.ts";
import type { Row } from "./scenario.ts";

/** The quantities that take more than one value in these rows. */
export function varyingQuantities(rows: readonly Row[]): readonly QuantityName[] {
  return quantityNames.filter((name) => varies(rows, ({ setting }) => setting[name]));
}

export function varies(rows: readonly Row[], of: (row: Row) => unknown): boolean {
  return new Set(rows.map(of)).size > 1;
}

/** What all of these rows have in common: "first-call, predictive, 12 agents, 30 % answered, … limit 3 % (us)". */
export function description(rows: readonly Row[]): string {
  const [row] = rows;
  if (row === undefined) return "";
  const { setting, subject } = row;
  const one = (of: (row: Row) => unknown, text: string) => (varies(rows, of) ? [] : [text]);
  const figures = quantityNames.flatMap((name) =>
    one((each) => each.setting[name], phraseOf(name, setting[name])),
  );
  return [
    ...(subject ? one((each) => each.subject?.urn, subject.name) : []),
    ...one((each) => each.setting.pacingType, setting.pacingType),
    ...figures,
    ...one((each) => each.setting.regulation, `regulation ${setting.regulation}`),
  ].join(", ");
}
