import type { Json } from "../../domain/json.ts";
import { type Cell, csvRow } from "../shared/csv.ts";
import { escapedJson } from "../shared/escape.ts";

import { requestIdOf, type TrailItem, type Write } from "./trail.ts";

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

export const csvHead = csvRow(Object.keys(columns));

export function csvItem(item: TrailItem): string {
  const { changes = [] } = item.write ?? {};
  const rows = changes.length > 0 ? changes : [undefined];
  return rows
    .map((change) => csvRow(Object.values(columns).map((cell) => cell(item, change))))
    .join("");
}

function cellOf(json: Json | undefined): Cell {
  return typeof json === "object" ? escapedJson(json) : json;
}
