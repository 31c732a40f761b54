import type { Move } from "../judge/moves.ts";
import { typesOf } from "../read/preview.ts";
import { code } from "./inert.ts";
import { list, type Section } from "./sections.ts";

/** Which resource takes which configuration from which, that nothing live is lost by it, and how the memory of it is kept. */
export function moves(moves: readonly Move[]): readonly Section[] {
  return list("**Configurations that change their resource**", moves.map(moveText));
}

/** Its rows are its own resources, whose options the program does not write itself. */
const FLEET = "cxone:index:DialerFleet";
const KEPT = "`pulumi up` neither deletes nor restores it, so nothing live is lost.";

function moveText(move: Move): string {
  const { kind, configId, from, to, aliases } = move;
  const configuration = `configuration ${code(configId)}`;
  if (kind === "replacement") {
    return (
      `${code(to.name)} is replaced and keeps ${configuration}. ${KEPT} Without the replacement, Pulumi also keeps in the resource's ` +
      "state what the tenant held before the program adopted it."
    );
  }
  if (kind === "exchange") {
    return (
      `${code(to.name)} takes ${configuration} from ${code(from.name)}. ${KEPT} Where only values are to be exchanged, leave each ` +
      "`configId` with its resource: Pulumi then also keeps what the tenant held before the program adopted it."
    );
  }
  const what =
    kind === "rename"
      ? `${code(to.name)} was ${code(from.name)}`
      : `${code(to.name)} has another parent than before`;
  const where = typesOf(to.urn).includes(FLEET) ? " (by the fleet's `transforms`)" : "";
  const how = aliases
    ? ` Give ${code(to.name)} the option ${code(aliases, 500)}${where}: Pulumi then sees one resource instead of a create and a delete, and ` +
      "keeps in its state what the tenant held before the program adopted it."
    : "";
  return `${what}, with the same ${configuration}. ${KEPT}${how}`;
}
