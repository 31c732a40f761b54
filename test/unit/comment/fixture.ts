import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bounds } from "../../../provider/src/cli/comment/bounds.ts";
import { campaignForecasts } from "../../../provider/src/cli/comment/judge/campaign.ts";
import { liveChanges } from "../../../provider/src/cli/comment/judge/moves.ts";
import { reviewOf } from "../../../provider/src/cli/comment/judge/review.ts";
import { type Facts, markdown } from "../../../provider/src/cli/comment/render/markdown.ts";
import { readPreview } from "../../../provider/src/cli/shared/preview/read-preview.ts";
import type { TelemetrySource } from "../../../provider/src/cli/shared/preview/telemetry-source.ts";

/** The file of what an engine really printed: `pulumi/update`, `pulumi-events/policy`. */
export function fixturePath(name: string): string {
  return join(import.meta.dirname, "fixtures", `${name}.stdout`);
}

export function fixture(name: string): Promise<string> {
  return readFile(fixturePath(name), "utf8");
}

export async function reviewOfFixture(name: string, bounds: Bounds = {}) {
  return reviewOf(readPreview(await fixture(name)), bounds);
}

/** The comment on a preview whose figures are live. */
export async function commentOn(name: string, bounds: Bounds = {}): Promise<string> {
  return markdown(await factsOf(name, bounds));
}

export async function factsOf(
  name: string,
  bounds: Bounds = {},
  telemetry: TelemetrySource = { kind: "none" },
): Promise<Facts> {
  const preview = readPreview(await fixture(name));
  return {
    review: reviewOf(preview, bounds),
    campaigns: campaignForecasts(liveChanges(preview.changes), preview, telemetry),
    sources: [],
    now: new Date(0),
  };
}
