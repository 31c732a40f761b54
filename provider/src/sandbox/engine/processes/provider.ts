import { type ResourceState, urnName, urnType } from "../model/resource.ts";
import { carrySecrecy, type Properties } from "../model/values.ts";
import {
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ReadRequest,
  ResourceProviderService as service,
  UpdateRequest,
} from "../protocol/rpc.ts";
import { fromStruct, toProvider } from "../protocol/wire.ts";
import type { ProviderProcess } from "./provider-process.ts";

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface Diff {
  /** `unknown` where the provider has no diff of its own. */
  readonly changes: "some" | "none" | "unknown";
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export interface Reading {
  /** Empty where the resource is gone. */
  readonly id: string;
  readonly outputs: Properties;
  /** Absent where the provider does not say what inputs the resource would have now. */
  readonly inputs: Properties | undefined;
}

/** Dynamic resources, through the SDK's own provider process. A failure is a `ProviderFailure` in the provider's words. */
export class Provider {
  readonly #process: ProviderProcess;

  constructor(process: ProviderProcess) {
    this.#process = process;
  }

  async check(
    urn: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ readonly inputs: Properties; readonly failures: readonly CheckFailure[] }> {
    const request = identify(new CheckRequest(), urn);
    request.setOlds(toProvider(olds)).setNews(toProvider(news));
    const answer = await this.#process.call(service.check, request);
    const failures = answer.getFailuresList().map((failure) => failure.toObject());
    return { inputs: carrySecrecy(news, fromStruct(answer.getInputs())), failures };
  }

  async diff(old: ResourceState, news: Properties, ignored: readonly string[]): Promise<Diff> {
    const request = identify(new DiffRequest(), old.urn).setId(old.id);
    request.setOlds(toProvider(old.outputs)).setOldInputs(toProvider(old.inputs));
    request.setNews(toProvider(news)).setIgnorechangesList([...ignored]);
    const answer = await this.#process.call(service.diff, request);
    return {
      changes: describeChanges(answer.getChanges()),
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create(
    urn: string,
    inputs: Properties,
  ): Promise<{ readonly id: string; readonly outputs: Properties }> {
    const request = identify(new CreateRequest(), urn).setProperties(toProvider(inputs));
    const answer = await this.#process.call(service.create, request);
    return {
      id: answer.getId(),
      outputs: carrySecrecy(inputs, fromStruct(answer.getProperties())),
    };
  }

  async update(old: ResourceState, news: Properties): Promise<Properties> {
    const request = identify(new UpdateRequest(), old.urn).setId(old.id);
    request.setOlds(toProvider(old.outputs)).setOldInputs(toProvider(old.inputs));
    request.setNews(toProvider(news));
    const answer = await this.#process.call(service.update, request);
    return carrySecrecy(news, fromStruct(answer.getProperties()));
  }

  async read(resource: Pick<ResourceState, "urn" | "id" | "inputs" | "outputs">): Promise<Reading> {
    const request = identify(new ReadRequest(), resource.urn).setId(resource.id);
    request.setInputs(toProvider(resource.inputs)).setProperties(toProvider(resource.outputs));
    const answer = await this.#process.call(service.read, request);
    const inputs = answer.getInputs();
    return {
      id: answer.getId(),
      outputs: carrySecrecy(resource.outputs, fromStruct(answer.getProperties())),
      inputs: inputs && carrySecrecy(resource.inputs, fromStruct(inputs)),
    };
  }

  async delete(old: ResourceState): Promise<void> {
    const request = identify(new DeleteRequest(), old.urn).setId(old.id);
    request.setOldInputs(toProvider(old.inputs)).setProperties(toProvider(old.outputs));
    await this.#process.call(service.delete, request);
  }
}

interface Identified {
  setUrn(urn: string): unknown;
  setName(name: string): unknown;
  setType(type: string): unknown;
}

function identify<Request extends Identified>(request: Request, urn: string): Request {
  request.setUrn(urn);
  request.setName(urnName(urn));
  request.setType(urnType(urn));
  return request;
}

function describeChanges(changes: number): Diff["changes"] {
  if (changes === DiffResponse.DiffChanges.DIFF_NONE) return "none";
  return changes === DiffResponse.DiffChanges.DIFF_SOME ? "some" : "unknown";
}
