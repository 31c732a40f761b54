import type { Json, JsonObject } from "../../../../provider/src/domain/json.ts";
import { differences, fieldsOf } from "../fields.ts";
import {
  type Call,
  type End,
  type Happening,
  isWrite,
  type Request,
  type Return,
  type Run,
  statesOf,
  touchedBy,
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

/** What a pipeline has had to do with a configuration since it was first its own, under whatever resource. */
export class Tenure {
  /** Its writes since it began, oldest first. */
  readonly writes: Write[] = [];
  /** What it took over without a write. */
  adopted: Version | undefined;
  /** What it asked for that no saved state tells of. */
  asked: readonly Ask[] = [];
  /** By path, all values that its program had. */
  readonly managedValues = new Map<string, Set<Json>>();
  /** What its creations and adoptions found. */
  readonly found: JsonObject[] = [];
  /** By path, the values of somebody else that its creations and adoptions found; null where the field was not there. */
  readonly foundEdits = new Map<string, Set<Json>>();
  /**
   * Nobody can tell any more whose each change was: it was continued on a machine that knew nothing of what it had asked for, or
   * somebody else wrote just what it asked for.
   */
  isBlurred = false;
  /** The paths of fields in which somebody else wrote what it asked for, among other fields. */
  readonly blurred = new Set<string>();
  /** The tenant acknowledged a creation of the configuration, and the state has it. */
  isCreationSaved = false;
  /** A resource has left the configuration to another one, whose state does not yet say what was found. */
  isHandedOver = false;
  /** What was found was handed over in the journal of another machine. */
  isForgotten = false;
  /** A warning has said that what was found is known on one machine only. */
  isWarned = false;

  note({ isElsewhere, operation, resources }: Run, configId: string): void {
    if (isElsewhere && this.asked.length > 0) this.isBlurred = true;
    if (isElsewhere && this.isHandedOver) this.isForgotten = true;
    if (operation !== "up") return;
    for (const { settings } of resources.filter((each) => each.configId === configId)) {
      for (const [path, value] of fieldsOf(settings)) note(this.managedValues, path, value);
    }
  }
}

function note(values: Map<string, Set<Json>>, path: string, value: Json): void {
  values.set(path, (values.get(path) ?? new Set()).add(value));
}

/** Follows each pipeline's tenures through a history. */
export class Tenures {
  readonly #tenures = new Map<number, Map<string, Tenure>>();
  /** By call, what it saw first. */
  readonly #sights = new Map<Call, Version>();
  /** By run, and by resource and configuration, what the last check of it that asked saw first. */
  readonly #checked = new Map<Run, Map<string, Version>>();
  readonly #versions = new Map<string | undefined, Version>();
  /** By pipeline and configuration. */
  readonly #deleted = new Map<string, JsonObject>();
  readonly #makers = new Map<Version, Call>();
  readonly #live = new Map<string, JsonObject | undefined>();
  /** By configuration and path, the call that changed the field last; none where somebody did. */
  readonly #setters = new Map<string, Map<string, Call | undefined>>();

  of({ pipeline }: Run, configId: string): Tenure {
    const all = this.#tenures.get(pipeline) ?? new Map<string, Tenure>();
    this.#tenures.set(pipeline, all);
    const tenure = all.get(configId) ?? new Tenure();
    all.set(configId, tenure);
    return tenure;
  }

  version(etag: string | undefined): Version | undefined {
    return this.#versions.get(etag);
  }

  /** What the pipeline deleted last of the configuration, whoever made and deleted it since. */
  deletedBy({ pipeline }: Run, { configId }: Version): JsonObject | undefined {
    return this.#deleted.get(`${pipeline} ${configId}`);
  }

  /** The call that made it; nothing where somebody else did. */
  maker(version: Version): Call | undefined {
    return this.#makers.get(version);
  }

  /** The call that brought about what the tenant holds in that field; nothing where somebody else did. */
  setter({ configId }: Version, path: string): Call | undefined {
    return this.#setters.get(configId)?.get(path);
  }

  /** What a call is to change from: as its state says, or where it has none, as its check or else it saw it first. */
  base(call: Call): JsonObject | undefined {
    return (call.planned ?? this.#seenBy(call))?.document;
  }

  #seenBy(call: Call): Version | undefined {
    return this.#checked.get(call.run)?.get(keyOf(call)) ?? this.#sights.get(call);
  }

  /** To be given everything, in order, once it has been judged. */
  follow(happening: Happening): void {
    switch (happening.kind) {
      case "found":
      case "edit":
        this.#note(happening.version);
        break;
      case "begin":
        this.#followBegin(happening.run);
        break;
      case "request":
        this.#followRequest(happening);
        break;
      case "warning":
        this.#followWarning(happening.run, happening.message);
        break;
      case "return":
        this.#followReturn(happening);
        break;
      case "end":
        this.#followEnd(happening);
    }
  }

  #followBegin(run: Run): void {
    const known = this.#tenures.get(run.pipeline)?.keys() ?? [];
    const declared = run.resources.map(({ configId }) => configId);
    for (const configId of new Set([...known, ...declared])) {
      this.of(run, configId).note(run, configId);
    }
  }

  #followRequest(request: Request): void {
    const { call, asked, heard, before, effect } = request;
    const tenure = this.of(call.run, before.configId);
    if (asked.method === "GET" && heard === 200 && before.document) {
      this.#see(call, before);
      if (call.method === "create" || call.method === "check") {
        tenure.found.push(before.document);
        const fields = fieldsOf(before.document);
        for (const path of tenure.managedValues.keys()) {
          if (!this.#isOthers(call.run, before, path)) continue;
          note(tenure.foundEdits, path, fields.get(path) ?? null);
        }
      }
    }
    for (const ask of tenure.asked) this.#noteForestalled(tenure, ask, request);
    if (asked.method === "PUT") {
      const from = this.#versions.get(asked.ifMatch)?.document;
      tenure.asked = [...tenure.asked, { from, to: asked.body, isDone: effect !== undefined }];
    }
    if (isWrite(request)) tenure.writes.push(request);
    if (effect) this.#note(effect, call);
  }

  /** Somebody else wrote just what was asked for, and was not done, in all fields or in some. */
  #noteForestalled(tenure: Tenure, ask: Ask, { call, before }: Request): void {
    if (ask.isDone) return;
    const fields = fieldsOf(before.document);
    const changes = differences(ask.from, ask.to);
    const held = changes.filter(({ path, to }) => fields.get(path) === to);
    const byOthers = held.filter(({ path }) => this.#isOthers(call.run, before, path));
    for (const { path } of byOthers) tenure.blurred.add(path);
    if (byOthers.length > 0 && held.length === changes.length) tenure.isBlurred = true;
  }

  #isOthers({ pipeline }: Run, version: Version, path: string): boolean {
    return this.setter(version, path)?.run.pipeline !== pipeline;
  }

  #see(call: Call, version: Version): void {
    if (this.#sights.has(call)) return;
    this.#sights.set(call, version);
    if (call.method !== "check") return;
    const checked = this.#checked.get(call.run) ?? new Map<string, Version>();
    this.#checked.set(call.run, checked.set(keyOf(call), version));
  }

  #followWarning(run: Run, message: string): void {
    if (!/\balias/.test(message)) return;
    for (const [configId, tenure] of this.#tenures.get(run.pipeline) ?? []) {
      if (message.includes(configId)) tenure.isWarned = true;
    }
  }

  #followReturn({ run, call, outcome, state }: Return): void {
    if (outcome !== "done" || call.method === "check") return;
    const tenure = this.of(run, call.configId);
    tenure.asked = [];
    tenure.isCreationSaved ||= tenure.writes.some((own) => own.call === call && own.heard === 201);
    tenure.isHandedOver =
      call.method === "delete" && !tenure.writes.some((own) => own.call === call);
    // No run is twice on one of the other machines.
    if (tenure.isHandedOver && run.isElsewhere) tenure.isForgotten = true;
    if (tenure.writes.length > 0) return;
    // A reply may lack the ETag.
    tenure.adopted ??= this.#versions.get(state?.etag) ?? this.#seenBy(call);
  }

  /**
   * What no state tells of any more is not the pipeline's own, unless something that was asked for may still come about, or a run
   * stopped before it had created again what it deleted.
   */
  #followEnd({ run, outcome, entries }: End): void {
    const own = this.#tenures.get(run.pipeline) ?? new Map<string, Tenure>();
    const isStopped = run.operation === "up" && (outcome === "killed" || outcome instanceof Error);
    const left = isStopped ? touchedBy(run).map(({ configId }) => configId) : [];
    for (const [configId, tenure] of own) {
      const isInState = statesOf({ entries }, configId).length > 0;
      tenure.isCreationSaved &&= isInState;
      const isHeld = isInState || tenure.asked.length > 0;
      if (!isHeld && !left.includes(configId)) own.delete(configId);
    }
  }

  #note(version: Version, by?: Call): void {
    const { configId, document } = version;
    this.#versions.set(etagOf(version), version);
    if (by) this.#makers.set(version, by);
    const before = this.#live.get(configId);
    if (by && before && !document) this.#deleted.set(`${by.run.pipeline} ${configId}`, before);
    const setters = this.#setters.get(configId) ?? new Map<string, Call | undefined>();
    for (const { path } of differences(before, document)) setters.set(path, by);
    this.#setters.set(configId, setters);
    this.#live.set(configId, document);
  }
}

function keyOf({ urn, configId }: Call): string {
  return `${urn} ${configId}`;
}
