import { type JsonObject, jsonEquals } from "../../../provider/src/domain/json.ts";
import { payloadHash } from "../../provider/canonical.ts";
import { type History, madeBy, type Request, type Run } from "../history.ts";
import { etagOf, type Version } from "../tenant.ts";

/** One write that a pipeline asked of the tenant, however often it had to ask. */
export interface Attempt {
  /** What its audit event has to tell: what was done, and the hash of what was written or deleted. */
  readonly payload: string;
  readonly isDone: boolean;
  /**
   * What lets the pipeline take it for done where it is not:
   * - `changed`: no reply told what became of it, and the document had changed when the pipeline saw it next
   * - `own`: it was refused, and the tenant held just what had been sent, for the pipeline had written that before
   * - `alike`: it was refused, and the tenant held just what had been sent, for somebody else had written the same
   */
  readonly doubt: "changed" | "own" | "alike" | undefined;
  /** A creation that was done, of which no reply told, and which was deleted before the pipeline saw it. */
  readonly isVanished: boolean;
}

/** The attempts of one pipeline, oldest first. */
export function attemptsOf(history: History, pipeline: number): readonly Attempt[] {
  const requests = history.filter(
    (happening): happening is Request =>
      happening.kind === "request" && happening.run.pipeline === pipeline,
  );
  const sight = sightOf(history);
  const attempts: Attempt[] = [];
  for (let i = 0; i < requests.length; ) {
    let end = i + 1;
    while (isRepeated(requests[i], requests[end])) end += 1;
    const tries = requests.slice(i, end);
    attempts.push(...attemptOf(tries, requests.slice(end), sight));
    i = end;
  }
  return attempts;
}

/** What only somebody who sees everything knows. */
interface Sight {
  readonly documents: ReadonlyMap<string, JsonObject | undefined>;
  readonly writers: ReadonlyMap<Version, number | undefined>;
  readonly killed: ReadonlySet<Run>;
}

function sightOf(history: History): Sight {
  const made = history.flatMap(madeBy);
  return {
    documents: new Map(made.map(({ version }) => [etagOf(version), version.document])),
    writers: new Map(made.map(({ version, pipeline }) => [version, pipeline])),
    killed: new Set(
      history.flatMap((each) => (each.kind === "end" && each.outcome === "killed" ? each.run : [])),
    ),
  };
}

function isRepeated(request: Request | undefined, next: Request | undefined): boolean {
  return (
    request !== undefined &&
    next?.run === request.run &&
    next.asked.method === request.asked.method &&
    next.asked.ifMatch === request.asked.ifMatch &&
    jsonEquals(next.asked.body, request.asked.body)
  );
}

function attemptOf(
  tries: readonly Request[],
  later: readonly Request[],
  { documents, writers, killed }: Sight,
): Attempt[] {
  const last = tries.at(-1);
  if (!last || !["PUT", "DELETE"].includes(last.asked.method)) return [];
  const { run, asked } = last;
  const isDone = tries.some(({ effect }) => effect);
  const written = asked.body ?? documents.get(asked.ifMatch ?? "");
  const seen = sightsAfter(later, killed);
  const isOpen =
    tries.some(({ heard }) => heard === undefined) || (killed.has(run) && later[0]?.run !== run);
  const doubt = () => {
    if (isOpen) return isChanged(last, seen) ? "changed" : undefined;
    const [next] = seen;
    const isTwin = asked.ifMatch && next?.document && jsonEquals(next.document, asked.body);
    if (!isTwin) return undefined;
    return writers.get(next) === run.pipeline ? "own" : "alike";
  };
  const isVanished =
    isDone && isOpen && actionOf(last) === "CREATE" && seen.some(({ document }) => !document);
  return [
    {
      payload: `${actionOf(last)} ${written ? payloadHash(written) : "nothing"}`,
      isDone,
      doubt: isDone ? undefined : doubt(),
      isVanished,
    },
  ];
}

function actionOf({ asked }: Request): string {
  if (asked.method === "DELETE") return "DELETE";
  return asked.ifMatch === undefined ? "CREATE" : "UPDATE";
}

/** What the pipeline sees next: once, and before that where it was killed as it saw it. */
function sightsAfter(later: readonly Request[], killed: ReadonlySet<Run>): readonly Version[] {
  const sights = later.filter(
    ({ asked, heard }) => asked.method === "GET" && (heard === 200 || heard === 404),
  );
  const isTaken = (sight: Request) =>
    !killed.has(sight.run) || later.findLast((each) => each.run === sight.run) !== sight;
  const taken = sights.findIndex(isTaken);
  return (taken < 0 ? sights : sights.slice(0, taken + 1)).map(({ before }) => before);
}

/** Whether it looks to the pipeline as if the request had been done. */
function isChanged({ asked, heard }: Request, seen: readonly Version[]): boolean {
  if (asked.ifMatch === undefined) return seen.some(({ document }) => document);
  const isGone = asked.method === "DELETE" && heard === 404;
  return isGone || seen.some((version) => etagOf(version) !== asked.ifMatch);
}
