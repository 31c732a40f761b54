import type { JsonObject } from "../domain/json.ts";
import { managedChanges } from "../domain/merge.ts";
import type { Connections } from "./connections.ts";
import type { Converged } from "./converge.ts";
import { shown } from "./shown.ts";

/** Says which of somebody's edits a write met, and what became of them. */
export async function warnOfEdits(
  connections: Connections,
  configId: string,
  program: JsonObject,
  { now, conflicts }: Converged,
): Promise<void> {
  const kept = managedChanges(program, program, now.document).map(
    ({ path, from, to }) =>
      `${path} stays ${shown(path, to)} (the program says ${shown(path, from)})`,
  );
  if (kept.length > 0) {
    await connections.warn(
      `Dialer configuration ${configId}: somebody changed it in the tenant since it was last seen, and that was kept: ` +
        `${kept.join("; ")}. The next preview shows it, and the next \`pulumi up\` changes it to what the program says.`,
    );
  }
  const replaced = conflicts.map(
    ({ path, program: written, live }) => `${path} ${shown(path, live)} → ${shown(path, written)}`,
  );
  if (replaced.length > 0) {
    await connections.warn(
      `Dialer configuration ${configId}: somebody changed it in the tenant since it was last seen, and onConflict "overwrite" ` +
        `replaced that: ${replaced.join("; ")}.`,
    );
  }
}
