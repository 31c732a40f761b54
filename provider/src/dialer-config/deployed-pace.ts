import { UNKNOWN } from "../domain/pulumi.ts";
import type { DeployedPace } from "./state.ts";

type Properties = Readonly<Record<string, unknown>>;

/** Where the program changes the pace of a configuration; nothing where it does not, so that it makes no difference by itself. */
export function deployedPace(olds: Properties, news: Properties): DeployedPace | undefined {
  const { configId, dialRate, agentRatio } = olds;
  if (configId === undefined || news.configId !== configId) return;
  const isChanged = [
    [dialRate, news.dialRate],
    [agentRatio, news.agentRatio],
  ].some(([before, now]) => now !== before && now !== UNKNOWN);
  return isChanged ? { dialRate, agentRatio } : undefined;
}
