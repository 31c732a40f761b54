import * as z from "zod";
import { fields } from "../../dialer-config/schema.ts";
import type { CampaignSettings } from "../../domain/backtest/settings-in-force.ts";
import type { clockOf } from "../../domain/history/clock.ts";
import { UsageError } from "../shared/exit-codes.ts";
import { readJsonInput } from "../shared/input.ts";

const { dialRate, agentRatio, maxQueueDepth, pacingType } = fields;

const entry = z.strictObject({
  since: z.string().optional(),
  pacingType: pacingType.default("predictive"),
  dialRate,
  agentRatio,
  maxQueueDepth,
});

/** What holds from some moment on. */
export interface GivenSettings {
  readonly at: number;
  readonly configId: string;
  readonly settings: CampaignSettings;
}

/** What a file says that the dialer was set to. @throws UsageError where it cannot be read, or does not hold that. */
export async function settingsFromFile(
  file: string,
  clock: ReturnType<typeof clockOf>,
): Promise<readonly GivenSettings[]> {
  const content = await readJsonInput(file, `--settings: ${file}`);
  // By its own schema, so that each mistake is named where it is.
  const { data, error } = (Array.isArray(content) ? z.array(entry).min(1) : entry).safeParse(
    content,
  );
  if (error) {
    throw new UsageError(error.issues.map((issue) => `--settings: ${file}: ${problemOf(issue)}`));
  }
  return [data].flat().map(({ since, ...settings }, i) => {
    if (since === undefined) {
      if (i === 0) return { at: -Infinity, configId: "", settings };
      throw new UsageError([
        `--settings: ${file}: ${i}.since is missing: say from when these hold, such as "2026-01-12".`,
      ]);
    }
    const at = clock(since.length === 10 ? `${since}T00:00` : since);
    if (typeof at === "number") return { at, configId: "", settings };
    throw new UsageError([`--settings: ${file}: ${i}.since ${at}.`]);
  });
}

function problemOf(issue: z.core.$ZodIssue): string {
  const where = issue.path.join(".");
  if (issue.code !== "unrecognized_keys") return `${where || "it"} ${issue.message}`;
  const names = issue.keys.map((key) => JSON.stringify(key)).join(", ");
  return `${where ? `${where} has ` : ""}${names}: no such setting. There are ${Object.keys(entry.shape).join(", ")}.`;
}
