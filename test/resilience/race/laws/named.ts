import { fieldsOf } from "../fields.ts";
import { type End, isDeployment, type Run } from "../history.ts";
import { urnOf } from "../program.ts";
import type { Law } from "./law.ts";

/** Where a deployment keeps what somebody edited in place of what the program says, a warning of it names the configuration and the field. */
export const keptEditsAreNamed: Law = (history) => {
  const warnings = new Map<Run, string[]>();
  return history.flatMap((happening) => {
    if (happening.kind === "warning") {
      const { run, message } = happening;
      warnings.set(run, [...(warnings.get(run) ?? []), message]);
    }
    if (happening.kind !== "end" || !isDeployment(happening)) return [];
    const said = warnings.get(happening.run) ?? [];
    return keptBy(happening)
      .filter(({ configId, path }) =>
        said.every((message) => !message.includes(configId) || !message.includes(path)),
      )
      .map(
        ({ configId, path }) =>
          `Run ${happening.run.number} kept somebody's ${path} of ${configId}, and did not say so`,
      );
  });
};

/** The fields that the program's resources have in the state otherwise than the program says. */
function keptBy({ run, entries }: End): readonly { configId: string; path: string }[] {
  return run.resources.flatMap((resource) => {
    const { configId, settings } = resource;
    const own = entries.find(({ urn, isReplaced }) => !isReplaced && urn === urnOf(resource));
    const held = fieldsOf(own?.state.document);
    return [...fieldsOf(settings)].flatMap(([path, value]) =>
      held.get(path) === value ? [] : { configId, path },
    );
  });
}
