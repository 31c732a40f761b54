import { startRun } from "../../provider/src/start-run.ts";

/**
 * What the operations of a provider share, from its source, for a test that calls one of them by itself. Says nothing.
 *
 * @param rootUrn The engine's answer. @default no program runs
 */
export function startSourceRun(
  env: Readonly<Record<string, string>>,
  rootUrn: () => Promise<string | undefined> = async () => undefined,
) {
  const say = async () => {};
  return startRun({ config: () => undefined, env, warn: say, inform: say, rootUrn });
}
