import { type ResourceState, urnName, urnType } from "../model/resource.ts";
import type { PropertyChange } from "../model/result.ts";
import { carrySecrecy, hideProperties, type Properties } from "../model/values.ts";
import type { Invoked } from "../protocol/monitor.ts";
import {
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  InvokeRequest,
  ReadRequest,
  type Struct,
  ResourceProviderService as service,
  UpdateRequest,
} from "../protocol/rpc.ts";
import { fromStruct, toProgram, toProvider } from "../protocol/wire.ts";
import type { ProviderProcess } from "./provider-process.ts";

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

export interface Diff {
  /** `unknown` where the provider has no diff of its own. */
  readonly changes: "some" | "none" | "unknown";
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /** By path, each property that differs; undefined where the provider does not name them. */
  readonly detailed: ReadonlyMap<string, PropertyChange["kind"]> | undefined;
}

/** A resource as an operation left it. */
export interface Made {
  readonly id: string;
  readonly outputs: Properties;
  readonly refreshBeforeUpdate: boolean;
}

export interface Reading extends Made {
  /** Absent where the provider does not say what inputs the resource would have now. */
  readonly inputs: Properties | undefined;
}

/** The resource as it was found. */
export function asRead(old: ResourceState, reading: Reading): ResourceState {
  const { id, refreshBeforeUpdate, inputs = old.inputs } = reading;
  const outputs = hideProperties(reading.outputs, old.additionalSecretOutputs);
  return { ...old, id, inputs, outputs, refreshBeforeUpdate, initErrors: [] };
}

/** What manages resources. A failure is a `ProviderFailure` in the provider's words. */
export interface Provider {
  check(urn: string, olds: Properties, news: Properties): Promise<Checked>;
  diff(old: ResourceState, news: Properties, ignored: readonly string[]): Promise<Diff>;
  create(urn: string, inputs: Properties, dryRun: boolean): Promise<Made>;
  update(old: ResourceState, news: Properties, dryRun: boolean): Promise<Omit<Made, "id">>;
  /** An empty id where the resource is gone. */
  read(resource: Pick<ResourceState, "urn" | "id" | "inputs" | "outputs">): Promise<Reading>;
  delete(old: ResourceState): Promise<void>;
}

/** How a provider's process speaks of secrets, and whether it is asked what an operation would do. */
export interface Dialect {
  readonly send: (properties: Properties) => Struct;
  /** @param like What was sent, of which a secret stays one. */
  readonly receive: (struct: Struct | undefined, like: Properties) => Properties;
  readonly hasPreviews: boolean;
}

/** The SDK's own provider gets plain text, and its answers hide what was hidden before. */
export const dynamicDialect: Dialect = {
  send: toProvider,
  receive: (struct, like) => carrySecrecy(like, fromStruct(struct)),
  hasPreviews: false,
};

export const pluginDialect: Dialect = { send: toProgram, receive: fromStruct, hasPreviews: true };

/** Resources of a provider's process: the SDK's own for dynamic resources, or a plugin's. */
export class ProcessProvider implements Provider {
  readonly #process: ProviderProcess;
  readonly #dialect: Dialect;

  constructor(process: ProviderProcess, dialect: Dialect) {
    this.#process = process;
    this.#dialect = dialect;
  }

  async check(urn: string, olds: Properties, news: Properties): Promise<Checked> {
    const { send, receive } = this.#dialect;
    const request = identify(new CheckRequest(), urn).setOlds(send(olds)).setNews(send(news));
    const answer = await this.#process.call(service.check, request);
    const failures = answer.getFailuresList().map((failure) => failure.toObject());
    return { inputs: receive(answer.getInputs(), news), failures };
  }

  async diff(old: ResourceState, news: Properties, ignored: readonly string[]): Promise<Diff> {
    const { send } = this.#dialect;
    const request = identify(new DiffRequest(), old.urn).setId(old.id);
    request.setOlds(send(old.outputs)).setOldInputs(send(old.inputs));
    request.setNews(send(news)).setIgnorechangesList([...ignored]);
    return diffOf(await this.#process.call(service.diff, request));
  }

  async create(urn: string, inputs: Properties, dryRun: boolean): Promise<Made> {
    const { hasPreviews, receive, send } = this.#dialect;
    // As Pulumi shows the program: inputs are known, and what only the provider knows is not.
    if (dryRun && !hasPreviews) return { id: "", outputs: inputs, refreshBeforeUpdate: false };
    const request = identify(new CreateRequest(), urn).setProperties(send(inputs));
    const answer = await this.#process.call(service.create, request.setPreview(dryRun));
    return {
      id: answer.getId(),
      outputs: receive(answer.getProperties(), inputs),
      refreshBeforeUpdate: answer.getRefreshBeforeUpdate(),
    };
  }

  async update(old: ResourceState, news: Properties, dryRun: boolean): Promise<Omit<Made, "id">> {
    const { hasPreviews, receive, send } = this.#dialect;
    if (dryRun && !hasPreviews) return { outputs: news, refreshBeforeUpdate: false };
    const request = identify(new UpdateRequest(), old.urn).setId(old.id);
    request.setOlds(send(old.outputs)).setOldInputs(send(old.inputs)).setNews(send(news));
    const answer = await this.#process.call(service.update, request.setPreview(dryRun));
    return {
      outputs: receive(answer.getProperties(), news),
      refreshBeforeUpdate: answer.getRefreshBeforeUpdate(),
    };
  }

  async read(resource: Pick<ResourceState, "urn" | "id" | "inputs" | "outputs">): Promise<Reading> {
    const { receive, send } = this.#dialect;
    const request = identify(new ReadRequest(), resource.urn).setId(resource.id);
    request.setInputs(send(resource.inputs)).setProperties(send(resource.outputs));
    const answer = await this.#process.call(service.read, request);
    const inputs = answer.getInputs();
    return {
      id: answer.getId(),
      outputs: receive(answer.getProperties(), resource.outputs),
      inputs: inputs && receive(inputs, resource.inputs),
      refreshBeforeUpdate: answer.getRefreshBeforeUpdate(),
    };
  }

  async delete(old: ResourceState): Promise<void> {
    const { send } = this.#dialect;
    const request = identify(new DeleteRequest(), old.urn).setId(old.id);
    request.setOldInputs(send(old.inputs)).setProperties(send(old.outputs));
    await this.#process.call(service.delete, request);
  }

  async invoke(token: string, args: Properties): Promise<Invoked> {
    const request = new InvokeRequest().setTok(token).setArgs(this.#dialect.send(args));
    const answer = await this.#process.call(service.invoke, request);
    return {
      result: fromStruct(answer.getReturn()),
      failures: answer.getFailuresList().map((failure) => failure.toObject()),
    };
  }
}

interface Identified {
  setUrn(urn: string): unknown;
  setName(name: string): unknown;
  setType(type: string): unknown;
}

export function identify<Request extends Identified>(request: Request, urn: string): Request {
  request.setUrn(urn);
  request.setName(urnName(urn));
  request.setType(urnType(urn));
  return request;
}

export function diffOf(answer: InstanceType<typeof DiffResponse>): Diff {
  const detailed = new Map<string, PropertyChange["kind"]>();
  answer.getDetaileddiffMap().forEach((difference, path) => {
    detailed.set(path, kinds[difference.getKind()] ?? "update");
  });
  return {
    changes: describeChanges(answer.getChanges()),
    replaces: answer.getReplacesList(),
    deleteBeforeReplace: answer.getDeletebeforereplace(),
    detailed: answer.getHasdetaileddiff() ? detailed : undefined,
  };
}

/** By their numbers in the protocol: add, add-replace, delete, delete-replace, update, update-replace. */
const kinds = ["add", "add", "delete", "delete", "update", "update"] as const;

function describeChanges(changes: number): Diff["changes"] {
  if (changes === DiffResponse.DiffChanges.DIFF_NONE) return "none";
  return changes === DiffResponse.DiffChanges.DIFF_SOME ? "some" : "unknown";
}
