import { isJsonObject, type Json, type JsonObject, obstacleIn } from "../domain/json.ts";
import { managedChanges } from "../domain/merge.ts";
import { UNKNOWN } from "../domain/pulumi.ts";
import { byStart } from "../domain/schedule.ts";
import { redactedValue } from "./redacted-value.ts";
import { fields } from "./schema.ts";
import type { DeployedPace } from "./state.ts";

/**
 * What the program changes since the last deployment, as the last sentence of a refusal; empty where nothing was deployed or nothing
 * known changes. A refused resource has no step in a preview, so nothing else there says what its arguments were.
 */
export function programChanges(olds: object, news: object): string {
  const [before, after] = [argumentsIn(olds), argumentsIn(news)];
  if (before.configId === undefined || before.configId !== after.configId) return "";
  const changes = managedChanges(after, before, after).filter(({ to }) => to !== UNKNOWN);
  if (changes.length === 0) return "";
  const texts = changes.map(
    ({ path, from, to }) =>
      `${path} from ${redactedValue(path, from)} to ${redactedValue(path, to)}`,
  );
  return ` Since the last deployment the program changes ${texts.join(", ")}.`;
}

function argumentsIn(properties: object): JsonObject {
  const args: JsonObject = Object.fromEntries(Object.entries(properties).filter(isArgument));
  const { staffing } = args;
  if (!isJsonObject(staffing) || staffing.intervals === undefined) return args;
  return { ...args, staffing: { ...staffing, intervals: byStart(staffing.intervals) } };
}

/** An argument that is not JSON is refused for that, and is not compared. */
function isArgument(entry: [string, unknown]): entry is [string, Json] {
  const [name, value] = entry;
  return Object.hasOwn(fields, name) && value !== undefined && obstacleIn(value) === undefined;
}

/** Where the program changes the pace of a configuration; nothing where it does not, so that it makes no difference by itself. */
export function deployedPace(
  olds: Readonly<Record<string, unknown>>,
  news: Readonly<Record<string, unknown>>,
): DeployedPace | undefined {
  const { configId, dialRate, agentRatio } = olds;
  if (configId === undefined || news.configId !== configId) return;
  const isChanged = [
    [dialRate, news.dialRate],
    [agentRatio, news.agentRatio],
  ].some(([before, now]) => now !== before && now !== UNKNOWN);
  return isChanged ? { dialRate, agentRatio } : undefined;
}
