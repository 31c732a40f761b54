import { type JsonObject, jsonEquals } from "../../../../provider/src/domain/json.ts";
import { payloadHash } from "../../../provider/canonical.ts";
import { type Call, type History, madeBy, type Request } from "../history.ts";
import { etagOf, type Version } from "../tenant.ts";

/** One write that a pipeline asked of the tenant, however often it had to ask. */
export interface Attempt {
  /** What its audit event has to say: what was done, to which configuration, and the hash of what was written or deleted. */
  readonly payload: string;
  readonly isDone: boolean;
  /**
   * What lets the pipeline take it for done where it is not:
   * - `changed`: no reply said what became of it, and the document had changed when the pipeline saw it next
   * - `own`: it was refused, and the tenant held just what had been sent, for the pipeline had written that before
   * - `alike`: it was refused, and the tenant held just what had been sent, for somebody else had written the same
   */
  readonly doubt: "changed" | "own" | "alike" | undefined;
  /** A creation that was done, of which no reply said so, and which was deleted before the pipeline saw it. */
  readonly isVanished: boolean;
}

/** The attempts of one pipeline, for each configuration oldest first. */
export function attemptsOf(history: History, pipeline: number): readonly Attempt[] {
  const requests = history.filter(
    (happening): happening is Request =>
      happening.kind === "request" && happening.run.pipeline === pipeline,
  );
  const sight = sightOf(history, requests);
  return [...Map.groupBy(requests, ({ before }) => before.configId).values()].flatMap((own) =>
    attemptsAmong(own, sight),
  );
}

function attemptsAmong(requests: readonly Request[], sight: Sight): readonly Attempt[] {
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
  /** The last requests of calls that were killed: nobody may have learned what came of them. */
  readonly cut: ReadonlySet<Request>;
}

function sightOf(history: History, requests: readonly Request[]): Sight {
  const made = history.flatMap(madeBy);
  const returned = new Set<Call>(
    history.flatMap((each) => (each.kind === "return" ? each.call : [])),
  );
  const lasts = new Map(requests.map((request) => [request.call, request]));
  return {
    documents: new Map(made.map(({ version }) => [etagOf(version), version.document])),
    writers: new Map(made.map(({ version, by }) => [version, by?.run.pipeline])),
    cut: new Set([...lasts].flatMap(([call, last]) => (returned.has(call) ? [] : last))),
  };
}

function isRepeated(request: Request | undefined, next: Request | undefined): boolean {
  return (
    request !== undefined &&
    next?.call === request.call &&
    next.asked.method === request.asked.method &&
    next.asked.ifMatch === request.asked.ifMatch &&
    jsonEquals(next.asked.body, request.asked.body)
  );
}

function attemptOf(
  tries: readonly Request[],
  later: readonly Request[],
  { documents, writers, cut }: Sight,
): Attempt[] {
  const last = tries.at(-1);
  if (!last || !["PUT", "DELETE"].includes(last.asked.method)) return [];
  const { run, asked } = last;
  const isDone = tries.some(({ effect }) => effect);
  const written = asked.body ?? documents.get(asked.ifMatch ?? "");
  const { configId } = last.before;
  const seen = sightsAfter(later, cut);
  const isOpen = tries.some((each) => each.heard === undefined || cut.has(each));
  const doubt = () => {
    if (isOpen) return isChanged(last, seen) ? "changed" : undefined;
    const twin = seen.find(({ document }) => document && jsonEquals(document, asked.body));
    if (!asked.ifMatch || !twin) return undefined;
    return writers.get(twin) === run.pipeline ? "own" : "alike";
  };
  const isVanished =
    isDone && isOpen && actionOf(last) === "CREATE" && seen.some(({ document }) => !document);
  return [
    {
      payload: `${actionOf(last)} of ${configId}, ${written ? payloadHash(written) : "nothing"}`,
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

/** What the pipeline sees next: once, and before that where it was killed as it saw it, or only checked. */
function sightsAfter(later: readonly Request[], cut: ReadonlySet<Request>): readonly Version[] {
  const sights = later.filter(
    ({ asked, heard }) => asked.method === "GET" && (heard === 200 || heard === 404),
  );
  const isTaken = (sight: Request) => !cut.has(sight) && sight.call.method !== "check";
  const taken = sights.findIndex(isTaken);
  return (taken < 0 ? sights : sights.slice(0, taken + 1)).map(({ before }) => before);
}

/** Whether it looks to the pipeline as if the request had been done. */
function isChanged({ asked, heard }: Request, seen: readonly Version[]): boolean {
  if (asked.ifMatch === undefined) return seen.some(({ document }) => document);
  const isGone = asked.method === "DELETE" && heard === 404;
  return isGone || seen.some((version) => etagOf(version) !== asked.ifMatch);
}
