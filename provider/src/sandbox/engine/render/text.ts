import { stackType, urnName, urnType } from "../model/resource.ts";
import type {
  Diagnostic,
  EngineResult,
  Operation,
  ShownObject,
  Step,
  StepOperation,
} from "../model/result.ts";
import { type Format, type Paint, PropertyPrinter, paintFor } from "./properties.ts";

const headlines: Readonly<Record<Operation, string>> = {
  preview: "Previewing update",
  up: "Updating",
  refresh: "Refreshing",
  destroy: "Destroying",
};

interface OperationStyle {
  /** Two characters wide, as in Pulumi. */
  readonly mark: string;
  readonly format: Format;
  readonly done: string;
}

/** In the order in which they are summed up. */
const operationStyles: Readonly<Record<StepOperation, OperationStyle>> = {
  create: { mark: "+ ", format: "green", done: "created" },
  import: { mark: "= ", format: "cyan", done: "imported" },
  update: { mark: "~ ", format: "yellow", done: "updated" },
  refresh: { mark: "~ ", format: "yellow", done: "refreshed" },
  delete: { mark: "- ", format: "red", done: "deleted" },
  replace: { mark: "+-", format: "magenta", done: "replaced" },
  read: { mark: "> ", format: "cyan", done: "read" },
  same: { mark: "  ", format: [], done: "unchanged" },
};

/**
 * A run's result as text that reads like Pulumi's `--diff`: what was done to each resource and which properties differ,
 * messages, outputs, and a summary. Coloured where `stream` is a terminal.
 */
export function renderResult(
  result: EngineResult,
  stream: NodeJS.WritableStream = process.stdout,
): string {
  const paint = paintFor(stream);
  const headline = paint(["bold", "magenta"], `${headlines[result.operation]} (${result.stack}):`);
  const sections = [
    [headline, ...renderSteps(result, paint)],
    renderDiagnostics(result, paint),
    renderOutputs(result, paint),
    renderSummary(result, paint),
    renderDuration(result, paint),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function renderSteps({ operation, steps }: EngineResult, paint: Paint): string[] {
  const isRoot = (step: Step) => urnType(step.urn) === stackType;
  const nested = operation === "destroy" ? 0 : 4;
  return steps
    .filter((step) => step.op !== "same" || isRoot(step))
    .flatMap((step) => renderStep(step, isRoot(step) ? 0 : nested, paint));
}

function renderStep(
  { op, urn, id, diff, durationMs }: Step,
  indent: number,
  paint: Paint,
): string[] {
  const { mark, format } = operationStyles[op];
  const time = durationMs === undefined || id === undefined ? "" : ` ${seconds(durationMs)}`;
  const margin = " ".repeat(indent);
  const properties = new PropertyPrinter(paint);
  const inner = indent + 4;
  // The two columns of a mark stand before the properties' own.
  const lines =
    op === "create" || op === "import" || op === "delete"
      ? properties.object(wholeOf({ diff }), inner - 2)
      : properties.changes(diff, inner - 2);
  return [
    paint(format, `${margin}${mark}${urnType(urn)}: (${op})${time}`),
    ...(id === undefined ? [] : [paint(format, `${margin}    [id=${id}]`)]),
    paint(format, `${margin}    [urn=${urn}]`),
    ...lines,
  ];
}

/** The inputs of a resource that comes or goes: all that its difference holds. */
function wholeOf({ diff }: Pick<Step, "diff">): ShownObject {
  return Object.fromEntries(
    diff.map((change) => [change.path, change.kind === "delete" ? change.old : change.new]),
  );
}

function renderDiagnostics({ diagnostics, stack }: EngineResult, paint: Paint): string[] {
  if (diagnostics.length === 0) return [];
  const groups = Map.groupBy(diagnostics, ({ urn }) =>
    urn === undefined ? `${stackType} (${stack})` : `${urnType(urn)} (${urnName(urn)})`,
  );
  const bodies = [...groups].flatMap(([title, messages]) => [
    `  ${paint("bold", title)}:`,
    ...messages.flatMap((message) => renderDiagnostic(message, paint)),
    "",
  ]);
  return [paint(["bold", "magenta"], "Diagnostics:"), ...bodies.slice(0, -1)];
}

const severityFormats = { info: [], warning: "yellow", error: "red" } as const;

function renderDiagnostic({ severity, message }: Diagnostic, paint: Paint): string[] {
  const prefix = severity === "info" ? "" : `${paint(severityFormats[severity], `${severity}:`)} `;
  return `${prefix}${message}`.split("\n").map((line) => `    ${line}`);
}

/** An `up` shows all of them, a preview those that change. */
function renderOutputs({ operation, outputs, outputDiff }: EngineResult, paint: Paint): string[] {
  const properties = new PropertyPrinter(paint);
  const lines =
    operation === "up"
      ? properties.objectWithChanges(outputs, outputDiff, 2)
      : properties.changes(outputDiff, 2);
  return lines.length === 0 ? [] : [paint(["bold", "magenta"], "Outputs:"), ...lines];
}

function renderSummary(
  { operation, steps, diagnostics, ok }: EngineResult,
  paint: Paint,
): string[] {
  const counted = countSteps(steps);
  const same = counted.get("same") ?? 0;
  counted.delete("same");
  const lines = [...counted].map(([op, count]) => {
    const { mark, format, done } = operationStyles[op];
    return paint(format, `    ${mark}${count} ${operation === "preview" ? `to ${op}` : done}`);
  });
  const changes = [...counted.values()].reduce((sum, count) => sum + count, 0);
  const total = [
    ...(counted.size > 1 ? [paint("bold", `${changes} changes`)] : []),
    ...(same > 0 ? [`${same} unchanged`] : []),
  ];
  if (total.length > 0) lines.push(`    ${total.join(". ")}`);
  const failed = new Set(
    diagnostics.filter(({ severity }) => severity === "error").map(({ urn }) => urn),
  );
  if (!ok && steps.length > 0) lines.push(paint("red", `    ${Math.max(1, failed.size)} errored`));
  return lines.length === 0 ? [] : [paint(["bold", "magenta"], "Resources:"), ...lines];
}

/** In the order of `operationStyles`; reading changes nothing, and does not count. */
const counted: readonly StepOperation[] = [
  "create",
  "import",
  "update",
  "refresh",
  "delete",
  "replace",
  "same",
];

function countSteps(steps: readonly Step[]): Map<StepOperation, number> {
  const counts = new Map<StepOperation, number>();
  const byOperation = Map.groupBy(steps, ({ op }) => op);
  for (const op of counted) {
    const count = byOperation.get(op)?.length ?? 0;
    if (count > 0) counts.set(op, count);
  }
  return counts;
}

function renderDuration({ operation, durationMs }: EngineResult, paint: Paint): string[] {
  if (operation === "preview") return [];
  return [`${paint(["bold", "magenta"], "Duration:")} ${Math.ceil(durationMs / 1000)}s`];
}

function seconds(milliseconds: number): string {
  return `[${(milliseconds / 1000).toFixed(2)}s]`;
}
