import type { History } from "../history.ts";
import { acknowledgedWritesStay } from "./acknowledged.ts";
import { conflictsHaveACause } from "./conflicts.ts";
import { deploymentsHold } from "./deployed.ts";
import { editsLast } from "./edits.ts";
import { writesAreEvidenced } from "./evidence.ts";
import type { Law } from "./law.ts";
import { logIsComplete } from "./logged.ts";
import { keptEditsAreNamed } from "./named.ts";
import { eachHasOneOwner } from "./one-owner.ts";
import { promisesAreKept } from "./promises.ts";
import { pipelinesSettle } from "./settled.ts";
import { wantedIsLeft } from "./wanted.ts";

/** By name. */
export const laws = {
  editsLast,
  keptEditsAreNamed,
  conflictsHaveACause,
  acknowledgedWritesStay,
  writesAreEvidenced,
  logIsComplete,
  pipelinesSettle,
  promisesAreKept,
  deploymentsHold,
  wantedIsLeft,
  eachHasOneOwner,
} as const satisfies Readonly<Record<string, Law>>;

/** What is wrong with a history; nothing where every law holds. */
export function broken(history: History): readonly string[] {
  return Object.values(laws).flatMap((law) => law(history));
}
