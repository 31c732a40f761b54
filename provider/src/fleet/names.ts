import leven from "leven";
import { type Column, columns, freeForm } from "./columns.ts";

const paths = new Map<string, Column>(Object.entries(columns));

/** Everything that a row may name, as a person writes it. */
const names = [...paths.keys(), "complianceRules"];

/** The column of a dotted path; `undefined` where no argument has that name. */
export function columnAt(path: string): Column | undefined {
  const [argument, ...keys] = path.split(".");
  if (argument !== "complianceRules") return paths.get(path);
  const isPath = keys.length > 0 && keys.every((key) => key !== "" && key !== "__proto__");
  return isPath ? freeForm : undefined;
}

export function unknownName(path: string, others: readonly string[] = []): string {
  const [nearest = ""] = [...names, ...others].toSorted(
    (a, b) => distance(path, a) - distance(path, b),
  );
  const example = nearest === "complianceRules" ? "complianceRules.ringSeconds" : nearest;
  return `"${path}" is no argument of DialerConfig; did you mean "${example}"?`;
}

function distance(path: string, name: string): number {
  return leven(path.toLowerCase(), name.toLowerCase());
}
