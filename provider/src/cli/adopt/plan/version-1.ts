import { type Document, isMap, isScalar, Pair, Scalar } from "yaml";
import { VERSION } from "./plan.ts";
import type { Status } from "./status.ts";

/**
 * Release 0.1.0 wrote its status into the reason, as the words that it began with. A person may have begun theirs with the same
 * ones, so the rest has to be as the release wrote it, too.
 */
const toolsReasons: readonly (readonly [Status, RegExp])[] = [
  [
    "noCampaign",
    /^no campaign: (?<details>the document (names none|has no .+); set campaign to .+|the tenant has no campaign ".*"\.|".*" is several campaigns \(.*)$/s,
  ],
  [
    "refused",
    /^refused: (?<details>(configId|campaignId|pacingType|dialRate|agentRatio|maxAbandonmentRate|maxQueueDepth|answerRateThreshold|complianceRules|regulation|agentRatioLimit|staffing|capacityCheck|onConflict|onDelete)\b[^\s:]*: .+)$/s,
  ],
  [
    "unread",
    /^unread: (?<details>it was (gone between|left out when) .+|the client may not read it \(403\)\.|the tenant.+|its id cannot be asked for\.|the connection failed; .+|CXONE_\w+)$/s,
  ],
  ["gone", /^gone: (?<details>the tenant has it no more\.)$/],
  ["excluded", /^left out: (?<details>--exclude .+|not among --include)$/s],
];

/** Brings a plan of release 0.1.0 into today's form, its comments and its order as they were. */
export function upgrade(document: Document): void {
  if (document.get("version") !== 1) return;
  document.set("version", VERSION);
  const entries = document.get("dialerConfigs");
  if (!isMap(entries)) return;
  for (const { value: entry } of entries.items) {
    if (!isMap(entry) || entry.get("include") !== false) continue;
    const at = entry.items.findIndex(({ key }) => isScalar(key) && key.value === "reason");
    const reason = entry.get("reason");
    if (at < 0 || typeof reason !== "string") continue;
    for (const [status, form] of toolsReasons) {
      const details = form.exec(reason)?.groups?.details;
      if (details === undefined) continue;
      entry.items.splice(at, 1, pair("status", status), pair("details", details));
    }
  }
}

function pair(key: string, value: string): Pair {
  return new Pair(new Scalar(key), new Scalar(value));
}
