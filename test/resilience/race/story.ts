import type { JsonObject } from "../../../provider/src/domain/json.ts";
import { differences, fieldsOf } from "./fields.ts";
import {
  type Call,
  type End,
  type Entry,
  type Happening,
  type History,
  madeBy,
  type Request,
  type Return,
  type Run,
} from "./history.ts";
import { urnOf } from "./program.ts";
import { etagOf, type Version } from "./tenant.ts";

/** A history as somebody would tell it, a line each. */
export function story(history: History): string {
  const names = new Map<string, string>();
  const named = (requestId: string) => {
    const name = names.get(requestId) ?? `event ${names.size + 1}`;
    names.set(requestId, name);
    return name;
  };
  return history
    .map((happening) => line(happening, history, named))
    .filter((text) => text !== "")
    .join("\n");
}

type Named = (requestId: string) => string;

function line(happening: Happening, history: History, named: Named): string {
  switch (happening.kind) {
    case "found":
      return `The tenant holds ${shown(happening.version)} as ${happening.version.configId}.`;
    case "edit":
      return `${capital(happening.administrator)} makes ${happening.version.configId} ${change(happening.version, history)}.`;
    case "begin":
      return begin(happening.run);
    case "request":
      return `  run ${happening.run.number}: ${request(happening, history, named)}`;
    case "call":
      return called(happening.call);
    case "return":
      return returned(happening);
    case "append":
    case "warning":
      return "";
    case "end":
      return `  run ${happening.run.number} ${end(happening)}`;
  }
}

function begin(run: Run): string {
  const { operation, resources, entries, targetUrn, isElsewhere, isQuiet, policies } = run;
  const state = entries.map(
    (entry) => `${entry.urn}${entry.isReplaced ? " (replaced)" : ""} = ${shownState(entry.state)}`,
  );
  const from = state.length > 0 ? `from a state of ${state.join(", ")}` : "without a state";
  const where = isElsewhere ? " on another machine" : "";
  const only = targetUrn === undefined ? "" : ` of ${targetUrn} only`;
  const { existing, onConflict, onDelete } = policies;
  const how = [
    `existing ${existing}, onConflict ${onConflict}, onDelete ${onDelete}`,
    ...(run.door === "native" ? ["native"] : []),
    ...(run.order === "delete last" ? [] : [run.order]),
    ...(run.isDeleteBeforeReplace ? ["delete before replace"] : []),
  ];
  const program = resources.map(
    (resource) => `${urnOf(resource)} = ${resource.configId} (${fields(resource.settings)})`,
  );
  const wants = operation === "up" ? `, for ${program.join(", ") || "nothing"}` : "";
  const who = isQuiet ? "Quietly, pipeline" : "Pipeline";
  return `${who} ${run.pipeline} runs ${operation}${only}${where} ${from}${wants} (run ${run.number}; ${how.join(", ")}).`;
}

function called({ run, method, urn, configId }: Call): string {
  return method === "check" ? "" : `  run ${run.number}: ${method} ${urn}, ${configId}`;
}

function returned({ run, call, outcome }: Return): string {
  if (!(outcome instanceof Error)) return "";
  return `  run ${run.number}: ${call.method} of ${call.urn} fails`;
}

function shownState({ configId, etag }: Entry["state"]): string {
  return `${configId} ${etag ?? "without an ETag"}`;
}

function request(
  { asked, before, fault, effect, said, heard }: Request,
  history: History,
  named: Named,
): string {
  const { method, ifMatch, ifNoneMatch, body, idempotencyKey } = asked;
  const condition = ifMatch ?? (ifNoneMatch && `none but ${ifNoneMatch}`);
  const what =
    idempotencyKey === undefined
      ? `${method} ${before.configId}${condition ? ` under ${condition}` : ""}${body ? ` of ${fields(body)}` : ""}`
      : `exports ${named(idempotencyKey)}`;
  const done = effect ? `, which makes ${change(effect, history)}` : "";
  const answer = said ? `, ${said.status}${said.etag ? ` ${said.etag}` : ""}` : "";
  const lost = fault ? `, but ${fault}` : heard === undefined ? ", but is killed" : "";
  return `${what}${done}${answer}${lost}`;
}

function end({ outcome, entries }: End): string {
  if (outcome instanceof Error) return `stops: ${outcome.message}`;
  if (outcome === "killed") return "is killed.";
  if (outcome === "same") return "has nothing to do.";
  const state = entries.map((entry) => `${entry.urn} = ${shownState(entry.state)}`);
  return state.length > 0 ? `ends with a state of ${state.join(", ")}.` : "ends without a state.";
}

function change(version: Version, history: History): string {
  if (!version.document) return `gone ${etagOf(version)}`;
  const before = history
    .flatMap((each) => madeBy(each).map((made) => made.version))
    .findLast(({ configId, number }) => configId === version.configId && number < version.number);
  if (!before?.document) return shown(version);
  const changed = differences(before.document, version.document).map(
    ({ path, from, to }) => `${path} ${from ?? "(none)"} → ${to ?? "(none)"}`,
  );
  return `${etagOf(version)} (${changed.join(", ") || "the same"})`;
}

function shown(version: Version): string {
  return version.document ? `${etagOf(version)} ${fields(version.document)}` : "nothing";
}

/** The fields of which it is interesting what they are: all others are the same in every program. */
function fields(document: JsonObject): string {
  const dull = ["pacingType", "agentRatio", "maxAbandonmentRate", "answerRateThreshold"];
  return [...fieldsOf(document)]
    .filter(([path]) => !dull.includes(path))
    .map(([path, value]) => `${path} ${value}`)
    .join(", ");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
