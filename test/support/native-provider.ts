import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import grpc from "@grpc/grpc-js";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import type { JsonObject } from "pulumi-cxone-dialer";
import { isWhole } from "./extent.ts";
import { bareEnvironment } from "./process-environment.ts";
import { Engine } from "./provider-process.ts";
import { unaryCall } from "./unary-call.ts";

const { Struct } = structMessages;
const { ResourceProviderService: service } = providerRpc;
const { DiffChanges } = messages.DiffResponse;

const executable = join(import.meta.dirname, "..", "..", "provider", "pulumi-resource-cxone");

export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const ENVELOPE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** A value as the engine hands over a secret. */
export const secret = (value: JsonObject[string]) => ({ [ENVELOPE]: SECRET, value });

export function urnOf(name: string): string {
  return `urn:pulumi:test::project::cxone:index:DialerConfig::${name}`;
}

/** A resource as the engine keeps it: properties with their secrets in envelopes. */
export interface NativeState {
  readonly id: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

export interface NativeOptions {
  /** All of its environment, but for {@link bareEnvironment}. @default none, in a process that other tests may have used before */
  readonly env?: Readonly<Record<string, string>>;
  /** The provider's settings, secrets in envelopes. */
  readonly config?: JsonObject;
  /** The provider's name. @default the stack's own */
  readonly name?: string;
}

/** Processes that no test uses: to be configured again is for one what another process's start is. */
const idle: NativeProvider[] = [];

after(() => Promise.all(idle.splice(0).map((provider) => provider.kill())));

const kindNames = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"];

/**
 * The plugin's process, started by its executable and called as the engine calls it. In a sample, tests that give it no
 * environment use one after another the same process.
 */
export class NativeProvider implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #client: grpc.Client;
  readonly #engine: Engine;
  #isReusable: boolean;

  /** Starts the process and configures it. */
  static async start({ config = {}, name = "default", env }: NativeOptions = {}) {
    const provider = await NativeProvider.launch(env);
    const urn = `urn:pulumi:test::project::pulumi:providers:cxone::${name}`;
    const request = new messages.ConfigureRequest().setArgs(pack(config));
    await provider.#call(service.configure, request.setName(name).setUrn(urn));
    return provider;
  }

  /**
   * Starts the process alone.
   *
   * @param file What to start. @default the package's own executable
   */
  static async launch(
    env?: Readonly<Record<string, string>>,
    file = executable,
  ): Promise<NativeProvider> {
    const isReusable = !isWhole && !env;
    const used = isReusable && idle.pop();
    if (used) return used;
    const engine = new Engine();
    const child = spawn(file, [await engine.listen()], {
      env: { ...bareEnvironment, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [port] = await once(createInterface(child.stdout), "line");
    const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    return new NativeProvider(child, client, engine, isReusable);
  }

  /** Use {@link NativeProvider.start}. */
  private constructor(
    child: ChildProcess,
    client: grpc.Client,
    engine: Engine,
    isReusable: boolean,
  ) {
    this.#child = child;
    this.#client = client;
    this.#engine = engine;
    this.#isReusable = isReusable;
  }

  /** The warnings that the engine got since this was last asked. */
  takeWarnings(): readonly string[] {
    return this.#engine.warnings.splice(0);
  }

  /** The warnings and what else was said since this was last asked. */
  takeMessages(): readonly string[] {
    return [...this.takeWarnings(), ...this.#engine.messages.splice(0)];
  }

  async handshake() {
    const reply = await this.#call(service.handshake, new messages.ProviderHandshakeRequest());
    return reply.toObject();
  }

  async schema() {
    const reply = await this.#call(service.getSchema, new messages.GetSchemaRequest());
    return JSON.parse(reply.getSchema());
  }

  async checkConfig(news: JsonObject, name = "default") {
    const urn = `urn:pulumi:test::project::pulumi:providers:cxone::${name}`;
    const request = new messages.CheckRequest().setUrn(urn).setName(name).setNews(pack(news));
    const reply = await this.#call(service.checkConfig, request);
    return { inputs: unpack(reply.getInputs()), failures: failuresOf(reply) };
  }

  async diffConfig(olds: JsonObject, news: JsonObject) {
    const request = new messages.DiffRequest().setOldInputs(pack(olds)).setNews(pack(news));
    return differenceOf(await this.#call(service.diffConfig, request));
  }

  async check(name: string, news: JsonObject, olds: JsonObject = {}) {
    const request = new messages.CheckRequest().setUrn(urnOf(name));
    const reply = await this.#call(service.check, request.setNews(pack(news)).setOlds(pack(olds)));
    return { inputs: unpack(reply.getInputs()), failures: failuresOf(reply) };
  }

  async diff(name: string, { id, inputs, outputs }: NativeState, news: JsonObject) {
    const request = new messages.DiffRequest().setUrn(urnOf(name)).setId(id).setNews(pack(news));
    request.setOlds(pack(outputs)).setOldInputs(pack(inputs));
    return differenceOf(await this.#call(service.diff, request));
  }

  /** @param timeout What `customTimeouts` gives it, in seconds. @default as long as it takes */
  async create(
    name: string,
    inputs: JsonObject,
    { preview = false, timeout = 0 } = {},
  ): Promise<NativeState> {
    const request = new messages.CreateRequest().setUrn(urnOf(name)).setPreview(preview);
    request.setTimeout(timeout);
    const reply = await this.#call(service.create, request.setProperties(pack(inputs)));
    return { id: reply.getId(), inputs, outputs: unpack(reply.getProperties()) };
  }

  async update(
    name: string,
    { id, inputs, outputs }: NativeState,
    news: JsonObject,
    { preview = false } = {},
  ): Promise<NativeState> {
    const request = new messages.UpdateRequest().setUrn(urnOf(name)).setId(id).setPreview(preview);
    request.setOlds(pack(outputs)).setOldInputs(pack(inputs)).setNews(pack(news));
    const reply = await this.#call(service.update, request);
    return { id, inputs: news, outputs: unpack(reply.getProperties()) };
  }

  /** What there is now; nothing where the resource is gone. */
  async read(
    name: string,
    { id, inputs = {}, outputs = {} }: Partial<NativeState>,
  ): Promise<NativeState | undefined> {
    const request = new messages.ReadRequest().setUrn(urnOf(name)).setId(id ?? "");
    request.setInputs(pack(inputs)).setProperties(pack(outputs));
    const reply = await this.#call(service.read, request);
    if (reply.getId() === "") return undefined;
    return {
      id: reply.getId(),
      inputs: unpack(reply.getInputs()),
      outputs: unpack(reply.getProperties()),
    };
  }

  async delete(name: string, { id, inputs, outputs }: NativeState): Promise<void> {
    const request = new messages.DeleteRequest().setUrn(urnOf(name)).setId(id);
    request.setOldInputs(pack(inputs)).setProperties(pack(outputs));
    await this.#call(service.delete, request);
  }

  async invoke(token: string, args: JsonObject): Promise<JsonObject> {
    const request = new messages.InvokeRequest().setTok(token).setArgs(pack(args));
    return unpack((await this.#call(service.invoke, request)).getReturn());
  }

  async cancel(): Promise<void> {
    this.#isReusable = false;
    await this.#call(service.cancel, new emptyMessages.Empty());
  }

  /** Ends the engine alone, and resolves with the exit code of the provider's process once that has ended too. */
  async loseEngine(): Promise<unknown> {
    const ended = once(this.#child, "exit");
    this.#engine.close();
    const [code] = await ended;
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.takeWarnings();
    if (this.#isReusable) idle.push(this);
    else await this.kill();
  }

  async kill(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    this.#client.close();
    this.#engine.close();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "close");
    this.#child.kill(signal);
    await ended;
  }

  #call<Q, A>(method: grpc.MethodDefinition<Q, A>, request: Q): Promise<A> {
    return unaryCall(this.#client, method, request);
  }
}

function differenceOf(reply: InstanceType<typeof messages.DiffResponse>) {
  const fields: Record<string, string | undefined> = {};
  reply.getDetaileddiffMap().forEach((diff, path) => {
    fields[path] = kindNames[diff.getKind()];
  });
  return {
    changes: reply.getChanges() === DiffChanges.DIFF_SOME,
    replaces: reply.getReplacesList(),
    diffs: reply.getDiffsList(),
    fields,
  };
}

function failuresOf(reply: InstanceType<typeof messages.CheckResponse>) {
  return reply.getFailuresList().map((each) => each.toObject());
}

function pack(properties: object) {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
}

function unpack(struct: ReturnType<typeof pack> | undefined): JsonObject {
  return struct?.toJavaScript() ?? {};
}
