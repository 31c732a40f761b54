import type { JsonObject } from "../domain/json.ts";
import { type Conflict, managedChanges } from "../domain/merge.ts";
import { ConflictError } from "../errors/index.ts";
import { shown } from "./shown.ts";

/** Why a write was refused rather than lose somebody's change, and what to do. One function a reason. */

const REFRESH =
  "Run `pulumi refresh`: the next preview then shows the difference, and the next `up` goes on from what the tenant holds.";

export function changedOnBothSides(
  configId: string,
  conflicts: readonly Conflict[],
  {
    wanted = "the program says",
    isUntouched,
  }: { readonly wanted?: string | undefined; readonly isUntouched: boolean },
): ConflictError {
  const fields = conflicts.map(
    ({ path, base, program, live }) =>
      `${path} was ${shown(path, base)}, ${wanted} ${shown(path, program)}, the tenant now holds ${shown(path, live)}`,
  );
  const written = isUntouched
    ? "Nothing was written."
    : "An earlier try of this update may have been written before that; its reply was lost.";
  return new ConflictError(
    `Dialer configuration ${configId} was changed in the tenant since it was last seen, in fields that the program changes ` +
      `too: ${fields.join("; ")}. ${written} ${REFRESH} Or set onConflict: "overwrite" to take the program's values.`,
  );
}

export function changedMeanwhile(
  configId: string,
  managed: JsonObject,
  base: JsonObject,
  live: JsonObject,
): ConflictError {
  return new ConflictError(
    `Dialer configuration ${configId} was changed in the tenant since it was last seen (${changedFields(managed, base, live)}), ` +
      `and onConflict is "fail". Nothing was written. ${REFRESH}`,
  );
}

export function editedBeforeDelete(
  configId: string,
  managed: JsonObject,
  base: JsonObject,
  live: JsonObject,
): ConflictError {
  return new ConflictError(
    `Dialer configuration ${configId} was changed in the tenant since it was last seen (${changedFields(managed, base, live)}), ` +
      "and deleting it would lose that. Nothing was deleted. Run `pulumi refresh` to accept the change and destroy again, or set " +
      'onDelete: "retain" to leave the configuration to the tenant.',
  );
}

function changedFields(managed: JsonObject, base: JsonObject, live: JsonObject): string {
  const fields = managedChanges(managed, base, live).map(
    ({ path, from, to }) => `${path} from ${shown(path, from)} to ${shown(path, to)}`,
  );
  return fields.join(", ") || "only in fields that the program does not manage";
}

export function neverSettles(configId: string, tries: number): ConflictError {
  return new ConflictError(
    `Dialer configuration ${configId} was changed in the tenant each time it was about to be written, ${tries} times. Nothing ` +
      `was written. Find out who keeps changing it, then run \`pulumi up\` again.`,
  );
}

export function gone(configId: string): ConflictError {
  return new ConflictError(
    `Dialer configuration ${configId} is gone: somebody deleted it in the tenant. Run \`pulumi refresh\`, and the next \`up\` ` +
      "creates it again; or take it out of the program.",
  );
}

export function exists(configId: string): ConflictError {
  return new ConflictError(
    `Dialer configuration ${configId} exists in the tenant, and existing is "refuse". Set existing: "adopt" to take it over ` +
      "as it is found, or choose another configId. Where the resource was only renamed, give it its old name as an alias: " +
      'aliases: [{ name: "OLD NAME" }].',
  );
}

export function noStrongEtag(configId: string): ConflictError {
  return new ConflictError(
    `The tenant answers for dialer configuration ${configId} without a strong ETag, so a write could not be kept from ` +
      "overwriting somebody's change (RFC 9110, section 13.1.1). Nothing was written. Check whether a proxy between here and " +
      "the tenant takes the ETag header out or makes it weak.",
  );
}

export function missing(configId: string): ConflictError {
  return new ConflictError(
    `The tenant has no dialer configuration ${configId}, and existing is "require". Check the id, or set existing: "adopt" to ` +
      "create the configuration.",
  );
}
