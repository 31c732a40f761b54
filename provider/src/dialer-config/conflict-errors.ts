import type { JsonObject } from "../domain/json.ts";
import { type Conflict, managedChanges } from "../domain/merge.ts";
import { ConflictError } from "../errors/index.ts";
import { redactedValue } from "./redacted-value.ts";

/** Why a write was refused rather than lose somebody's change, and what to do. One function a reason. */

/** How somebody's change gets before a person's eyes. A refresh reads only what is in the state. */
function review({ isAdoption }: Subject): string {
  return isAdoption
    ? "Run the deployment again: its preview shows what the tenant holds now, and `up` goes on from there."
    : "Run `pulumi refresh`: the next preview then shows the difference, and the next `up` goes on from what the tenant holds.";
}

/** The configuration, as the operation knows it that is refused. */
export interface Subject {
  readonly configId: string;
  /** No write was done, or may have been. */
  readonly isUntouched: boolean;
  /** No state holds the configuration yet. */
  readonly isAdoption: boolean;
}

export function changedOnBothSides(
  config: Subject,
  conflicts: readonly Conflict[],
  wanted = "the program says",
): ConflictError {
  const { configId, isUntouched } = config;
  const fields = conflicts.map(
    ({ path, base, program, live }) =>
      `${path} was ${redactedValue(path, base)}, ${wanted} ${redactedValue(path, program)}, the tenant now holds ${redactedValue(path, live)}`,
  );
  return new ConflictError(
    `Dialer configuration ${configId} was changed in the tenant since it was last seen, in fields that the program changes ` +
      `too: ${fields.join("; ")}. ${written(isUntouched)} ${review(config)} Or set onConflict: "overwrite" to take the program's values.`,
  );
}

/** What is known of the tries before the refusal. */
function written(isUntouched: boolean): string {
  if (isUntouched) return "Nothing was written.";
  return "An earlier try may have taken effect before that: its reply was lost.";
}

export function changedMeanwhile(
  config: Subject,
  managed: JsonObject,
  base: JsonObject,
  live: JsonObject,
): ConflictError {
  const { configId, isUntouched } = config;
  return new ConflictError(
    `Dialer configuration ${configId} was changed in the tenant since it was last seen (${changedFields(managed, base, live)}), ` +
      `and onConflict is "fail". ${written(isUntouched)} ${review(config)}`,
  );
}

export function editedBeforeDelete(
  { configId, isUntouched }: Subject,
  managed: JsonObject,
  base: JsonObject,
  live: JsonObject,
): ConflictError {
  const deleted = isUntouched ? "Nothing was deleted." : written(isUntouched);
  return new ConflictError(
    `Dialer configuration ${configId} was changed in the tenant since it was last seen (${changedFields(managed, base, live)}), ` +
      `and deleting it would lose that. ${deleted} Run \`pulumi refresh\` to accept the change and destroy again, or set ` +
      'onDelete: "retain" to leave the configuration to the tenant.',
  );
}

function changedFields(managed: JsonObject, base: JsonObject, live: JsonObject): string {
  const fields = managedChanges(managed, base, live).map(
    ({ path, from, to }) =>
      `${path} from ${redactedValue(path, from)} to ${redactedValue(path, to)}`,
  );
  return fields.join(", ") || "only in fields that the program does not manage";
}

export function neverSettles({ configId, isUntouched }: Subject, tries: number): ConflictError {
  return new ConflictError(
    `Dialer configuration ${configId} was changed in the tenant each time it was about to be written, ${tries} times. ` +
      `${written(isUntouched)} Find out who keeps changing it, then run \`pulumi up\` again.`,
  );
}

export function deletedRemotely(configId: string): ConflictError {
  return new ConflictError(
    `Dialer configuration ${configId} is gone: somebody deleted it in the tenant. Run \`pulumi refresh\`, and the next \`up\` ` +
      "creates it again; or take it out of the program.",
  );
}

export function alreadyExists(configId: string): ConflictError {
  return new ConflictError(
    `Dialer configuration ${configId} exists in the tenant, and existing is "refuse". Set existing: "adopt" to take it over ` +
      "as it is found, or choose another configId. Where the resource was only renamed, give it its old name as an alias: " +
      'aliases: [{ name: "OLD NAME" }].',
  );
}

export function noStrongEtag({ configId, isUntouched }: Subject): ConflictError {
  return new ConflictError(
    `The tenant answers for dialer configuration ${configId} without a strong ETag, so a write could not be kept from ` +
      `overwriting somebody's change (RFC 9110, section 13.1.1). ${written(isUntouched)} Check whether a proxy between here and ` +
      "the tenant takes the ETag header out or makes it weak.",
  );
}

export function notFound(configId: string): ConflictError {
  return new ConflictError(
    `The tenant has no dialer configuration ${configId}, and existing is "require". Check the id, or set existing: "adopt" to ` +
      "create the configuration.",
  );
}
