import type { Json, JsonObject } from "../../../provider/src/domain/json.ts";
import { differences, fieldsOf } from "../fields.ts";
import {
  type End,
  type Happening,
  isWrite,
  type Request,
  type Run,
  type Write,
} from "../history.ts";
import { etagOf, type Version } from "../tenant.ts";

/** An update that was asked of the tenant, done or not. */
interface Ask {
  /** What it was to replace. */
  readonly from: JsonObject | undefined;
  readonly to: JsonObject | undefined;
  readonly isDone: boolean;
}

/** Whether a document is in all that was to be changed as if it had been. */
function isHeld({ from, to }: Ask, document: JsonObject | undefined): boolean {
  const held = fieldsOf(document);
  return differences(from, to).every((field) => held.get(field.path) === field.to);
}

/** What a pipeline has had to do with the configuration since it was first its own. */
export class Tenure {
  /** Its writes since it began, oldest first. */
  readonly writes: Write[] = [];
  /** What it took over without a write. */
  adopted: Version | undefined;
  /** What it asked for that no saved state tells of. */
  asked: readonly Ask[] = [];
  /** By path, all values that its program had. */
  readonly programmed = new Map<string, Set<Json>>();
  /** What its creations and adoptions found. */
  readonly found: JsonObject[] = [];
  /**
   * Nobody can tell any more whose each change was: it was continued on a machine that knew nothing of what it had asked for, or
   * somebody else wrote just what it asked for.
   */
  isBlurred = false;

  note(run: Run): void {
    if (run.isElsewhere && this.asked.length > 0) this.isBlurred = true;
    if (run.operation !== "up") return;
    for (const [path, value] of fieldsOf(run.program)) {
      const values = this.programmed.get(path) ?? new Set();
      this.programmed.set(path, values.add(value));
    }
  }
}

/** Follows each pipeline's tenure through a history. */
export class Tenures {
  readonly #tenures = new Map<number, Tenure>();
  readonly #found = new Map<Run, JsonObject>();
  readonly #versions = new Map<string | undefined, Version>();

  of({ pipeline }: Run): Tenure {
    const tenure = this.#tenures.get(pipeline) ?? new Tenure();
    this.#tenures.set(pipeline, tenure);
    return tenure;
  }

  /** What the run saw first of the configuration. */
  firstFound(run: Run): JsonObject | undefined {
    return this.#found.get(run);
  }

  /** To be told of everything, in order, once it has been judged. */
  follow(happening: Happening): void {
    switch (happening.kind) {
      case "found":
      case "edit":
        this.#note(happening.version);
        break;
      case "begin":
        this.of(happening.run).note(happening.run);
        break;
      case "request":
        this.#followRequest(happening);
        break;
      case "end":
        this.#followEnd(happening);
    }
  }

  #followRequest(request: Request): void {
    const { run, asked, heard, before, effect } = request;
    const tenure = this.of(run);
    if (asked.method === "GET" && heard === 200 && before.document) {
      if (!this.#found.has(run)) this.#found.set(run, before.document);
      if (run.operation === "up" && !run.planned) tenure.found.push(before.document);
    }
    if (tenure.asked.some((ask) => !ask.isDone && isHeld(ask, before.document))) {
      tenure.isBlurred = true;
    }
    if (asked.method === "PUT") {
      const from = this.#versions.get(asked.ifMatch)?.document;
      tenure.asked = [...tenure.asked, { from, to: asked.body, isDone: effect !== undefined }];
    }
    if (isWrite(request)) tenure.writes.push(request);
    if (effect) this.#note(effect);
  }

  #followEnd({ run, outcome, state }: End): void {
    if (outcome !== "done") return;
    const tenure = this.of(run);
    tenure.asked = [];
    if (tenure.writes.length === 0) tenure.adopted ??= this.#versions.get(state?.etag);
    if (state === undefined) this.#tenures.delete(run.pipeline);
  }

  #note(version: Version): void {
    this.#versions.set(etagOf(version), version);
  }
}
