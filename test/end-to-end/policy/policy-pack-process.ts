import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import grpc from "@grpc/grpc-js";
import analyzerRpc from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import type { JsonObject } from "pulumi-cxone-dialer";
import { bareEnvironment } from "../../support/process-environment.ts";
import { unaryCall } from "../../support/unary-call.ts";

const { Struct } = structMessages;
const { AnalyzerService: service } = analyzerRpc;
const { EnforcementLevel: levels } = messages;

/** The SDK's own script: what the language host runs for a policy pack. */
const script = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack");
const NO_ENGINE = "127.0.0.1:1";

export interface AnalyzedResource {
  readonly name: string;
  readonly stack?: string;
  readonly protect?: boolean;
  readonly inputs: JsonObject;
}

/** A policy pack in a process of its own, called as the engine calls it. */
export class PolicyPackProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #client: grpc.Client;

  static async start(folder: string): Promise<PolicyPackProcess> {
    const child = spawn(process.execPath, [script, NO_ENGINE, folder], {
      cwd: folder,
      env: bareEnvironment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface(child.stdout);
    const first = await Promise.race([once(lines, "line"), once(child, "exit")]);
    if (typeof first[0] !== "string") throw new Error("The policy pack did not start.");
    const credentials = grpc.credentials.createInsecure();
    return new PolicyPackProcess(child, new grpc.Client(`127.0.0.1:${first[0]}`, credentials));
  }

  /** Use {@link PolicyPackProcess.start}. */
  private constructor(child: ChildProcess, client: grpc.Client) {
    this.#child = child;
    this.#client = client;
  }

  /** The pack's rules with the defaults of their settings. */
  async rules(): Promise<ReadonlyMap<string, JsonObject>> {
    const info = await this.#call(service.getAnalyzerInfo, new emptyMessages.Empty());
    return new Map(
      info.getPoliciesList().map((policy) => {
        const properties = policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {};
        const defaults = Object.entries(properties).map(([name, each]) => [
          name,
          Object(each).default,
        ]);
        return [policy.getName(), Object.fromEntries(defaults)];
      }),
    );
  }

  /** What `--policy-pack-config` does, once the engine has filled in the defaults. */
  async configure(
    settings: Readonly<
      Record<string, { readonly level: keyof typeof levels; readonly config: JsonObject }>
    >,
  ): Promise<void> {
    const request = new messages.ConfigureAnalyzerRequest();
    for (const [name, { level, config }] of Object.entries(settings)) {
      const policy = new messages.PolicyConfig();
      policy.setEnforcementlevel(levels[level]);
      policy.setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(config))));
      request.getPolicyconfigMap().set(name, policy);
    }
    await this.#call(service.configure, request);
  }

  /** `rule level: message`, without the rule's description. */
  async analyze(resource: AnalyzedResource): Promise<readonly string[]> {
    const answer = await this.#call(service.analyze, requestOf(resource));
    return answer.getDiagnosticsList().map((each) => {
      const level = Object.keys(levels).find(
        (name) => Reflect.get(levels, name) === each.getEnforcementlevel(),
      );
      const [, ...message] = each.getMessage().split("\n");
      return `${each.getPolicyname()} ${level}: ${message.join("\n")}`;
    });
  }

  /** What each rule made of the inputs, in turn. */
  async remediate(resource: AnalyzedResource): Promise<ReadonlyMap<string, JsonObject>> {
    const answer = await this.#call(service.remediate, requestOf(resource));
    return new Map(
      answer
        .getRemediationsList()
        .map((each) => [each.getPolicyname(), each.getProperties()?.toJavaScript() ?? {}]),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.close();
    const ended = once(this.#child, "close");
    this.#child.kill();
    await ended;
  }

  #call<Q, A>(method: grpc.MethodDefinition<Q, A>, request: Q): Promise<A> {
    return unaryCall(this.#client, method, request);
  }
}

function requestOf({ name, stack = "dev", protect = false, inputs }: AnalyzedResource) {
  const type = "pulumi-nodejs:dynamic/cxone:DialerConfig";
  const options = new messages.AnalyzerResourceOptions();
  options.setProtect(protect);
  const request = new messages.AnalyzeRequest();
  request.setType(type);
  request.setName(name);
  request.setUrn(`urn:pulumi:${stack}::call-centre::${type}::${name}`);
  request.setOptions(options);
  request.setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(inputs))));
  return request;
}
