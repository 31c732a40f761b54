import type { Json } from "../../domain/json.ts";
import { percent } from "../../domain/numbers.ts";
import { escapeControls, escapedJson } from "../shared/escape.ts";
import type { Paint } from "../shared/terminal.ts";

import { requestIdOf, type TrailItem, timeOf, type Write } from "./trail.ts";

/** A longer value is cut: the whole of it is in --json and --csv. */
const longestValue = 160;

/** One record as a few lines that a person can read, and a blank one. */
export function textItem(item: TrailItem, paint: Paint): string {
  const { record, fault, write, exportId, line } = item;
  const head = write
    ? [actionOf(write), write.event.resource_id]
    : [`a ${record.kind}, which this release does not know; --json shows it whole`];
  const title = [timeOf(item), ...head].map(escapeControls).join("  ");
  const rows = [
    ["altered?", fault && `${fault}. Run \`cxone-dialer audit verify\`.`],
    [
      "cut",
      record.cut && `${record.cut.bytes} bytes of a torn line before it, ${record.cut.digest}`,
    ],
    ...(write ? rowsOf(write) : []),
    ...(write ? [["export", escapeControls(exportId ?? "pending")]] : []),
    ["record", `${record.sequence} (line ${line})`],
  ];
  const body = rows.flatMap(([label = "", text]) =>
    text === undefined ? [] : [`  ${paint("dim", label.padEnd(10))}${text}`],
  );
  return `${[paint(fault === undefined ? "bold" : "red", title), ...body].join("\n")}\n\n`;
}

const purposes: Readonly<Record<string, string>> = { adopt: "adoption", restore: "restoration" };

/** To the tenant, an adoption and a restoration are updates: `UPDATE (adoption)`. */
function actionOf({ purpose, event }: Write): string {
  const { action } = event.audit_trail;
  const name = purpose !== undefined && Object.hasOwn(purposes, purpose) && purposes[purpose];
  return name ? `${action} (${name})` : action;
}

function rowsOf(write: Write): readonly (readonly [string, string | undefined])[] {
  const { event, basis } = write;
  const { compliance_check, validated } = event.audit_trail;
  return [
    ...changeRows(write),
    ["check", `${escapeControls(compliance_check)}, ${validated ? "" : "not "}validated`],
    ["limits", basis && limits(basis)],
    ["forecast", basis && forecast(basis)],
    ["capacity", basis && capacity(basis)],
    ["program", program(write)],
    ["document", escapeControls(event.payload_hash)],
    ["request", escapeControls(requestIdOf(write))],
    [
      "note",
      write.confirmed ? undefined : "the tenant's reply was lost; the write may not have happened",
    ],
  ];
}

function changeRows({ changes }: Write): readonly (readonly [string, string])[] {
  if (!changes) return [["changes", "not known: the run that wrote was killed"]];
  if (changes.length === 0) return [["changes", "to no field that the program manages"]];
  return changes.map(({ path, before, after }, i) => [
    i === 0 ? "changes" : "",
    `${escapeControls(path)}: ${value(before)} → ${value(after)}`,
  ]);
}

type Basis = NonNullable<Write["basis"]>;

function limits({ limits: { regulation, maxAbandonmentRate, agentRatioLimit } }: Basis): string {
  return `${escapeControls(regulation)}: at most ${percent(maxAbandonmentRate)} abandoned, agentRatio at most ${agentRatioLimit}`;
}

function forecast({ forecast: figures }: Basis): string | undefined {
  const texts = Object.entries(figures ?? {}).map(
    ([name, figure]) => `${escapeControls(name)} ${value(figure)}`,
  );
  return texts.length > 0 ? texts.join(", ") : undefined;
}

function capacity({
  capacity: { status, campaignId, activeAgents, maxAllowedDials },
}: Basis): string {
  const figures =
    activeAgents === undefined
      ? ""
      : `: ${activeAgents} agents carry ${maxAllowedDials ?? "?"} dials a second`;
  return `${escapeControls(status)}${figures} (campaign ${escapeControls(campaignId)})`;
}

function program({ origin }: Write): string | undefined {
  if (!origin) return undefined;
  const { project, stack, commit, actor, run } = origin;
  const parts = [
    [project, stack].filter(Boolean).join("/"),
    commit && `commit ${commit}`,
    actor && `by ${actor}`,
    run,
  ];
  return escapeControls(parts.filter(Boolean).join(", ")) || undefined;
}

function value(json: Json | undefined): string {
  if (json === undefined) return "(not set)";
  const text = escapedJson(json);
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}
