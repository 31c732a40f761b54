import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import { runtime } from "@pulumi/pulumi";
import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { DialerConfig, type JsonObject } from "pulumi-cxone-dialer";
import { bareEnvironment } from "./process-environment.ts";
import { unaryCall } from "./unary-call.ts";

const { Struct } = structMessages;
const { ResourceProviderService: service } = providerRpc;

/** What the engine hands over and keeps of a resource. */
export interface ResourceState {
  readonly id: string;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface ProviderProcessOptions {
  /** All of its environment, but for {@link bareEnvironment}. */
  readonly env?: Readonly<Record<string, string>>;
  /** The stack's configuration, under whole keys: `cxone:clientId`. */
  readonly config?: Readonly<Record<string, string>>;
  /** `__provider` as the state has it. @default as the resource's constructor sets it now */
  readonly handler?: string;
}

/** Like a program's folder: the package and the SDK resolve from here. */
const workspace = fileURLToPath(new URL("../..", import.meta.url));
const script = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/dynamic-provider");

/**
 * The SDK's own dynamic-provider process with the built package in it, called as the engine calls it. What the provider
 * returns comes back without `__provider`; what it throws, with its own message.
 */
export class ProviderProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #client: grpc.Client;
  readonly #engine: Engine;
  readonly #handler: string;
  #errorOutput = "";

  static async start(options: ProviderProcessOptions): Promise<ProviderProcess> {
    const engine = new Engine();
    const child = spawn(process.execPath, [script, await engine.listen()], {
      cwd: workspace,
      env: { ...bareEnvironment, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [port] = await once(createInterface(child.stdout), "line");
    const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const provider = new ProviderProcess(
      child,
      client,
      engine,
      options.handler ?? (await handler()),
    );
    const settings = new messages.ConfigureRequest().setArgs(toStruct(options.config ?? {}));
    await provider.#call(service.configure, settings);
    return provider;
  }

  /** Use {@link ProviderProcess.start}. */
  private constructor(child: ChildProcess, client: grpc.Client, engine: Engine, handler: string) {
    this.#child = child;
    this.#client = client;
    this.#engine = engine;
    this.#handler = handler;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errorOutput += text;
    });
  }

  /** What the process wrote to its standard error so far. */
  get errorOutput(): string {
    return this.#errorOutput;
  }

  /** The warnings that the engine got since this was last asked. */
  takeWarnings(): readonly string[] {
    return this.#engine.warnings.splice(0);
  }

  /** What was reported to the engine that is no warning, since this was last asked. */
  takeMessages(): readonly string[] {
    return this.#engine.messages.splice(0);
  }

  async check(news: JsonObject, olds: JsonObject = {}) {
    const request = new messages.CheckRequest().setNews(this.#pack(news)).setOlds(toStruct(olds));
    const answer = await this.#call(service.check, request);
    const failures: readonly CheckFailure[] = answer
      .getFailuresList()
      .map((each) => each.toObject());
    return { inputs: unpack(answer.getInputs()), failures };
  }

  async diff({ id, inputs, outputs }: ResourceState, news: JsonObject) {
    const request = new messages.DiffRequest().setId(id).setOldInputs(this.#pack(inputs));
    request.setOlds(this.#pack(outputs)).setNews(this.#pack(news));
    const answer = await this.#call(service.diff, request);
    const changes = answer.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME;
    return { changes, replaces: answer.getReplacesList() };
  }

  async create(inputs: JsonObject) {
    const request = new messages.CreateRequest().setProperties(this.#pack(inputs));
    const answer = await this.#call(service.create, request);
    return { id: answer.getId(), outputs: unpack(answer.getProperties()) };
  }

  async update({ id, inputs, outputs }: ResourceState, news: JsonObject): Promise<JsonObject> {
    const request = new messages.UpdateRequest().setId(id).setOldInputs(this.#pack(inputs));
    request.setOlds(this.#pack(outputs)).setNews(this.#pack(news));
    return unpack((await this.#call(service.update, request)).getProperties());
  }

  /** What there is now; nothing where the resource is gone. */
  async read({ id, inputs, outputs }: ResourceState): Promise<ResourceState | undefined> {
    const request = new messages.ReadRequest().setId(id).setInputs(this.#pack(inputs));
    const answer = await this.#call(service.read, request.setProperties(this.#pack(outputs)));
    if (answer.getId() === "") return undefined;
    return {
      id: answer.getId(),
      inputs: unpack(answer.getInputs()),
      outputs: unpack(answer.getProperties()),
    };
  }

  async delete({ id, inputs, outputs }: ResourceState): Promise<void> {
    const request = new messages.DeleteRequest().setId(id).setOldInputs(this.#pack(inputs));
    await this.#call(service.delete, request.setProperties(this.#pack(outputs)));
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Ends the engine alone, and resolves with the exit code of the provider's process once that has ended too. */
  async loseEngine(): Promise<unknown> {
    const ended = once(this.#child, "exit");
    this.#engine.close();
    const [code] = await ended;
    return code;
  }

  /** As a machine that runs out of memory ends it: at once, without a chance to do anything more. */
  async kill(): Promise<void> {
    this.#client.close();
    this.#engine.close();
    if (!this.isAlive) return;
    const ended = once(this.#child, "close");
    this.#child.kill("SIGKILL");
    await ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }

  #pack(properties: JsonObject) {
    return toStruct({ ...properties, __provider: this.#handler });
  }

  #call<Q, A>(method: grpc.MethodDefinition<Q, A>, request: Q): Promise<A> {
    return unaryCall(this.#client, method, request);
  }
}

/** The engine's side, as far as a provider speaks to it: it takes note of what is reported to it. */
export class Engine {
  readonly warnings: string[] = [];
  readonly messages: string[] = [];
  readonly #server = new grpc.Server();

  async listen(): Promise<string> {
    const { log } = engineRpc.EngineService;
    const answer: grpc.handleUnaryCall<InstanceType<typeof engineMessages.LogRequest>, unknown> = (
      call,
      done,
    ) => {
      const isWarning = call.request.getSeverity() === engineMessages.LogSeverity.WARNING;
      (isWarning ? this.warnings : this.messages).push(call.request.getMessage());
      done(null, log.responseDeserialize(Buffer.alloc(0)));
    };
    this.#server.addService({ log }, { log: answer });
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#server.bindAsync(
      "127.0.0.1:0",
      grpc.ServerCredentials.createInsecure(),
      (error, port) => {
        if (error) reject(error);
        else resolve(port);
      },
    );
    return `127.0.0.1:${await promise}`;
  }

  close(): void {
    this.#server.forceShutdown();
  }
}

/** `__provider`, as the resource's own constructor hands it to the engine. */
export async function handler(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  await runtime.setMocks({
    newResource: ({ id = "any", inputs }) => {
      resolve(inputs.__provider);
      return { id, state: inputs };
    },
    call: () => ({}),
  });
  new DialerConfig("any", {
    configId: "any",
    campaignId: "any",
    pacingType: "preview",
    dialRate: 1,
    agentRatio: 1,
    maxAbandonmentRate: 0,
    maxQueueDepth: 1,
    answerRateThreshold: 0,
  });
  return promise;
}

function toStruct(properties: object) {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
}

function unpack(struct: ReturnType<typeof toStruct> | undefined): JsonObject {
  const { __provider, ...properties } = struct?.toJavaScript() ?? {};
  return properties;
}
