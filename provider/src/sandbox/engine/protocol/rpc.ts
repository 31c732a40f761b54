import type * as Grpc from "@grpc/grpc-js";
import engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerMessages from "@pulumi/pulumi/proto/provider_pb.js";
import resourceRpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import resourceMessages from "@pulumi/pulumi/proto/resource_pb.js";
import statusMessages from "@pulumi/pulumi/proto/status_pb.js";
import { emptyMessages, grpc, structMessages } from "../../../sdk-libraries.ts";
import { messageOf } from "../../../shared/caught-error.ts";

/**
 * The one door to Pulumi's protocol. Its modules are generated CommonJS whose exports Node cannot name, hence the
 * default imports; everything behind this file is typed and knows no protobuf.
 */

export type { RegisterResourceRequest };
export type Struct = InstanceType<typeof structMessages.Struct>;

export const { Struct } = structMessages;
export const { Status } = statusMessages;
export const { Empty } = emptyMessages;
export const {
  CheckFailure,
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ErrorResourceInitFailed,
  InvokeRequest,
  ReadRequest,
  UpdateRequest,
} = providerMessages;
export const {
  DeploymentInfo,
  ReadResourceResponse,
  RegisterResourceResponse,
  ResourceInvokeResponse,
  ResourceMonitorFeature,
  SupportsFeatureResponse,
} = resourceMessages;
export const { GetRootResourceResponse, LogSeverity } = engineMessages;
export const { EngineService } = engineRpc;
export const { ResourceMonitorService } = resourceRpc;
export const { ResourceProviderService } = providerRpc;

/** Whole documents travel in one message, and Pulumi itself lifts gRPC's limit of 4 MB too. */
const channelOptions = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
} as const;

export type RpcMethod<Q, A> = Grpc.MethodDefinition<Q, A>;

/** Answers the SDK that it must not call again; it then ends and reports nothing. */
export class Unavailable extends Error {}

export type RpcError = Grpc.ServiceError;

export function isRpcError(error: unknown): error is RpcError {
  return error instanceof Error && "code" in error && "details" in error;
}

export function isConnectionLost(error: RpcError): boolean {
  return error.code === grpc.status.UNAVAILABLE || error.code === grpc.status.CANCELLED;
}

export class RpcServer {
  readonly #server = new grpc.Server(channelOptions);

  add(service: Grpc.ServiceDefinition, implementation: Grpc.UntypedServiceImplementation): void {
    this.#server.addService(service, implementation);
  }

  /** Listens on loopback only; the address is what the SDK's processes are given. */
  async listen(): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const credentials = grpc.ServerCredentials.createInsecure();
    this.#server.bindAsync("127.0.0.1:0", credentials, (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
    return `127.0.0.1:${await promise}`;
  }

  [Symbol.dispose](): void {
    this.#server.forceShutdown();
  }
}

/** Serves a method by a plain function; nothing answered is an empty message. */
export function handle<Q, A>(
  method: RpcMethod<Q, A>,
  answer: (request: Q) => Promise<A | undefined> | A | undefined,
): Grpc.handleUnaryCall<Q, A> {
  // Of the SDK's own copy of protobuf, which checks with instanceof.
  const empty = method.responseDeserialize(Buffer.alloc(0));
  return async (call, callback) => {
    try {
      callback(null, (await answer(call.request)) ?? empty);
    } catch (error) {
      const code = error instanceof Unavailable ? grpc.status.UNAVAILABLE : grpc.status.UNKNOWN;
      callback({ code, details: messageOf(error) });
    }
  };
}

export class RpcClient {
  readonly #client: Grpc.Client;

  constructor(address: string) {
    this.#client = new grpc.Client(address, grpc.credentials.createInsecure(), channelOptions);
  }

  async call<Q, A>(method: RpcMethod<Q, A>, request: Q): Promise<A> {
    const { promise, resolve, reject } = Promise.withResolvers<A>();
    const { path, requestSerialize, responseDeserialize } = method;
    this.#client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      (error, answer) => {
        if (error !== null) reject(error);
        else if (answer !== undefined) resolve(answer);
        else reject(new Error(`${path} gave no answer`));
      },
    );
    return promise;
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}
