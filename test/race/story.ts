import type { JsonObject } from "../../provider/src/domain/json.ts";
import { differences, fieldsOf } from "./fields.ts";
import {
  type End,
  type Happening,
  type History,
  madeBy,
  type Request,
  type Run,
} from "./history.ts";
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
      return `The tenant holds ${shown(happening.version)}.`;
    case "edit":
      return `${capital(happening.administrator)} makes it ${change(happening.version, history)}.`;
    case "begin":
      return begin(happening.run);
    case "request":
      return `  run ${happening.run.number}: ${request(happening, history, named)}`;
    case "append":
    case "warning":
      return "";
    case "end":
      return `  run ${happening.run.number} ${end(happening)}`;
  }
}

function begin(run: Run): string {
  const { operation, program, planned, isElsewhere, isQuiet, policies } = run;
  const from = planned ? `from a state of ${planned.etag ?? "no ETag"}` : "without a state";
  const where = isElsewhere ? " on another machine" : "";
  const { existing, onConflict, onDelete } = policies;
  const how = `existing ${existing}, onConflict ${onConflict}, onDelete ${onDelete}`;
  const wants = operation === "up" ? `, for ${fields(program)}` : "";
  return `${isQuiet ? "Quietly, pipeline" : "Pipeline"} ${run.pipeline} runs ${operation}${where} ${from}${wants} (run ${run.number}; ${how}).`;
}

function request(
  { asked, fault, effect, said, heard }: Request,
  history: History,
  named: Named,
): string {
  const { method, ifMatch, ifNoneMatch, body, idempotencyKey } = asked;
  const condition = ifMatch ?? (ifNoneMatch && `none but ${ifNoneMatch}`);
  const what =
    idempotencyKey === undefined
      ? `${method}${condition ? ` under ${condition}` : ""}${body ? ` of ${fields(body)}` : ""}`
      : `exports ${named(idempotencyKey)}`;
  const done = effect ? `, which makes ${change(effect, history)}` : "";
  const answer = said ? `, ${said.status}${said.etag ? ` ${said.etag}` : ""}` : "";
  const lost = fault ? `, but ${fault}` : heard === undefined ? ", but is killed" : "";
  return `${what}${done}${answer}${lost}`;
}

function end({ outcome, state }: End): string {
  if (outcome instanceof Error) return `stops: ${outcome.message}`;
  if (outcome === "killed") return "is killed.";
  if (outcome === "same") return "has nothing to do.";
  return state ? `ends with a state of ${state.etag ?? "no ETag"}.` : "ends without a state.";
}

function change(version: Version, history: History): string {
  if (!version.document) return `gone ${etagOf(version)}`;
  const versions = history.flatMap(madeBy).map((each) => each.version);
  const before = versions.find(({ number }) => number === version.number - 1);
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
