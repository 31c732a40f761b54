import { eachQuantity } from "./quantities.ts";
import type { Row } from "./scenario.ts";

/** Raised only where a reader of the earlier one would read the new one wrongly. */
const VERSION = 1;

/** The rows for a program: shares as fractions, figures in full, Infinity as the word that the flags take. */
export function jsonReport(rows: readonly Row[]): string {
  return JSON.stringify(
    { version: VERSION, period: "one steady hour", rows: rows.map(plain) },
    null,
    2,
  );
}

function plain({ setting, subject, forecast, isOver, highestDialRate, otherwiseCounted }: Row) {
  const { pacingType, regulation, linesCounted, lineRounding } = setting;
  const configuration = subject && {
    urn: subject.urn,
    name: subject.name,
    configId: subject.configId,
    campaignId: subject.campaignId,
    sharesAgentsWith: subject.others.map(({ configId }) => configId),
  };
  const figures = eachQuantity((name) =>
    setting[name] === Infinity ? "unlimited" : setting[name],
  );
  return {
    ...(configuration && { configuration }),
    setting: { pacingType, regulation, linesCounted, lineRounding, ...figures },
    forecast,
    otherwiseCounted: otherwiseCounted === undefined ? null : { abandonmentRate: otherwiseCounted },
    isOverLimit: isOver,
    highestDialRate: highestDialRate ?? null,
  };
}
