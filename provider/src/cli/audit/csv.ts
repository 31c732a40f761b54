import type { Json } from "../../domain/json.ts";
import { escapeControls, escapedJson } from "../shared/escape.ts";

import { requestIdOf, type TrailItem, type Write } from "./trail.ts";

type Cell = string | number | boolean | undefined;
type Change = NonNullable<Write["changes"]>[number];

/** What stands in a row: one for each changed field, and one for a record that changed none. */
const columns: Readonly<Record<string, (item: TrailItem, change: Change | undefined) => Cell>> = {
  record: ({ record }) => record.sequence,
  recordedAt: ({ record }) => record.recordedAt,
  writtenAt: ({ write }) => write?.event.timestamp,
  action: ({ record, write }) => write?.event.audit_trail.action ?? record.kind,
  purpose: ({ write }) => write?.purpose,
  configId: ({ write }) => write?.event.resource_id,
  field: (_, change) => change?.path,
  before: (_, change) => cellOf(change?.before),
  after: (_, change) => cellOf(change?.after),
  check: ({ write }) => write?.event.audit_trail.compliance_check,
  validated: ({ write }) => write?.event.audit_trail.validated,
  confirmed: ({ write }) => write?.confirmed,
  regulation: ({ write }) => write?.basis?.limits.regulation,
  maxAbandonmentRate: ({ write }) => write?.basis?.limits.maxAbandonmentRate,
  agentRatioLimit: ({ write }) => write?.basis?.limits.agentRatioLimit,
  forecast: ({ write }) => cellOf(write?.basis?.forecast),
  capacity: ({ write }) => write?.basis?.capacity.status,
  campaignId: ({ write }) => write?.basis?.capacity.campaignId,
  activeAgents: ({ write }) => write?.basis?.capacity.activeAgents,
  maxAllowedDials: ({ write }) => write?.basis?.capacity.maxAllowedDials,
  project: ({ write }) => write?.origin?.project,
  stack: ({ write }) => write?.origin?.stack,
  commit: ({ write }) => write?.origin?.commit,
  actor: ({ write }) => write?.origin?.actor,
  run: ({ write }) => write?.origin?.run,
  payloadHash: ({ write }) => write?.event.payload_hash,
  requestId: ({ write }) => write && requestIdOf(write),
  exportStatus: ({ write, exportId }) => write && (exportId === undefined ? "pending" : "exported"),
  exportId: ({ exportId }) => exportId,
  hash: ({ record }) => record.hash,
  fault: ({ fault }) => fault,
};

export const csvHead = row(Object.keys(columns));

export function csvItem(item: TrailItem): string {
  const { changes = [] } = item.write ?? {};
  const rows = changes.length > 0 ? changes : [undefined];
  return rows
    .map((change) => row(Object.values(columns).map((cell) => cell(item, change))))
    .join("");
}

function cellOf(json: Json | undefined): Cell {
  return typeof json === "object" ? escapedJson(json) : json;
}

/** RFC 4180. */
function row(cells: readonly Cell[]): string {
  return `${cells.map((cell) => quoted(typeof cell === "string" ? guarded(escapeControls(cell)) : String(cell ?? ""))).join(",")}\r\n`;
}

/**
 * A spreadsheet takes a text that begins like this for a formula, and would run it (OWASP, "CSV Injection"). An apostrophe marks
 * it as text; the full-width forms are for spreadsheets in Japanese.
 */
function guarded(text: string): string {
  return /^\s*[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
