import type { History } from "../history.ts";
import { acknowledgedWritesStay } from "./acknowledged.ts";
import { editsLast } from "./edits.ts";
import { writesAreEvidenced } from "./evidence.ts";
import type { Law } from "./law.ts";
import { logIsComplete } from "./logged.ts";
import { promisesAreKept } from "./promises.ts";
import { pipelinesSettle } from "./settled.ts";

const laws: readonly Law[] = [
  editsLast,
  acknowledgedWritesStay,
  writesAreEvidenced,
  logIsComplete,
  pipelinesSettle,
  promisesAreKept,
];

/** What is wrong with a history; nothing where every law holds. */
export function broken(history: History): readonly string[] {
  return laws.flatMap((law) => law(history));
}
