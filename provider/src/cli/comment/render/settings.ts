import type { Configuration } from "../judge/configuration.ts";
import { code } from "./inert.ts";
import { folded, type Section } from "./sections.ts";

/** Which arguments change, from what to what. */
export function settings(configurations: readonly Configuration[]): readonly Section[] {
  return folded(
    "What changes",
    configurations
      .filter((each) => each.settings.length > 0)
      .map(({ name, settings }) => {
        const changes = settings.map(
          ({ path, before, after }) => `${code(path)} ${code(before)} → ${code(after)}`,
        );
        return `${code(name)}: ${changes.join(", ")}`;
      }),
  );
}
