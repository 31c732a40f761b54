import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { auditEvent } from "../../domain/audit.ts";
import type { WriteEntry } from "../../domain/audit-entry.ts";
import { NO_RECORD, sealRecord, sha256 } from "../../domain/audit-record.ts";
import type { SampleSetting } from "../../sandbox/history/sample-history.ts";
import { messageOf } from "../../shared/caught-error.ts";
import { wholeText } from "../shared/figures.ts";
import { ProgressLine } from "../shared/terminal.ts";

const loadSample = () => import("../../sandbox/history/sample-history.ts");

/** Writes what the sample call centre did in six months, and the audit log of its dialer. */
export async function writeSample(folder: string): Promise<void> {
  const { sampleHistory, sampleSettings, sampleCampaign } = await loadSample();
  const { campaignId, timeZone } = sampleCampaign;
  const lines = ["start,campaignId,agents,dials,answered,abandoned,handleSeconds"];
  using progress = new ProgressLine(process.stderr);
  for (const row of sampleHistory()) {
    const { start, agents, dials, answered, abandoned, handleSeconds } = row;
    progress.show(start.slice(0, 10));
    lines.push(
      [start, campaignId, agents.toFixed(2), dials, answered, abandoned, handleSeconds].join(),
    );
  }
  progress.clear();
  const [history, log] = [join(folder, "history.csv"), join(folder, "audit.jsonl")];
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(history, `${lines.join("\n")}\n`);
    await writeFile(log, await auditLog(sampleCampaign, sampleSettings));
  } catch (error) {
    throw new Error(`The sample cannot be written: ${messageOf(error)}. Name another folder.`);
  }
  console.log(`${history}: ${wholeText(lines.length - 1)} intervals, on the clock of ${timeZone}.`);
  console.log(`${log}: ${sampleSettings.length} writes of dialer settings.`);
}

type Campaign = Awaited<ReturnType<typeof loadSample>>["sampleCampaign"];

/** As the provider would have written it: the configuration was created, and its ratio changed twice. */
async function auditLog(
  { campaignId, configId }: Campaign,
  settings: readonly SampleSetting[],
): Promise<string> {
  const { sampleData } = await import("../../sandbox/tenant/data.ts");
  const { name: _, division: __, id: ___, ...managed } = sampleData.dialerConfigs[configId] ?? {};
  let previous = NO_RECORD;
  const records = settings.map(({ since, dialRate, agentRatio }, i) => {
    const document = { ...managed, dialRate, agentRatio, complianceRules: {} };
    const before = settings[i - 1];
    const [action, changes] = before
      ? ([
          "UPDATE",
          [{ path: "agentRatio", before: before.agentRatio, after: agentRatio }],
        ] as const)
      : (["CREATE", Object.entries(document).map(([path, after]) => ({ path, after }))] as const);
    const timestamp = new Date(since);
    const entry: WriteEntry = {
      kind: "write",
      purpose: before ? "update" : "create",
      event: auditEvent({
        action,
        configId,
        document,
        validated: true,
        complianceCheck: "passed",
        requestId: `00000000-0000-4000-8000-${String(i + 1).padStart(12, "0")}`,
        timestamp,
        latencyMs: 240,
      }),
      exportId: `sample-${i + 1}`,
      confirmed: true,
      changes,
      basis: {
        limits: { regulation: "us", maxAbandonmentRate: 0.03, agentRatioLimit: 3 },
        capacity: { status: "ok", campaignId, activeAgents: 18, maxAllowedDials: 18 * agentRatio },
      },
    };
    const line = sealRecord(entry, { sequence: i + 1, previous, recordedAt: timestamp });
    previous = sha256(line);
    return `${line}\n`;
  });
  return records.join("");
}
